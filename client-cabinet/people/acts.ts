// What can be done to those below, and what takes it back.
import type { Live } from '../../src/ui/api/live.js';
import type { Person } from './PersonRow.js';

export type Act = 'move' | 'block' | 'unblock' | 'delete' | 'restore';
export type ActForSeveral = Act | 'invite';

/** For one: what it was before says what takes it back. */
export async function undoOne(live: Live, act: Act, before: { id: number; parentId: number | null; blockReason: string | null }): Promise<unknown> {
  const { id } = before;
  switch (act) {
    case 'move': return live.call('cabinetMoveClient', { id }, { parentId: before.parentId as number });
    case 'block': return live.call('cabinetUnblockClient', { id }, {});
    case 'unblock': return live.call('cabinetBlockClient', { id }, { reason: before.blockReason });
    case 'delete': return live.call('cabinetRestoreClient', { id }, {});
    case 'restore': return live.call('cabinetDeleteClient', { id }, {});
  }
}

/** For several: whoever was that way before stays so; those who were moved go back to where each was. */
export async function undoSeveral(live: Live, act: Act, before: readonly Person[], parentId: number | null): Promise<void> {
  const isOwnBlock = ({ id, blockedBy }: Person) => blockedBy?.by.id === id;
  const isOwnDeletion = ({ id, deletedBy }: Person) => deletedBy?.id === id;
  const again = (back: Act, people: readonly Person[], to?: number) => (people.length === 0 ? null : live.call('cabinetChangeSeveral', {}, { ids: people.map(({ id }) => id), act: back, ...(to !== undefined && { parentId: to }) }));
  switch (act) {
    case 'block': return void (await again('unblock', before.filter((one) => !isOwnBlock(one))));
    case 'unblock': return void (await again('block', before.filter(isOwnBlock)));
    case 'delete': return void (await again('restore', before.filter((one) => !isOwnDeletion(one))));
    case 'restore': return void (await again('delete', before.filter(isOwnDeletion)));
    case 'move': {
      const moved = before.filter((one) => one.parentId !== null && one.parentId !== parentId);
      for (const to of new Set(moved.map((one) => one.parentId as number))) await again('move', moved.filter((one) => one.parentId === to), to);
    }
  }
}
