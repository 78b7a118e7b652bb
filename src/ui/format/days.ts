// Days as they are typed: 22.11.2026 in Russian, 22/11/2026 in English and French, 2026-11-22 anywhere.
import { currentLanguage } from '../i18n/i18n.js';

const DAY_FIRST = /^(\d{1,2})[./\s-](\d{1,2})[./\s-](\d{4})(?:[,\sT]+(\d{1,2})[:.](\d{2}))?$/;
const YEAR_FIRST = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[,\sT]+(\d{1,2})[:.](\d{2}))?$/;

/** 2026-11-22, or 2026-11-22T14:05; null if it is no day that exists. Without a time, `withTime` takes midnight. */
export function readDay(typed: string, withTime: boolean): string | null {
  const text = typed.trim();
  const [, year, month, day, hour, minute] = YEAR_FIRST.exec(text) ?? swapped(DAY_FIRST.exec(text)) ?? [];
  if (year === undefined || (hour !== undefined && !withTime)) return null;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour ?? 0), Number(minute ?? 0)));
  const exists = Number(year) >= 1000 && date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day) && Number(hour ?? 0) < 24 && Number(minute ?? 0) < 60;
  return exists ? date.toISOString().slice(0, withTime ? 16 : 10) : null;
}

function swapped(found: RegExpExecArray | null): (string | undefined)[] | null {
  return found && [found[0], found[3], found[2], found[1], found[4], found[5]];
}

/** As the reader's language writes it; empty for empty. */
export function showDay(value: string): string {
  const [, year, month, day, time] = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d:\d\d))?/.exec(value) ?? [];
  if (year === undefined) return '';
  const sign = currentLanguage() === 'ru' ? '.' : '/';
  return `${day}${sign}${month}${sign}${year}${time === undefined ? '' : ` ${time}`}`;
}
