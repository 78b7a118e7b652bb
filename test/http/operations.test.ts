// Every operation there is, tried without sign-in, without its right, and with input that its schemas do not take.
// The list of operations is read, so a new one is in these tests from its first day.
import { expect } from 'chai';
import type { TSchema } from 'typebox';
import type { Operation } from '../../src/http/operation.js';
import { allOperations } from '../../src/routes.js';
import { digestOf } from '../support/digest.js';
import { addressOf, type SampleRequest, sampleRequest, send, strangerTo, tokenFor, tokenWithoutRight } from '../support/fixtures.js';
import { expectProblem } from '../support/problems.js';
import { accepts, listMembers, placesOf, someHostileValues, unboundedLists, withValue } from '../support/samples.js';
import { type Answer, useServer } from '../support/server.js';

const ABSENT = 2_147_483_647;
const LONG_LIST = Array.from({ length: 80_000 }, (_, index) => `x${index}`);
const wrongNumbers = ['0', '-1', '-0', '1.5', '1e3', '0x10', ' 5', '5 ', '+5', '05', '2147483648', '99999999999999999999', 'NaN', 'true', 'null', '', "1' or '1'='1", '%00', '5;6', '５'];

/** Some collections number from 0, and some have more than 32 bits. */
function fits(schema: TSchema, text: string): boolean {
  const { default: _, ...plain } = schema as TSchema & { default?: unknown };
  return /^\d+$/.test(text) && !/^0\d/.test(text) && accepts(plain as TSchema, Number(text));
}

