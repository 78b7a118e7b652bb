/** Monday to Sunday, short and long, in the reader's language. */
export function weekdayNames(language: string): readonly (readonly [short: string, long: string])[] {
  // 5 January 2026 was a Monday.
  return Array.from({ length: 7 }, (_, index) => {
    const day = new Date(Date.UTC(2026, 0, 5 + index));
    const name = (weekday: 'short' | 'long') => day.toLocaleDateString(language, { weekday, timeZone: 'UTC' });
    return [name('short'), name('long')];
  });
}
