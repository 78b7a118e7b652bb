// Seven days by twenty-four hours: which tariff holds when. The same as a list of sentences for those who do not see it.
import { Select } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ShiftEntry } from '../../orders/calendar.js';
import { type DayType, dayTypes } from './day-types.js';
import { type Stretch, weekOf } from './week.js';
import { weekdayNames } from './weekdays.js';

const TONES = 6;
const marks = [0, 6, 12, 18, 24];

function clock(at: number): string {
  return `${String(Math.floor(at)).padStart(2, '0')}:${String(Math.round((at % 1) * 60)).padStart(2, '0')}`;
}

export function WeekPicture({ entries, names }: { entries: readonly ShiftEntry[]; names: ReadonlyMap<number, string> }) {
  const { t, i18n } = useTranslation('directories');
  const [all, setAll] = useState<DayType | null>(null);
  const week = useMemo(() => weekOf(entries, all), [entries, all]);
  const order = [...new Set(entries.map(({ tariffId }) => tariffId))];
  const name = (stretch: Stretch) => (stretch.tariffId === null ? t('week.nothing') : (names.get(stretch.tariffId) ?? `№ ${stretch.tariffId}`));
  const days = weekdayNames(i18n.language);
  return (
    <div className="week">
      <Select
        aria-label={t('week.days')} style={{ width: 230 }} value={all ?? 'usual'} onChange={(next: string) => setAll(next === 'usual' ? null : (next as DayType))}
        options={[{ value: 'usual', label: t('week.usual') }, ...dayTypes.map((type) => ({ value: type, label: `${t('week.all')}: ${t(`value.dayType.${type}`)}` }))]}
      />
      <div className="week-hours" aria-hidden="true">{marks.map((hour) => <span key={hour} style={{ left: `${(hour / 24) * 100}%` }}>{hour}</span>)}</div>
      {week.map((stretches, day) => {
        const [short, long] = days[day] as readonly [string, string];
        return (
          <div key={long} className="week-day">
            <span className="soft" aria-hidden="true">{short}</span>
            <div className="week-line" role="img" aria-label={`${long}: ${stretches.map((stretch) => `${clock(stretch.from)}–${clock(stretch.to)} ${name(stretch)}`).join('; ')}`}>
              {stretches.map((stretch) => (
                <span
                  key={stretch.from} className={stretch.tariffId === null ? 'hole' : `tone tone-${order.indexOf(stretch.tariffId) % TONES}`} title={`${clock(stretch.from)}–${clock(stretch.to)} ${name(stretch)}`}
                  style={{ width: `${((stretch.to - stretch.from) / 24) * 100}%` }}
                >
                  {stretch.to - stretch.from >= 3 ? name(stretch) : ''}
                </span>
              ))}
            </div>
          </div>
        );
      })}
      {week.some((stretches) => stretches.some(({ tariffId }) => tariffId === null)) && <p className="soft">{t('week.hole')}</p>}
    </div>
  );
}
