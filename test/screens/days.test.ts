import { expect } from 'chai';
import fc from 'fast-check';
import i18next from 'i18next';
import { relativeTime } from '../../src/ui/format/dates.js';
import { readDay, showDay } from '../../src/ui/format/days.js';

describe('Days as they are typed', () => {
  it('are read as any of the languages writes them, and nothing that is no day', () => {
    for (const typed of ['22.11.2026', '22/11/2026', '22-11-2026', '2026-11-22', ' 22 11 2026 ']) expect(readDay(typed, false), typed).to.equal('2026-11-22');
    for (const typed of ['31.02.2026', '2026-13-01', '22.11.26', '22.11', '0.1.2026', '22.11.2026 10:00', 'x', '22.11.0026']) expect(readDay(typed, false), typed).to.equal(null);
    expect(readDay('5.1.2026 9:05', true)).to.equal('2026-01-05T09:05');
    expect(readDay('2026-01-05T09:05', true)).to.equal('2026-01-05T09:05');
    expect(readDay('5/1/2026', true)).to.equal('2026-01-05T00:00');
    for (const typed of ['5.1.2026 24:00', '5.1.2026 9:60', '5.1.2026 9']) expect(readDay(typed, true), typed).to.equal(null);
  });

  it('are shown so that they are read as the same', async () => {
    for (const language of ['en', 'ru', 'fr']) {
      await i18next.init({ lng: language, resources: {} });
      fc.assert(fc.property(fc.date({ min: new Date('1900-01-01'), max: new Date('2999-12-31'), noInvalidDate: true }), fc.boolean(), (date, withTime) => {
        const value = date.toISOString().slice(0, withTime ? 16 : 10);
        expect(readDay(showDay(value), withTime)).to.equal(value);
      }));
    }
    expect(showDay('')).to.equal('');
    await i18next.changeLanguage('ru');
    expect(showDay('2026-11-22T14:05')).to.equal('22.11.2026 14:05');
    await i18next.changeLanguage('en');
    expect(showDay('2026-11-22')).to.equal('22/11/2026');
  });

  it('of instants are told for what is more than a week away, and how long ago for the rest', async () => {
    await i18next.init({ lng: 'en', resources: {} });
    const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
    expect(relativeTime(ago(3))).to.equal('3 hours ago');
    expect(relativeTime(ago(6.9 * 24))).to.equal('6 days ago');
    // In an account book "2 months ago" would stand for sixty days.
    expect(relativeTime('2020-02-03T12:00:00.000Z')).to.match(/^\d Feb 2020$/);
  });
});
