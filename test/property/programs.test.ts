// Random programs of commands against an in-memory model: after every step both agree on refusals, effective values,
// lists, counts, paths and versions.
import { expect } from 'chai';
import fc from 'fast-check';
import { changeClient, createClient } from '../../src/clients/clients.js';
import { listClients } from '../../src/clients/list.js';
import { moveClient } from '../../src/clients/move.js';
import { clearOwnSetting, setOwnSetting } from '../../src/clients/own-settings.js';
import { blockClient, deleteClient, removeClient, restoreClient, unblockClient } from '../../src/clients/states.js';
import { settingDefinition, settingsCatalogue } from '../../src/contract/settings.js';
import type { Db } from '../../src/db/database.js';
import { clearGroupSetting, createGroup, setGroupSetting } from '../../src/groups/groups.js';
import { AppError } from '../../src/lib/app-error.js';
import { canonical } from '../../src/lib/canonical.js';
import { effectiveSettings } from '../../src/resolution/resolution.js';
import { buildItems, type Items, keysOf, runs, settingValue } from '../support/arbitraries.js';
import { tester } from '../support/build.js';
import { useDatabase } from '../support/database.js';
import { childrenOf, comparable, isGone, type Model, type ModelNode, naiveEffective, walkUp } from '../support/model.js';
import { type TestServer, useServer } from '../support/server.js';

interface ListItem {
  id: number;
  version: number;
  name: string;
  parentId: number | null;
  path: { id: number; name: string }[];
  hasChildren: boolean;
  childCount: number;
  groupId: number;
  blocked: boolean;
  blockedBy: { id: number } | null;
  deleted: boolean;
  deletedBy: { id: number } | null;
}

type Step =
  | { do: 'create'; name: string; parentId: number | null; groupId?: number }
  | { do: 'rename'; id: number; name: string }
  | { do: 'account'; id: number; usesOwnAccount: boolean }
  | { do: 'move'; id: number; parentId: number | null; groupId?: number }
  | { do: 'block'; id: number; reason: string }
  | { do: 'unblock' | 'delete' | 'restore' | 'remove'; id: number }
  | { do: 'set'; id: number; key: string; value: unknown }
  | { do: 'clear'; id: number; key: string }
  | { do: 'groupSet'; groupId: number; key: string; value: unknown }
  | { do: 'groupClear'; groupId: number; key: string };

/** The program under test, through one of its doors. */
interface Door {
  newGroup(): Promise<number>;
  /** The new client's id, or nothing; a refusal is its code. */
  run(step: Step): Promise<{ id?: number } | { code: string }>;
  effective(id: number): Promise<Record<string, { value: unknown; source: { kind: string; id?: number } }>>;
  list(query: Record<string, unknown>): Promise<ListItem[]>;
}

function functions(db: Db): Door {
  const act = (step: Step): Promise<unknown> =>
    db.transaction(async (tx): Promise<unknown> => {
      switch (step.do) {
        case 'create': return createClient(tx, tester, { name: step.name, parentId: step.parentId, kind: 'department', ...(step.groupId && { groupId: step.groupId }) });
        case 'rename': return changeClient(tx, tester, step.id, { name: step.name }, null);
        case 'account': return changeClient(tx, tester, step.id, { usesOwnAccount: step.usesOwnAccount }, null);
        case 'move': return moveClient(tx, tester, step.id, { parentId: step.parentId, ...(step.groupId && { groupId: step.groupId }) }, null);
        case 'block': return blockClient(tx, tester, step.id, step.reason, null);
        case 'unblock': return unblockClient(tx, tester, step.id, null);
        case 'delete': return deleteClient(tx, tester, step.id, null);
        case 'restore': return restoreClient(tx, tester, step.id, null);
        case 'remove': return removeClient(tx, tester, step.id);
        case 'set': return setOwnSetting(tx, tester, step.id, step.key, step.value, null);
        case 'clear': return clearOwnSetting(tx, tester, step.id, step.key, null);
        case 'groupSet': return setGroupSetting(tx, tester, step.groupId, step.key, step.value, null);
        case 'groupClear': return clearGroupSetting(tx, tester, step.groupId, step.key, null);
      }
    });
  return {
    newGroup: async () => (await db.transaction((tx) => createGroup(tx, tester, { name: 'Program', type: 'legal' }))).id,
    async run(step) {
      try {
        const result = await act(step);
        return step.do === 'create' ? { id: result as number } : {};
      } catch (error) {
        if (error instanceof AppError) return { code: error.code };
        throw error;
      }
    },
    effective: async (id) => (await effectiveSettings(db, [id], true))[0]?.settings as never,
    list: async (query) => (await listClients(db, { ...query, limit: 500 }, '2026-01-01')).items,
  };
}

