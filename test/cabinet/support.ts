// Clients that sign in to their cabinet.
import { cabinetRights } from '../../src/contract/rights.js';
import { buildTree } from '../support/build.js';
import type { TestServer } from '../support/server.js';

export const PASSWORD = 'a quiet morning';

/** Gives a client a login and a password; its token. */
export async function signedIn(server: TestServer, id: number | undefined, login: string): Promise<string> {
  await server.call('PATCH', `/clients/${id}`, { apiLogin: login });
  await server.call('PUT', `/clients/${id}/api-password`, { password: PASSWORD });
  const { status, body } = await server.call('POST', '/cabinet/sessions', { login, password: PASSWORD }, { token: null });
  if (status !== 201) throw new Error(`${login} cannot sign in: ${JSON.stringify(body)}`);
  return body.token as string;
}

/** Gives a root all rights that there are in the cabinet. */
export async function allowAll(server: TestServer, id: number | undefined): Promise<void> {
  for (const right of cabinetRights) await server.call('PUT', `/clients/${id}/settings/${right}`, { value: 'allow' });
}

/** Org(South(Anna,Boris),North) with all rights and 1,000.00 on its account: the ids by name, and the token of its root. */
export async function signedInFirm(server: TestServer): Promise<{ ids: Record<string, number>; token: string }> {
  const ids = await buildTree(server.context.db, 'Org(South(Anna,Boris),North)');
  await allowAll(server, ids.Org);
  await server.call('POST', `/clients/${ids.Org}/operations`, { type: 'receipt', sum: { amount: '1000.00', currency: 'RUB' } });
  return { ids, token: await signedIn(server, ids.Org, 'org') };
}
