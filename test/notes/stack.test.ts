// Stacking against a second implementation that asks each note by itself, and by SQL on random trees.
import { expect } from 'chai';
import fc from 'fast-check';
import { noteAudiences, noteSeverities } from '../../src/contract/notes.js';
import { type NoteLevel, type NoteRow, stackNotes } from '../../src/notes/stack.js';
import { runs } from '../support/arbitraries.js';

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