function overHttp({ call }: TestServer): Door {
  const request = (step: Step): [method: string, path: string, body?: unknown] => {
    switch (step.do) {
      case 'create': return ['POST', '/clients', { name: step.name, parentId: step.parentId, kind: 'department', ...(step.groupId && { groupId: step.groupId }) }];
      case 'rename': return ['PATCH', `/clients/${step.id}`, { name: step.name }];
      case 'account': return ['PATCH', `/clients/${step.id}`, { usesOwnAccount: step.usesOwnAccount }];
      case 'move': return ['POST', `/clients/${step.id}/move`, { parentId: step.parentId, ...(step.groupId && { groupId: step.groupId }) }];
      case 'block': return ['POST', `/clients/${step.id}/block`, { reason: step.reason }];
      case 'unblock': case 'delete': case 'restore': return ['POST', `/clients/${step.id}/${step.do}`, {}];
      case 'remove': return ['DELETE', `/clients/${step.id}`];
      case 'set': return ['PUT', `/clients/${step.id}/settings/${step.key}`, { value: step.value }];
      case 'clear': return ['DELETE', `/clients/${step.id}/settings/${step.key}`];
      case 'groupSet': return ['PUT', `/groups/${step.groupId}/settings/${step.key}`, { value: step.value }];
      case 'groupClear': return ['DELETE', `/groups/${step.groupId}/settings/${step.key}`];
    }
  };
  return {
    newGroup: async () => (await call('POST', '/groups', { name: 'Program', type: 'legal' })).body.id as number,
    async run(step) {
      const { status, body } = await call(...request(step));
      expect(status, JSON.stringify(body)).to.be.below(500);
      if (status >= 400) return { code: body.code as string };
      return step.do === 'create' ? { id: body.id as number } : {};
    },
    effective: async (id) => (await call('GET', `/clients/${id}/effective`)).body.settings,
    list: async (query) => (await call('GET', `/clients?${new URLSearchParams({ ...(query as Record<string, string>), limit: '500' })}`)).body.items,
  };
}

const accountKeys = settingsCatalogue.filter(({ needsOwnAccount }) => needsOwnAccount).map(({ key }) => key);

