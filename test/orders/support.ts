// An organisation with money, and short words for what the tests of orders do.
import { buildTree } from '../support/build.js';
import type { Answer, TestServer } from '../support/server.js';

export const rub = (amount: string) => ({ amount, currency: 'RUB' });

export function ordering(server: { get(): TestServer }) {
  const call = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> => server.get().call(method, path, body, { headers });
  const must = async (answer: Promise<Answer>) => {
    const { status, body } = await answer;
    if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`);
    return body;
  };
  return {
    call,
    must,
    tree: (text: string) => buildTree(server.get().context.db, text),
    order: (body: object, headers: Record<string, string> = {}) => call('POST', '/orders', body, headers),
    state: (id: number, state: string, more: object = {}, headers: Record<string, string> = {}) => call('POST', `/orders/${id}/state`, { state, ...more }, headers),
    set: (id: number | undefined, key: string, value: unknown) => must(call('PUT', `/clients/${id}/settings/${key}`, { value })),
    fill: (id: number | undefined, amount: string, accountKind = 0) => must(call('POST', `/clients/${id}/operations`, { type: 'receipt', sum: rub(amount), accountKind })),
    ownAccount: (id: number | undefined) => must(call('PATCH', `/clients/${id}`, { usesOwnAccount: true })),
    budget: (id: number | undefined, period: string, amount: string) => must(call('PUT', `/clients/${id}/budgets/${period}`, { sum: rub(amount) })),
    item: async (path: string, body: object): Promise<number> => (await must(call('POST', path, body))).id,
    /** Balance, held and available of the main account. */
    async money(id: number | undefined): Promise<[string, string]> {
      const [main] = (await must(call('GET', `/clients/${id}/accounts`))).items;
      return [main.balance.amount, main.held.amount];
    },
    async left(id: number | undefined, period: string): Promise<[reserved: string, spent: string, left: string]> {
      const { items } = await must(call('GET', `/clients/${id}/budgets`));
      const { reserved, spent, left } = items.find((budget: { period: string }) => budget.period === period);
      return [reserved.amount, spent.amount, left.amount];
    },
  };
}
