// The OpenAPI 3.1 document, made from the list of operations: JSON Schema 2020-12 is taken as it is.
import type { TSchema } from 'typebox';
import { type ErrorCode, errorCatalogue, Problem } from '../contract/errors.js';
import type { Audience } from './audience.js';
import type { Operation } from './operation.js';

type JsonObject = Record<string, unknown>;

export function openApiDocument(audiences: readonly Audience[]): JsonObject {
  const paths: Record<string, JsonObject> = {};
  for (const audience of audiences) for (const operation of audience.operations) (paths[operation.spec.path] ??= {})[operation.spec.method] = describe(operation, audience);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Treeline',
      version: '1.0.0',
      description: 'The client directory of a taxi dispatch service. Errors are RFC 9457 problem+json with a stable `code`. Every operation can also be called on the socket: event `call` with `{op: operationId, params, body}`.',
    },
    // Relative: right behind whatever name and proxy the server is reached by.
    servers: [{ url: '/api/v1' }],
    tags: [...new Set(audiences.flatMap(({ operations }) => operations.map(({ spec }) => spec.tag)))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: Object.assign({}, ...audiences.map(schemes)) as JsonObject,
      schemas: { Problem },
    },
  };
}

const keyHeader = {
  name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string', maxLength: 200 },
  description: 'The same key with the same content gives the first answer again; with other content it is refused',
};

/** dispatcherToken, dispatcherCookie … */
function schemes({ name, tokenOf, cookies }: Audience): JsonObject {
  return {
    [`${name}Token`]: { type: 'http', scheme: 'bearer', description: tokenOf },
    ...(cookies && { [`${name}Cookie`]: { type: 'apiKey', in: 'cookie', name: cookies.session } }),
  };
}

function describe(operation: Operation, audience: Audience): JsonObject {
  const { spec } = operation;
  return {
    operationId: spec.id,
    tags: [spec.tag],
    summary: spec.summary,
    security: spec.permission === 'public' ? [] : Object.keys(schemes(audience)).map((scheme) => ({ [scheme]: [] })),
    'x-right': spec.permission,
    parameters: [...parameters(spec.params, 'path'), ...parameters(spec.query, 'query'), ...(spec.idempotent ? [keyHeader] : [])],
    ...(spec.body && { requestBody: { required: hasRequired(spec.body), content: { 'application/json': { schema: spec.body } } } }),
    ...(spec.takesFile && { requestBody: { required: true, content: { 'multipart/form-data': { schema: { type: 'object', required: ['file'], properties: { file: { type: 'string', format: 'binary' } } } } } } }),
    responses: {
      [spec.status ?? 200]: spec.status === 204 ? { description: 'Done' } : { description: 'Done', content: { [spec.download ?? 'application/json']: { schema: spec.response } } },
      ...problems(operation),
    },
  };
}

function parameters(schema: TSchema | undefined, where: 'path' | 'query'): JsonObject[] {
  const object = schema as unknown as { properties?: Record<string, TSchema & { description?: string }>; required?: string[] } | undefined;
  return Object.entries(object?.properties ?? {}).map(([name, property]) => ({
    name,
    in: where,
    required: where === 'path' || (object?.required?.includes(name) ?? false),
    schema: property,
    ...(property.description && { description: property.description }),
  }));
}

function hasRequired(schema: TSchema): boolean {
  return ((schema as unknown as { required?: string[] }).required ?? []).length > 0;
}

/** What any operation may answer, and then its own. `x-codes` lists the codes for programs. */
function problems({ spec, kind }: Operation): JsonObject {
  const codes: ErrorCode[] = [...(spec.errors ?? []), 'request.invalid', 'request.malformed', 'request.too_many', 'server.error', 'server.unavailable'];
  if (spec.body || spec.takesFile) codes.push('request.too_large', 'request.media_type');
  if (spec.method !== 'get') codes.push('request.csrf');
  if (kind !== 'query') codes.push('conflict.busy');
  if (spec.permission !== 'public') codes.push('auth.required');
  if (spec.permission !== 'public' && spec.permission !== 'signedIn') codes.push('auth.forbidden');
  const byStatus = groupByStatus(codes);
  return Object.fromEntries(
    [...byStatus].sort(([a], [b]) => a - b).map(([status, of]) => [
      status,
      {
        description: of.map((code) => `\`${code}\` ${errorCatalogue[code].title}`).join('; '),
        'x-codes': of,
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  );
}

function groupByStatus(codes: ErrorCode[]): Map<number, ErrorCode[]> {
  const groups = new Map<number, ErrorCode[]>();
  for (const code of new Set(codes)) {
    const { status } = errorCatalogue[code];
    groups.set(status, [...(groups.get(status) ?? []), code]);
  }
  return groups;
}