/** What the rules say will happen: a refusal's code, or null after the model was changed. */
function predict(model: Model, step: Step): string | null {
  const node = 'id' in step ? model.nodes.get(step.id) : undefined;
  if ('id' in step && !node) return 'client.not_found';
  const bump = (of: ModelNode, differs: boolean, change: () => void) => {
    if (!differs) return;
    change();
    of.version += 1;
  };
  const at = node as ModelNode;
  switch (step.do) {
    case 'create': return step.parentId !== null && isGone(model, step.parentId) ? 'client.deleted' : null;
    case 'rename': bump(at, at.name !== step.name, () => (at.name = step.name)); return null;
    case 'account':
      if (at.usesOwnAccount === step.usesOwnAccount) return null;
      if (at.parentId === null) return 'client.root_own_account';
      bump(at, true, () => {
        at.usesOwnAccount = step.usesOwnAccount;
        if (!step.usesOwnAccount) for (const key of accountKeys) at.own.delete(key);
      });
      return null;
    case 'move': {
      if (step.parentId === null) {
        const groupId = step.groupId ?? (walkUp(model, at.id).at(-1) as ModelNode).groupId;
        bump(at, at.parentId !== null || at.groupId !== groupId, () => Object.assign(at, { parentId: null, groupId, usesOwnAccount: true }));
        return null;
      }
      if (walkUp(model, step.parentId).some(({ id }) => id === at.id)) return 'client.cycle';
      if (isGone(model, step.parentId)) return 'client.deleted';
      bump(at, at.parentId !== step.parentId, () => {
        if (at.parentId === null) for (const [key, value] of at.own) if (value === 'allow' && settingDefinition(key)?.inheritance === 'right') at.own.delete(key);
        Object.assign(at, { parentId: step.parentId, groupId: null });
      });
      return null;
    }
    case 'block': bump(at, !at.blocked || at.blockReason !== step.reason, () => Object.assign(at, { blocked: true, blockReason: step.reason })); return null;
    case 'unblock': bump(at, at.blocked, () => Object.assign(at, { blocked: false, blockReason: null })); return null;
    case 'delete':
      if (at.deleted) return 'client.deleted';
      bump(at, true, () => (at.deleted = true));
      return null;
    case 'restore':
      if (!at.deleted) return 'client.not_deleted';
      bump(at, true, () => (at.deleted = false));
      return null;
    case 'remove':
      if (!at.deleted) return 'client.not_deleted';
      if (childrenOf(model, at.id).length) return 'client.in_use';
      model.nodes.delete(at.id);
      return null;
    case 'set':
      if (accountKeys.includes(step.key) && !at.usesOwnAccount) return 'setting.needs_own_account';
      if (step.value === 'allow' && settingDefinition(step.key)?.inheritance === 'right' && at.parentId !== null) return 'setting.not_here';
      bump(at, !at.own.has(step.key) || canonical(at.own.get(step.key)) !== canonical(step.value), () => at.own.set(step.key, step.value));
      return null;
    case 'clear': bump(at, at.own.has(step.key), () => at.own.delete(step.key)); return null;
    case 'groupSet': model.groups.get(step.groupId)?.settings.set(step.key, step.value); return null;
    case 'groupClear': model.groups.get(step.groupId)?.settings.delete(step.key); return null;
  }
}

interface Real {
  readonly door: Door;
  readonly items: Items;
  readonly model: Model;
  /** Every id that ever was, in the order of creation: what commands choose from. */
  readonly ids: number[];
  readonly groups: number[];
  steps: number;
}

type Draw = (real: Real) => Step;

/** A step from numbers, so that shrinking keeps its meaning as far as it can. */
class Command implements fc.AsyncCommand<{ nodes: number }, Real> {
  constructor(
    private readonly label: string,
    private readonly draw: Draw,
    private readonly look: number,
  ) {}

  check(count: Readonly<{ nodes: number }>): boolean {
    return this.label === 'create' || this.label.startsWith('group') || count.nodes > 0;
  }

  async run(count: { nodes: number }, real: Real): Promise<void> {
    const step = this.draw(real);
    const refusal = predict(real.model, step);
    const answer = await real.door.run(step);
    expect('code' in answer ? answer.code : null, JSON.stringify(step)).to.equal(refusal);
    if (step.do === 'create' && 'id' in answer) {
      const id = answer.id as number;
      real.ids.push(id);
      const { name, parentId } = step;
      real.model.nodes.set(id, {
        id, name, parentId, groupId: parentId === null ? (step.groupId as number) : null, usesOwnAccount: parentId === null, blocked: false, blockReason: null, deleted: false, version: 1, own: new Map(),
      });
      count.nodes += 1;
    }
    real.steps += 1;
    await agree(real, this.look);
  }

  toString(): string {
    return this.label;
  }
}

