// Changes as data, done through the same functions as everywhere: what is scheduled, and what an undo is made of.
import type { Actor } from '../auth/actor.js';
import type { ChangeKind, ClientChange, ClientChangeInput } from '../contract/changes.js';
import type { Right } from '../contract/rights.js';
import type { Tx } from '../db/database.js';
import { fieldError } from '../lib/app-error.js';
import { changeClient } from './clients.js';
import { moveClient } from './move.js';
import { clearOwnSetting, setOwnSetting } from './own-settings.js';
import { blockClient, deleteClient, restoreClient, unblockClient } from './states.js';

type Member = Exclude<keyof ClientChangeInput, 'kind'>;

const members: Record<ChangeKind, { needs: readonly Member[]; may?: readonly Member[]; right: Right }> = {
  setting: { needs: ['key', 'value'], right: 'client.change' },
  inherit: { needs: ['key'], right: 'client.change' },
  move: { needs: ['parentId'], may: ['groupId'], right: 'client.move' },
  delete: { needs: [], right: 'client.delete' },
  restore: { needs: [], right: 'client.delete' },
  block: { needs: [], may: ['reason'], right: 'client.block' },
  unblock: { needs: [], right: 'client.block' },
  group: { needs: ['groupId'], right: 'client.change' },
  fields: { needs: ['fields'], right: 'client.change' },
};

/** The right that doing it at once would need. */
export function rightOf({ kind }: Pick<ClientChange, 'kind'>): Right {
  return members[kind].right;
}

/** Throws request.invalid naming a member that is missing or does not belong to this kind of change. */
export function readChange(input: ClientChangeInput): ClientChange {
  const { kind, ...given } = input;
  const { needs, may = [] } = members[kind];
  for (const member of needs) if (!(member in given)) throw fieldError('request.invalid', `body/change/${member}`, `is missing: a change of kind "${kind}" needs it`);
  for (const member of Object.keys(given) as Member[]) {
    if (!needs.includes(member) && !may.includes(member)) throw fieldError('request.invalid', `body/change/${member}`, `does not belong to a change of kind "${kind}"`);
  }
  if (given.fields && Object.keys(given.fields).length === 0) throw fieldError('request.invalid', 'body/change/fields', 'must not be empty');
  return (kind === 'block' ? { kind, reason: given.reason ?? null } : input) as ClientChange;
}

/** Throws what the same change at once would throw. */
export async function doChange(tx: Tx, actor: Actor, clientId: number, change: ClientChange): Promise<void> {
  switch (change.kind) {
    case 'setting': return void (await setOwnSetting(tx, actor, clientId, change.key, change.value, null));
    case 'inherit': return void (await clearOwnSetting(tx, actor, clientId, change.key, null));
    case 'move': return void (await moveClient(tx, actor, clientId, change, null));
    case 'delete': return deleteClient(tx, actor, clientId, null);
    case 'restore': return restoreClient(tx, actor, clientId, null);
    case 'block': return blockClient(tx, actor, clientId, change.reason, null);
    case 'unblock': return unblockClient(tx, actor, clientId, null);
    case 'group': return void (await changeClient(tx, actor, clientId, { groupId: change.groupId }, null));
    case 'fields': return void (await changeClient(tx, actor, clientId, change.fields, null));
  }
}
