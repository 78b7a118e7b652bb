// Stacking against a second implementation that asks each note by itself; and in the database, against a model of a random
// tree that moves, with crews that come and go.
import { expect } from 'chai';
import fc from 'fast-check';
import { noteAudiences, noteSeverities } from '../../src/contract/notes.js';
import { type NoteLevel, type NoteRow, stackNotes } from '../../src/notes/stack.js';
import { moveClient } from '../../src/clients/move.js';
import { changeClient } from '../../src/clients/clients.js';
import { crewFeeds } from '../../src/notes/driver-feed.js';
import { createNote, effectiveNotes, setNoteRemoved } from '../../src/notes/notes.js';
import { AppError } from '../../src/lib/app-error.js';
import { runs } from '../support/arbitraries.js';
import { buildClient, tester } from '../support/build.js';
import { useDatabase } from '../support/database.js';

const zones = ['Europe/Moscow', 'Asia/Vladivostok', 'America/New_York', 'Pacific/Kiritimati', 'Pacific/Pago_Pago'];
const days = fc.integer({ min: 1, max: 9 }).map((day) => `2031-03-0${day}`);
const notes: fc.Arbitrary<NoteRow> = fc.record({
  id: fc.integer({ min: 1, max: 1_000 }), version: fc.constant(1), text: fc.string({ minLength: 1 }), audience: fc.constantFrom(...noteAudiences), severity: fc.constantFrom(...noteSeverities),
  from: fc.option(days), to: fc.option(days),
});
const paths: fc.Arbitrary<NoteLevel[]> = fc
  .array(fc.record({ timeZone: fc.option(fc.constantFrom(...zones)), driverNote: fc.constantFrom(null, '', '  ', 'card', ' card '), notes: fc.array(notes, { maxLength: 3 }) }), { minLength: 1, maxLength: 5 })
  .map((levels) => levels.map((level, index) => ({ ...level, id: index + 1, name: `Client ${index + 1}` })));
const instants = fc.integer({ min: 0, max: 24 * 9 }).map((hour) => new Date(Date.UTC(2031, 2, 1, hour)));

/** The day there, by what the platform says of the zone. */
function dayIn(zone: string, at: Date): number {
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(at);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  return Number(`${part('year')}${part('month')}${part('day')}`);
}

function naive(path: readonly NoteLevel[], at: Date, fallback: string, audience: string | null): unknown[] {
  const number = (day: string) => Number(day.replaceAll('-', ''));
  return path.flatMap((level, place) => {
    const zone = path.slice(0, place + 1).reverse().find(({ timeZone }) => timeZone !== null)?.timeZone ?? fallback;
    const card = level.driverNote !== null && level.driverNote.trim() !== '' && audience !== 'dispatcher' ? [level.driverNote.trim()] : [];
    const holding = level.notes.filter((note) => {
      if (audience === 'driver' && note.audience === 'dispatcher') return false;
      if (audience === 'dispatcher' && note.audience === 'driver') return false;
      if (note.from !== null && number(note.from) > dayIn(zone, at)) return false;
      return !(note.to !== null && number(note.to) < dayIn(zone, at));
    });
    return [...card.map((text) => [level.id, null, text]), ...holding.map(({ id, text }) => [level.id, id, text])];
  });
}

describe('stacking notes (N-2)', () => {
  it('gives what asking each note by itself gives', () => {
    fc.assert(fc.property(paths, instants, fc.constantFrom(...zones), fc.constantFrom(null, 'driver' as const, 'dispatcher' as const), (path, at, fallback, audience) => {
      expect(stackNotes(path, at, fallback, audience).map(({ client, id, text }) => [client.id, id, text])).to.deep.equal(naive(path, at, fallback, audience));
    }), runs(1_000));
  });

  it('a client\'s stack is its superior\'s with its own on top', () => {
    fc.assert(fc.property(paths, instants, (path, at) => {
      const above = stackNotes(path.slice(0, -1), at, 'Europe/Moscow');
      expect(stackNotes(path, at, 'Europe/Moscow').slice(0, above.length)).to.deep.equal(above);
    }), runs(300));
  });
});

