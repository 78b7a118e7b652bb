// What every refusal must look like, whichever operation it comes from.
import { expect } from 'chai';
import { errorCatalogue, type ErrorCode } from '../../src/contract/errors.js';
import { openApiDocument } from '../../src/http/openapi.js';
import { audiences } from '../../src/routes.js';
import type { Answer } from './server.js';

interface Documented {
  operationId: string;
  responses: Record<string, { 'x-codes'?: string[] }>;
}

/** Codes that the OpenAPI document lists, by operation. */
const documented = new Map<string, Set<string>>();
for (const methods of Object.values(openApiDocument(audiences).paths as Record<string, Record<string, Documented>>)) {
  for (const { operationId, responses } of Object.values(methods)) {
    documented.set(operationId, new Set(Object.values(responses).flatMap((response) => response['x-codes'] ?? [])));
  }
}

/** A problem+json of the catalogue; with an operation, one of the codes that are documented for it. */
export function expectProblem(answer: Answer, operationId?: string, what = ''): void {
  const where = `${operationId ?? ''} ${what}: ${answer.status} ${JSON.stringify(answer.body).slice(0, 400)}`;
  expect(answer.status, where).to.be.within(400, 499);
  expect(answer.headers.get('content-type'), where).to.match(/^application\/problem\+json/);
  expectProblemBody(answer.body, answer.status, where);
  if (operationId !== undefined) expect([...(documented.get(operationId) ?? [])], `documented codes of ${where}`).to.include(answer.body.code);
}

export function expectProblemBody(problem: Record<string, unknown>, status: number, where = ''): void {
  expect(problem, where).to.include.keys('type', 'title', 'status', 'code');
  const known = errorCatalogue[problem.code as ErrorCode];
  expect(known, `the catalogue has ${String(problem.code)} ${where}`).to.be.an('object');
  expect(problem, where).to.include({ type: `urn:treeline:${String(problem.code)}`, title: known.title, status: known.status });
  expect(status, where).to.equal(known.status);
  expect(JSON.stringify(problem), where).to.not.match(/node_modules|\bat .*\.[jt]s:\d+|select |insert into|prisma/i);
}
