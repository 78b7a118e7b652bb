import { expect } from 'chai';
import fc from 'fast-check';
import type { ClientChange } from '../../src/contract/changes.js';
import type { Db } from '../../src/db/database.js';
import { AppError } from '../../src/lib/app-error.js';
import { effectiveSettings } from '../../src/resolution/resolution.js';
import { applyNextDue } from '../../src/schedule/apply.js';
import { getScheduled, scheduleChange } from '../../src/schedule/schedule.js';
import { effectiveAt } from '../../src/timeline/timeline.js';
import { buildItems, type Items, runs, settingValue } from '../support/arbitraries.js';
import { buildTree, tester } from '../support/build.js';
import { testClock } from '../support/clock.js';
import { useDatabase } from '../support/database.js';
import { type Directory, runStep, type Step, steps } from './program.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const position = fc.nat(1_000);

interface Wish {
  hour: number;
  client: number;
  change: ClientChange;
  /** For moves: position of the new superior. */
  to?: number;
}

function wishes(items: Items): fc.Arbitrary<Wish[]> {
  const key = fc.constantFrom('tariff', 'right.employees', 'balanceFloor', 'crewGroups');
  const change: fc.Arbitrary<Pick<Wish, 'change' | 'to'>> = fc.oneof(
    { weight: 4, arbitrary: key.chain((name) => fc.record({ kind: fc.constant('setting' as const), key: fc.constant(name), value: settingValue(items, name, 'root') })).map((given) => ({ change: given as ClientChange })) },
    { weight: 1, arbitrary: key.map((name) => ({ change: { kind: 'inherit', key: name } as const })) },
    { weight: 5, arbitrary: position.map((to) => ({ change: { kind: 'move', parentId: 0 } as const, to })) },
    { weight: 1, arbitrary: fc.constant({ change: { kind: 'move', parentId: null } as const }) },
    { weight: 3, arbitrary: fc.constantFrom('delete', 'restore', 'unblock').map((kind) => ({ change: { kind } as ClientChange })) },
    { weight: 1, arbitrary: fc.constantFrom(1, 2).map((groupId) => ({ change: { kind: 'group', groupId } as const })) },
    { weight: 1, arbitrary: fc.constant({ change: { kind: 'block', reason: 'debts' } as const }) },
    { weight: 2, arbitrary: fc.boolean().map((usesOwnAccount) => ({ change: { kind: 'fields', fields: { usesOwnAccount, name: `Named ${usesOwnAccount}` } } as const })) },
  );
  return fc.array(fc.tuple(fc.integer({ min: 1, max: 10 }), position, change).map(([hour, client, rest]) => ({ hour, client, ...rest })), { minLength: 6, maxLength: 16 });
}

async function applyAll(db: Db): Promise<void> {
  const fault = (error: unknown) => {
    throw error;
  };
  while ((await applyNextDue(db, fault)) !== 'none');
}