describe('notes in the database (N-2, N-3)', () => {
  const test = useDatabase();

  it('are at every moment of a random program what a model of the tree says, for clients and for crews', async () => {
    const { db } = test;
    interface Modelled {
      parent: number | null;
      card: string | null;
      notes: { id: number; text: string; audience: string; removed: boolean }[];
    }
    const clients = new Map<number, Modelled>();
    for (let index = 0; index < 12; index += 1) {
      const parent = index < 3 ? null : ([...clients.keys()][(index * 7) % index] as number);
      clients.set(await buildClient(db, { parentId: parent }), { parent, card: null, notes: [] });
    }
    const ids = [...clients.keys()];
    const pathOf = (id: number): number[] => {
      const { parent } = clients.get(id) as Modelled;
      return parent === null ? [id] : [...pathOf(parent), id];
    };
    const expected = (id: number, audience: 'driver' | null) => pathOf(id).flatMap((place) => {
      const { card, notes } = clients.get(place) as Modelled;
      const visible = notes.filter((note) => !note.removed && (audience === null || note.audience !== 'dispatcher'));
      return [...(card === null ? [] : [card]), ...visible.map(({ text }) => text)];
    });
    const group = await db.prisma.crewGroup.create({ data: { name: 'Seeing', seesDriverNotes: true } });
    const crews = [await db.prisma.crew.create({ data: { name: 'One', crewGroupId: group.id } }), await db.prisma.crew.create({ data: { name: 'Two', crewGroupId: group.id, number: 500 } })].map(({ id, number }) => ({ id, number: number ?? id }));
    const orders: { id: number; customer: number; crew: number | null }[] = [];
    for (const customer of ids.slice(-4)) {
      const { rows } = await db.withConnection((client) => client.query<{ id: number }>(
        `insert into orders (customer_id, payer_id, path, carrier_id, currency, at, preliminary, source, pay, snapshot, created_at, updated_at, state_at)
         values ($1, $1, array[$1]::integer[], (select id from carriers where is_default), 'RUB', now(), false, 'operator', '{}', '{}', now(), now(), now()) returning id`, [customer]));
      orders.push({ id: (rows[0] as { id: number }).id, customer, crew: null });
    }
    const step = fc.record({ kind: fc.constantFrom('note', 'note', 'remove', 'card', 'move', 'assign', 'assign'), client: fc.nat(11), other: fc.option(fc.nat(11)), audience: fc.constantFrom(...noteAudiences), order: fc.nat(3), crew: fc.constantFrom(null, 0, 1) });
    let texts = 0;
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 12 }), async (program) => {
      for (const { kind, client, other, audience, order, crew } of program) {
        const id = ids[client] as number;
        const modelled = clients.get(id) as Modelled;
        texts += 1;
        if (kind === 'note') {
          const { id: noteId } = await db.transaction((tx) => createNote(tx, tester, id, { text: `t${texts}`, audience }));
          modelled.notes.push({ id: noteId as number, text: `t${texts}`, audience, removed: false });
        } else if (kind === 'remove' && modelled.notes.length > 0) {
          const note = modelled.notes[texts % modelled.notes.length] as Modelled['notes'][number];
          note.removed = !note.removed;
          await db.transaction((tx) => setNoteRemoved(tx, tester, id, note.id, note.removed));
        } else if (kind === 'card') {
          modelled.card = other === null ? null : `c${texts}`;
          await db.transaction((tx) => changeClient(tx, tester, id, { driverNote: modelled.card }, null));
        } else if (kind === 'move') {
          const parentId = other === null ? null : (ids[other] as number);
          const moved = await db.transaction((tx) => moveClient(tx, tester, id, { parentId }, null)).then(() => true, (error: unknown) => {
            if (error instanceof AppError && error.code === 'client.cycle') return false;
            throw error;
          });
          if (moved) modelled.parent = parentId;
        } else if (kind === 'assign') {
          const row = orders[order] as (typeof orders)[number];
          row.crew = crew;
          await db.withConnection((connection) => connection.query('update orders set crew_id = $2 where id = $1', [row.id, crew === null ? null : crews[crew]?.number]));
        }
      }
      for (const id of ids) expect((await effectiveNotes(db, id, new Date(), null)).map(({ text }) => text)).to.deep.equal(expected(id, null));
      const feeds = await crewFeeds(db, crews.map(({ id }) => id));
      for (const [place, { id }] of crews.entries()) {
        const seen = feeds.get(id)?.notes.items.map(({ order, notes: own }) => [order.id, own.map(({ text }) => text)]);
        expect(seen).to.have.deep.members(orders.filter(({ crew }) => crew === place).map((order) => [order.id, expected(order.customer, 'driver')]));
      }
    }), { ...runs(15), endOnFailure: true });
  });
});