describe('every operation', () => {
  const server = useServer();

  for (const operation of allOperations) {
    const { spec } = operation;
    describe(spec.id, () => {
      let request: SampleRequest;
      let untouched: Record<string, string>;

      before(async () => {
        request = await sampleRequest(server.get(), operation);
        // Who tries it is made before the digest.
        await strangerTo(server.get(), operation);
        if (spec.permission !== 'public' && spec.permission !== 'signedIn') await tokenWithoutRight(server.get(), operation);
        untouched = await digestOf(server.get().context.db);
      });

      if (spec.permission !== 'public') {
        it('answers 401 without sign-in', async () => {
          // Who signs in at another door is nobody here: an operator in the cabinet, a client at the dispatcher's.
          for (const token of [null, 'A'.repeat(43), 'short', "' or 1=1 --", await strangerTo(server.get(), operation)]) {
            const answer = await send(server.get(), operation, request, token);
            expectProblem(answer, spec.id);
            expect(answer.body.code).to.equal('auth.required');
          }
        });
      }

      if (spec.permission !== 'public' && spec.permission !== 'signedIn') {
        it(`answers 403 with every right but ${spec.permission}`, async () => {
          const answer = await send(server.get(), operation, request, await tokenWithoutRight(server.get(), operation));
          expectProblem(answer, spec.id);
          expect(answer.body).to.include({ code: 'auth.forbidden', right: spec.permission });
        });
      }

      const properties = (spec.params as unknown as { properties?: Record<string, { type?: string }> } | undefined)?.properties ?? {};
      const numeric = Object.keys(properties).filter((name) => properties[name]?.type === 'integer');
      if (numeric.length) {
        it('refuses ids that are no plain positive 32-bit numbers, and ids that do not exist, naming them', async () => {
          for (const name of numeric) {
            for (const text of wrongNumbers) {
              if (text === '' || fits(properties[name] as TSchema, text)) continue;
              const params = { ...request.params, [name]: text };
              const answer = await send(server.get(), operation, { ...request, params });
              expectProblem(answer, spec.id, text);
              expect(answer.body.code, text).to.equal('request.invalid');
              expect(answer.body.errors[0].path, text).to.equal(`params/${name}`);
            }
            expectProblem(await send(server.get(), operation, { ...request, params: { ...request.params, [name]: ABSENT } }), spec.id);
          }
        });
      }

      const textual = Object.keys(properties).filter((name) => properties[name]?.type === 'string');
      if (textual.length) {
        it('refuses names in its address that mean nothing', async () => {
          for (const name of textual) {
            for (const text of ['nothing', 'constructor', '__proto__', 'toString', 'hasOwnProperty', 'attribute.0', 'attribute.2147483648', 'attribute.9999999999', 'attribute.constructor', 'right.nothing', 'tariff ', 'TARIFF', "'", 'x'.repeat(2_000), '\u202e']) {
              expectProblem(await send(server.get(), operation, { ...request, params: { ...request.params, [name]: text } }), spec.id, text.slice(0, 50));
            }
          }
        });
      }

      it('refuses parameters that it does not know or that do not fit, naming them', async () => {
        const known = Object.entries((spec.query as unknown as { properties?: Record<string, TSchema> } | undefined)?.properties ?? {});
        const unknown = await send(server.get(), operation, { ...request, query: { ...request.query, surprise: '1' } });
        expectProblem(unknown, spec.id);
        expect(unknown.body.errors[0].path).to.equal('query/surprise');
        for (const [name, schema] of known) {
          const { type } = schema as unknown as { type?: string };
          const texts = type === 'integer' ? wrongNumbers : type === 'boolean' ? ['yes', '2', '', 'TRUE', 'null'] : ['a\u0000b', 'x'.repeat(9_000)];
          for (const text of texts) {
            if (type === 'integer' && fits(schema, text)) continue;
            const answer = await send(server.get(), operation, { ...request, query: { ...request.query, [name]: text } });
            expectProblem(answer, spec.id, `${name}=${text.slice(0, 50)}`);
            expect(answer.body.errors[0].path, text.slice(0, 50)).to.equal(`query/${name}`);
          }
          const twice = `${addressOf(operation, request)}?${name}=1&${name}=2`;
          expect((await server.get().call(spec.method.toUpperCase(), twice, request.body, { token: await tokenFor(server.get(), operation) })).status, twice).to.be.within(400, 499);
        }
      });

      if (spec.body) {
        const schema = spec.body;

        it('refuses bodies that its schema does not take, naming the member', async () => {
          for (const body of [null, 5, '"text"', [], true, { ...(request.body as object), surprise: 1 }]) await expectRefused(operation, { ...request, body });
          for (const name of (schema as unknown as { required?: string[] }).required ?? []) {
            const { [name]: _, ...body } = request.body as Record<string, unknown>;
            const answer = await expectRefused(operation, { ...request, body });
            expect(answer.body.errors.map(({ path }: { path: string }) => path)).to.include(`body/${name}`);
          }
          for (const [turn, place] of placesOf(schema).entries()) {
            for (const value of someHostileValues(turn)) {
              const body = withValue(schema, request.body, place, value);
              if (accepts(schema, body)) continue;
              const answer = await expectRefused(operation, { ...request, body });
              expect(answer.body.errors.some(({ path }: { path: string }) => path.startsWith(`body/${place[0]}`)), `${place.join('/')} in ${JSON.stringify(answer.body).slice(0, 300)}`).to.equal(true);
            }
          }
        });

        it('bounds every list, and refuses long ones at once', async () => {
          expect(unboundedLists(schema)).to.deep.equal([]);
          // Of the others one: a list is none of their types, however long it is.
          const lists = listMembers(schema);
          const other = placesOf(schema, 1).find(([name]) => !lists.includes(name as string));
          for (const place of [...lists.map((name) => [name]), ...(other ? [other] : [])]) {
            const body = withValue(schema, request.body, place, LONG_LIST);
            const started = Date.now();
            if (!accepts(schema, withValue(schema, request.body, place, ['x']))) expectProblem(await send(server.get(), operation, { ...request, body }), spec.id, place.join('/'));
            // A check of each entry against each takes half a minute, a sound one some milliseconds.
            expect(Date.now() - started).to.be.below(3_000);
          }
        });
      }

      it('changes nothing by all that it refuses', async () => {
        expect(await digestOf(server.get().context.db)).to.deep.equal(untouched);
      });

      if (spec.body) {
        const schema = spec.body;

        it('takes or refuses hostile values that fit its schema, and never fails', async () => {
          for (const [turn, place] of placesOf(schema).entries()) {
            for (const value of someHostileValues(turn)) {
              const body = withValue(schema, request.body, place, value);
              if (!accepts(schema, body)) continue;
              const answer = await send(server.get(), operation, { ...request, body });
              if (answer.status >= 400) expectProblem(answer, spec.id, `${place.join('/')} = ${JSON.stringify(value)?.slice(0, 100)}`);
            }
          }
        });
      }

      async function expectRefused(of: Operation, bad: SampleRequest): Promise<Answer> {
        const answer = await send(server.get(), of, bad);
        expectProblem(answer, spec.id, JSON.stringify(bad.body)?.slice(0, 200));
        expect(answer.body.code).to.equal('request.invalid');
        expect(answer.body.errors).to.be.an('array').that.is.not.empty;
        return answer;
      }
    });
  }
});
