// Crews with tokens, and orders that they drive.
import type { DriverNotes } from '../../src/contract/driver.js';
import { ordering, rub } from '../orders/support.js';
import type { TestServer } from '../support/server.js';
import { openSocket, type TestSocket } from '../support/socket.js';

export interface TestCrew {
  id: number;
  groupId: number;
  token: string;
}

let names = 0;

export function driving(server: { get(): TestServer }) {
  const base = ordering(server);
  const { must, call, state } = base;
  const open: TestSocket[] = [];
  return {
    ...base,
    /** A crew in a group of its own, with a token. */
    async crew(seesDriverNotes = true): Promise<TestCrew> {
      names += 1;
      const groupId = await base.item('/crew-groups', { name: `Group ${names}`, seesDriverNotes });
      const id = await base.item('/crews', { name: `Crew ${names}`, crewGroupId: groupId });
      return { id, groupId, token: (await must(call('POST', `/crews/${id}/token`, {}))).token };
    },
    note: async (clientId: number | undefined, text: string, more: object = {}): Promise<number> => (await must(call('POST', `/clients/${clientId}/notes`, { text, ...more }))).id,
    /** An order of the client with this crew; its id. */
    async ride(clientId: number | undefined, crew: TestCrew, more: object = {}): Promise<number> {
      const { id } = await must(call('POST', '/orders', { clientId, sum: rub('0'), ...more }));
      await must(state(id, 'driverAssigned', { crewId: crew.id }));
      return id;
    },
    feed: (crew: TestCrew) => server.get().call('GET', '/driver/notes', undefined, { token: crew.token }),
    acknowledge: (crew: TestCrew, noteId: number, orderId: number, more: object = {}) => server.get().call('POST', `/driver/notes/${noteId}/acknowledge`, { orderId, ...more }, { token: crew.token }),
    async listen(crew: TestCrew): Promise<TestSocket> {
      const socket = await openSocket(server.get().url, { token: crew.token }, 'driver');
      open.push(socket);
      return socket;
    },
    closeAll() {
      for (const socket of open.splice(0)) socket.close();
    },
  };
}

/** Texts by order id. */
export function textsOf(notes: unknown): Record<number, string[]> {
  return Object.fromEntries((notes as DriverNotes).items.map(({ order, notes: own }) => [order.id, own.map(({ text }) => text)]));
}