/** One client in full, one list. */
async function agree({ door, items, model, ids }: Real, look: number): Promise<void> {
  const living = ids.filter((id) => model.nodes.has(id));
  if (living.length === 0) return;
  const id = living[look % living.length] as number;
  expect(comparable(await door.effective(id))).to.deep.equal(naiveEffective(model, items, id));
  const scope = (['children', 'subtree', 'roots'] as const)[look % 3] as string;
  const state = look % 2 ? 'active' : 'deleted';
  const groupId = [...model.groups.keys()][look % model.groups.size] as number;
  const rows = await door.list(scope === 'roots' ? { scope, state, groupId } : { scope, state, parentId: id });
  const expected = [...model.nodes.values()].filter((node) => {
    if (isGone(model, node.id) !== (state === 'deleted')) return false;
    if (scope === 'roots') return node.parentId === null && node.groupId === groupId;
    return scope === 'children' ? node.parentId === id : walkUp(model, node.id).slice(1).some((above) => above.id === id);
  });
  const where = `${scope} ${state} of ${id}`;
  expect(rows.map((row) => row.id).sort((a, b) => a - b), where).to.deep.equal(expected.map((node) => node.id).sort((a, b) => a - b));
  for (const row of rows) expect(row, where).to.deep.include(expectedRow(model, row.id));
}

function expectedRow(model: Model, id: number): Partial<ListItem> {
  const [self, ...above] = walkUp(model, id) as [ModelNode, ...ModelNode[]];
  const childCount = childrenOf(model, id).filter(({ deleted }) => !deleted).length;
  const { name, parentId, version } = self;
  return {
    id, version, name, parentId, childCount, hasChildren: childCount > 0,
    path: above.map((node) => ({ id: node.id, name: node.name })).reverse(),
    groupId: ([self, ...above].at(-1) as ModelNode).groupId as number,
    blocked: [self, ...above].some(({ blocked }) => blocked), deleted: isGone(model, id),
  };
}

function commands(items: Items): fc.Arbitrary<fc.AsyncCommand<{ nodes: number }, Real>>[] {
  const names = fc.constantFrom('Bank', 'банк', 'Ёлка', 'Branch 1', 'branch 10', 'branch 2', 'ß', 'Zürich', 'a_b', '100 %', '🚕');
  const of = (label: string, draw: fc.Arbitrary<Draw>): fc.Arbitrary<Command> => fc.tuple(draw, fc.nat(1_000)).map(([toStep, look]) => new Command(label, toStep, look));
  const pick = ({ ids }: Real, number: number) => ids[number % ids.length] as number;
  const group = ({ groups }: Real, number: number) => groups[number % groups.length] as number;
  const some = fc.nat(1_000);
  const keyed = (places: ('root' | 'subordinate' | 'group')[]) => fc.tuple(fc.constantFrom(...keysOf(items)), fc.constantFrom(...places)).chain(([key, place]) => settingValue(items, key, place).map((value) => ({ key, value })));
  const create = of('create', fc.tuple(names, some, fc.integer({ min: 0, max: 5 })).map(([name, at, root]): Draw => (real) =>
    root === 0 || real.ids.length === 0 || !real.model.nodes.has(pick(real, at)) ? { do: 'create', name, parentId: null, groupId: group(real, at) } : { do: 'create', name, parentId: pick(real, at) }));
  const move = of('move', fc.tuple(some, some, fc.integer({ min: 0, max: 4 })).map(([at, to, root]): Draw => (real) =>
    root === 0 || !real.model.nodes.has(pick(real, to)) ? { do: 'move', id: pick(real, at), parentId: null, ...(to % 2 && { groupId: group(real, to) }) } : { do: 'move', id: pick(real, at), parentId: pick(real, to) }));
  const simple = (label: 'unblock' | 'delete' | 'restore' | 'remove') => of(label, some.map((at): Draw => (real) => ({ do: label, id: pick(real, at) })));
  const set = of('set', fc.tuple(some, keyed(['root', 'subordinate'])).map(([at, { key, value }]): Draw => (real) => ({ do: 'set', id: pick(real, at), key, value })));
  return [
    create, create, create, move, move, move, set, set, set,
    of('rename', fc.tuple(some, names).map(([at, name]): Draw => (real) => ({ do: 'rename', id: pick(real, at), name }))),
    of('account', fc.tuple(some, fc.boolean()).map(([at, usesOwnAccount]): Draw => (real) => ({ do: 'account', id: pick(real, at), usesOwnAccount }))),
    of('block', fc.tuple(some, names).map(([at, reason]): Draw => (real) => ({ do: 'block', id: pick(real, at), reason }))),
    simple('unblock'), simple('delete'), simple('restore'), simple('remove'),
    // Clearing something that is set there, not just any key.
    of('clear', fc.tuple(some, some).map(([at, which]): Draw => (real) => {
      const id = pick(real, at);
      const own = [...(real.model.nodes.get(id)?.own.keys() ?? [])];
      return { do: 'clear', id, key: own[which % Math.max(1, own.length)] ?? 'tariff' };
    })),
    of('groupSet', fc.tuple(some, keyed(['group'])).map(([at, { key, value }]): Draw => (real) => ({ do: 'groupSet', groupId: group(real, at), key, value }))),
    of('groupClear', fc.tuple(some, fc.constantFrom(...keysOf(items))).map(([at, key]): Draw => (real) => ({ do: 'groupClear', groupId: group(real, at), key }))),
  ];
}