describe('the future', () => {
  const clock = testClock();
  const test = useDatabase(clock);

  it('D-9 is what it will really be: settings of everybody, and which changes will be refused', async function () {
    this.timeout(180_000);
    const { db } = test;
    const items = await buildItems(db);
    const now = async (id: number) => (await effectiveSettings(db, [id], true))[0];
    let held = 0;
    let refused = 0;
    const property = fc.asyncProperty(steps(items, { minLength: 30, maxLength: 45 }), wishes(items), async (program, wanted) => {
      const directory: Directory = { clients: [], groups: [2] };
      const run = async (part: readonly Step[]) => {
        for (const step of part) {
          clock.advance(1);
          if (step.do !== 'remove') await runStep(db, directory, items, step);
        }
      };
      await run([{ do: 'create', parent: null }, ...program.slice(0, 20)]);
      const { clients } = directory;
      const pick = (index: number) => clients[index % clients.length] as number;
      const base = clock.now().toMillis() + MINUTE;
      const scheduled: number[] = [];
      for (const { hour, client, change, to } of wanted) {
        const real = change.kind === 'move' && to !== undefined ? { ...change, parentId: pick(to) } : change;
        const at = new Date(base + hour * HOUR);
        const made = await db.transaction((tx) => scheduleChange(tx, tester, pick(client), { at: at.toISOString(), change: real })).catch(async (error: unknown) => {
          if (!(error instanceof AppError)) throw error;
          // As if it had been possible when it was made.
          const stamps = { createdAt: at, updatedAt: at };
          return db.prisma.scheduledChange.create({ data: { clientId: pick(client), dueAt: at, change: real as object, madeBy: 'test', ...stamps }, select: { id: true } });
        });
        scheduled.push(made.id);
      }
      // What happens after the scheduling makes some of it impossible.
      await run(program.slice(20));
      clock.advance(base - clock.now().toMillis());
      const foreseen = await Promise.all(Array.from({ length: 11 }, (_, hour) => Promise.all(clients.map((id) => effectiveAt(db, id, new Date(base + hour * HOUR + 1), true)))));
      const outlook = new Map(foreseen.flat().flatMap((one) => one.scheduled ?? []).map((entry) => [entry.id, entry.holds]));
      for (const hour of foreseen.keys()) {
        if (hour > 0) clock.advance(HOUR);
        await applyAll(db);
        const real = await Promise.all(clients.map(now));
        expect(foreseen[hour]?.map(({ settings, name }) => ({ settings, name })), `after ${hour} h`).to.deep.equal(real.map((one) => ({ settings: one?.settings, name: one?.name })));
      }
      for (const id of scheduled) {
        const { status, reason } = await getScheduled(db, id);
        expect(outlook.get(id) ? 'applied' : 'failed', `${reason}`).to.equal(status);
        if (status === 'applied') held += 1;
        else refused += 1;
      }
      clock.advance(HOUR);
    });
    await fc.assert(property, { ...runs(3), endOnFailure: true });
    expect(held).to.be.greaterThan(0);
    expect(refused, 'refusals were foreseen too').to.be.greaterThan(0);
  });

  it('foresees each refusal with its reason', async () => {
    const { db } = test;
    const { A, B, C, D } = (await buildTree(db, 'A(B(C)),D')) as Record<'A' | 'B' | 'C' | 'D', number>;
    const plans: [number, ClientChange, string | null][] = [
      [D, { kind: 'delete' }, null],
      [B, { kind: 'move', parentId: null }, null],
      [A, { kind: 'move', parentId: C }, null],
      [B, { kind: 'move', parentId: A }, '"B" would become its own superior.'],
      [B, { kind: 'move', parentId: D }, '"D" will be deleted.'],
      [D, { kind: 'delete' }, 'It will be deleted already.'],
      [B, { kind: 'restore' }, 'It will not be deleted.'],
      [C, { kind: 'group', groupId: 1 }, "A subordinate client has its root's group."],
      [B, { kind: 'group', groupId: 1_000 }, 'There is no such client group any more.'],
      [B, { kind: 'fields', fields: { usesOwnAccount: false } }, 'A client without superior always uses its own account.'],
      [C, { kind: 'setting', key: 'right.employees', value: 'allow' }, 'A subordinate client can only forbid.'],
      [C, { kind: 'setting', key: 'balanceFloor', value: null }, '"C" will not use an account of its own, so "Balance floor" cannot be set on it.'],
      [B, { kind: 'setting', key: 'tariff', value: 1_000 }, 'Tariff: there is no item 1000 any more.'],
      [B, { kind: 'inherit', key: 'attribute.1000' }, 'There is no setting "attribute.1000" any more.'],
    ];
    const base = clock.now().toMillis() + HOUR;
    const ids: number[] = [];
    for (const [index, [clientId, change]] of plans.entries()) {
      const at = new Date(base + index);
      ids.push((await db.prisma.scheduledChange.create({ data: { clientId, dueAt: at, change: change as object, madeBy: 'test', createdAt: at, updatedAt: at }, select: { id: true } })).id);
    }
    const { scheduled } = await effectiveAt(db, C, new Date(base + HOUR), true);
    expect(scheduled?.map(({ id, refusal }) => [id, refusal])).to.deep.equal(plans.map(([, , refusal], index) => [ids[index], refusal]));
    clock.advance(2 * HOUR);
    await applyAll(db);
    for (const [index, [, , refusal]] of plans.entries()) {
      const { status, reason } = await getScheduled(db, ids[index] as number);
      expect(status, `${index} ${reason}`).to.equal(refusal === null ? 'applied' : 'failed');
    }
  });
});
