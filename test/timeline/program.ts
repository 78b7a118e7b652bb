// Random changes of a directory, done through the product's own functions. What is refused changes nothing.
import fc from 'fast-check';
import { changeClient, createClient } from '../../src/clients/clients.js';
import { moveClient } from '../../src/clients/move.js';
import { clearOwnSetting, setOwnSetting } from '../../src/clients/own-settings.js';
import { blockClient, deleteClient, removeClient, restoreClient, unblockClient } from '../../src/clients/states.js';
import type { Db, Tx } from '../../src/db/database.js';
import { directories } from '../../src/directories/definitions.js';
import { changeItem, removeItem } from '../../src/directories/directories.js';
import { changeGroup, clearGroupSetting, createGroup, removeGroup, setGroupSetting } from '../../src/groups/groups.js';
import { AppError } from '../../src/lib/app-error.js';
import { type Items, keysOf, settingValue } from '../support/arbitraries.js';
import { tester } from '../support/build.js';

export type Step =
  | { do: 'create'; parent: number | null }
  | { do: 'move'; client: number; to: number | null; group: number }
  | { do: 'rename' | 'delete' | 'restore' | 'remove' | 'block' | 'unblock' | 'phones'; client: number }
  | { do: 'account'; client: number; own: boolean }
  | { do: 'group'; client: number; group: number }
  | { do: 'set'; client: number; key: string; value: unknown }
  | { do: 'clear'; client: number; key: string }
  | { do: 'groupSet'; group: number; key: string; value: unknown }
  | { do: 'groupClear'; group: number; key: string }
  | { do: 'groupNew' | 'groupRename' | 'groupRemove'; group: number }
  | { do: 'tariffRename'; item: number }
  | { do: 'attributeRename' | 'attributeRemove'; item: number };

/** Positions point into the lists of what there is, wherever they end. */
const at = fc.nat(1_000);

export function steps(items: Items, size: { minLength: number; maxLength: number }): fc.Arbitrary<Step[]> {
  // Few keys, so that levels meet in them.
  const key = fc.constantFrom('tariff', 'crewGroups', 'defaultCrewGroup', 'right.employees', 'balanceFloor', 'exchange', 'discount', ...keysOf(items).filter((name) => name.startsWith('attribute.')));
  const setting = (place: 'root' | 'group') => key.chain((name) => fc.record({ key: fc.constant(name), value: settingValue(items, name, place) }));
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.record({ do: fc.constant('create' as const), parent: fc.option(at, { freq: 4 }) }) },
    { weight: 6, arbitrary: fc.record({ do: fc.constant('move' as const), client: at, to: fc.option(at, { freq: 3 }), group: at }) },
    { weight: 8, arbitrary: fc.record({ do: fc.constantFrom('rename', 'delete', 'delete', 'restore', 'remove', 'remove', 'block', 'unblock', 'phones'), client: at }) as fc.Arbitrary<Step> },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('account' as const), client: at, own: fc.boolean() }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('group' as const), client: at, group: at }) },
    { weight: 8, arbitrary: fc.tuple(at, setting('root')).map(([client, given]) => ({ do: 'set' as const, client, ...given })) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('clear' as const), client: at, key }) },
    { weight: 4, arbitrary: fc.tuple(at, setting('group')).map(([group, given]) => ({ do: 'groupSet' as const, group, ...given })) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('groupClear' as const), group: at, key }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('groupNew', 'groupRename', 'groupRemove'), group: at }) as fc.Arbitrary<Step> },
    { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('tariffRename', 'attributeRename', 'attributeRemove'), item: at }) as fc.Arbitrary<Step> },
  ) as fc.Arbitrary<Step>;
  return fc.array(step, size);
}

export interface Directory {
  readonly clients: number[];
  readonly groups: number[];
}

/** What to do, with real ids; null if there is nothing to do it with. */
export async function runStep(db: Db, { clients, groups }: Directory, items: Items, step: Step): Promise<void> {
  const client = (position: number) => clients[position % Math.max(1, clients.length)] ?? 0;
  const group = (position: number) => groups[position % groups.length] as number;
  const tariffs = Object.keys(items.names.tariffs ?? {}).map(Number);
  const directory = (entity: string) => directories.find((entry) => entry.entity === entity) as (typeof directories)[number];
  const name = `Name ${(names += 1)}`;
  const act = async (tx: Tx): Promise<unknown> => {
    switch (step.do) {
      case 'create': return createClient(tx, tester, { name, kind: 'department', parentId: step.parent === null || clients.length === 0 ? null : client(step.parent) });
      case 'move': return moveClient(tx, tester, client(step.client), step.to === null ? { parentId: null, groupId: step.group % 2 ? group(step.group) : null } : { parentId: client(step.to) }, null);
      case 'rename': return changeClient(tx, tester, client(step.client), { name, comment: name, tags: [name] }, null);
      case 'phones': return changeClient(tx, tester, client(step.client), { phones: [{ number: `+7 900 ${1_000_000 + names}`, main: names % 2 === 0 }] }, null);
      case 'delete': return deleteClient(tx, tester, client(step.client), null);
      case 'restore': return restoreClient(tx, tester, client(step.client), null);
      case 'remove': return removeClient(tx, tester, client(step.client));
      case 'block': return blockClient(tx, tester, client(step.client), name, null);
      case 'unblock': return unblockClient(tx, tester, client(step.client), null);
      case 'account': return changeClient(tx, tester, client(step.client), { usesOwnAccount: step.own }, null);
      case 'group': return changeClient(tx, tester, client(step.client), { groupId: group(step.group) }, null);
      case 'set': return setOwnSetting(tx, tester, client(step.client), step.key, step.value, null);
      case 'clear': return clearOwnSetting(tx, tester, client(step.client), step.key, null);
      case 'groupSet': return setGroupSetting(tx, tester, group(step.group), step.key, step.value, null);
      case 'groupClear': return clearGroupSetting(tx, tester, group(step.group), step.key, null);
      case 'groupNew': return createGroup(tx, tester, { name, type: 'legal', settings: { exchange: true } });
      case 'groupRename': return changeGroup(tx, tester, group(step.group), { name }, null);
      case 'groupRemove': return removeGroup(tx, tester, group(step.group));
      case 'tariffRename': return changeItem(tx, tester, directory('tariff'), tariffs[step.item % tariffs.length] as number, { name }, null);
      case 'attributeRename': return changeItem(tx, tester, directory('attribute'), items.attributes[step.item % items.attributes.length]?.id as number, { name }, null);
      case 'attributeRemove': return removeItem(tx, tester, directory('attribute'), items.attributes[step.item % items.attributes.length]?.id as number);
    }
  };
  try {
    const result = await db.transaction(act);
    if (step.do === 'create') clients.push(result as number);
    if (step.do === 'groupNew') groups.push((result as { id: number }).id);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
  }
}

let names = 0;