async function runPrograms(items: Items, door: Door, numRuns: number, after: (real: Real) => Promise<void>): Promise<number> {
  let steps = 0;
  await fc.assert(
    fc.asyncProperty(fc.commands(commands(items), { maxCommands: 60, size: 'max' }), async (program) => {
      const groups = [await door.newGroup(), await door.newGroup()];
      const model: Model = { nodes: new Map(), groups: new Map(groups.map((id) => [id, { id, name: 'Program', settings: new Map() }])) };
      const real: Real = { door, items, model, ids: [], groups, steps: 0 };
      await fc.asyncModelRun(() => ({ model: { nodes: 0 }, real }), program);
      await after(real);
      steps += real.steps;
    }),
    { ...runs(numRuns), endOnFailure: process.env.SHRINK !== '1' },
  );
  return steps;
}

describe('random programs agree with the model', function () {
  this.timeout(600_000);
  const test = useDatabase();
  const server = useServer();

  it('through the functions, at every step, and the history tells them without a gap', async () => {
    const items = await buildItems(test.db);
    const steps = await runPrograms(items, functions(test.db), 30, ({ ids, model }) => historyTells(test.db, ids, model));
    expect(steps).to.be.above(100);
  });

  it('through the API, at every step', async () => {
    const items = await buildItems(server.get().context.db);
    await runPrograms(items, overHttp(server.get()), 6, async () => undefined);
  });
});

/** Versions go up by one with each row, and the changes replayed from nothing give the present own fields and settings. */
async function historyTells(db: Db, ids: readonly number[], model: Model): Promise<void> {
  const rows = await db.withConnection(async (client) => (await client.query<{ entity_id: number; version: number; action: string; changes: Record<string, [unknown, unknown]> }>(
    `select entity_id, version, action, changes from history where entity = 'client' and entity_id = any ($1) and version is not null order by id`, [ids],
  )).rows);
  for (const id of ids) {
    const own = rows.filter((row) => row.entity_id === id);
    expect(own.map(({ version }) => version), `versions of ${id}`).to.deep.equal(own.map((_, index) => index + 1));
    const state = new Map<string, unknown>();
    for (const { changes } of own) {
      for (const [field, [before, after]] of Object.entries(changes)) {
        if (state.has(field)) expect(canonical(before), `${field} of ${id}`).to.equal(canonical(state.get(field)));
        state.set(field, after);
      }
    }
    const node = model.nodes.get(id);
    if (!node) {
      expect(own.at(-1)?.action).to.equal('client.removed');
      continue;
    }
    expect(own.at(-1)?.version).to.equal(node.version);
    const { name, parentId, groupId, usesOwnAccount, blocked, blockReason, deleted } = node;
    for (const [field, value] of Object.entries({ name, parentId, groupId, usesOwnAccount, blocked, blockReason, deleted })) {
      expect(state.get(field) ?? (typeof value === 'boolean' ? false : null), `${field} of ${id}`).to.equal(value);
    }
    const settings = [...state].filter(([field, value]) => field.startsWith('settings.') && value !== null).map(([field, value]) => [field.slice('settings.'.length), (value as { value: unknown }).value]);
    expect(canonical(Object.fromEntries(settings)), `settings of ${id}`).to.equal(canonical(Object.fromEntries(node.own)));
  }
}
