// The production calendar: a year at a glance; a click says that a day is not what its weekday says.
import { LeftOutlined, RightOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import { type CSSProperties, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { useLive, useOperation } from '../../ui/api/hooks.js';
import { ProblemNote } from '../../ui/components/small.js';
import { formatDate } from '../../ui/format/dates.js';
import { useClientActions } from '../clients/use-client-actions.js';
import { useSession } from '../session.js';
import { type DayType, dayTypes } from './day-types.js';
import { weekdayNames } from './weekdays.js';

const FIRST_YEAR = 1900;
const LAST_YEAR = 9998;

const dayKey = (year: number, month: number, day: number) => `${String(year).padStart(4, '0')}-${String(month + 1).padStart(2, '0')}-${String(day).padStart(2, '0')}`;

export function ProductionCalendar() {
  const { t, i18n } = useTranslation('directories');
  const live = useLive();
  const { can } = useSession();
  const { done, fail } = useClientActions();
  const [address, setAddress] = useSearchParams();
  const asked = Number(address.get('year'));
  const year = Number.isInteger(asked) && asked >= FIRST_YEAR && asked <= LAST_YEAR ? asked : new Date().getFullYear();
  const found = useOperation('listCalendar', { year }, { watch: ['productionCalendar'], keep: true });
  const special = useMemo(() => new Map(found.data?.items.map(({ day, type }) => [day, type])), [found.data]);
  // One menu for all days: 365 of them take a second to make.
  const [asking, setAsking] = useState<{ day: string; x: number; y: number } | null>(null);
  const go = (to: number) => setAddress({ year: String(to) }, { replace: true });
  const put = async (day: string, type: DayType | null) => {
    const before = (special.get(day) as DayType | undefined) ?? null;
    try {
      await live.call('setCalendarDay', { day }, { type });
      await found.refetch();
      done(type === null ? t('calendar.usualAgain', { day: formatDate(day) }) : t('calendar.set', { day: formatDate(day), type: t(`value.dayType.${type}`) }), () => live.call('setCalendarDay', { day }, { type: before }).then(() => found.refetch()));
    } catch (problem) {
      fail(problem);
    }
  };
  return (
    <div className="page">
      <div className="toolbar">
        <h1 className="page-title">{t('list.production-calendar')}</h1>
        <Button aria-label={t('calendar.before')} icon={<LeftOutlined />} onClick={() => go(year - 1)} />
        <b className="number" aria-live="polite">{year}</b>
        <Button aria-label={t('calendar.after')} icon={<RightOutlined />} onClick={() => go(year + 1)} />
        <span className="calendar-legend">{dayTypes.map((type) => <span key={type}><span className={`day-mark ${type}`} aria-hidden="true" /> {t(`value.dayType.${type}`)}</span>)}</span>
      </div>
      <p className="soft">{t(can('tariff.manage') ? 'calendar.hint' : 'calendar.readOnly')}</p>
      <ProblemNote error={found.error} onRetry={() => void found.refetch()} />
      <div className="calendar panel">
        {Array.from({ length: 12 }, (_, month) => {
          const first = new Date(Date.UTC(year, month, 1));
          const title = first.toLocaleDateString(i18n.language, { month: 'long', timeZone: 'UTC' });
          const length = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
          return (
            <section key={title} aria-label={title}>
              <h2>{title}</h2>
              <div className="month">
                {weekdayNames(i18n.language).map(([short, long]) => <span key={long} className="soft" title={long}>{short.slice(0, 2)}</span>)}
                {Array.from({ length }, (__, index) => {
                  const day = dayKey(year, month, index + 1);
                  const weekday = (new Date(Date.UTC(year, month, index + 1)).getUTCDay() + 6) % 7;
                  const said = special.get(day);
                  const type = said ?? (weekday > 4 ? 'dayOff' : 'working');
                  const style: CSSProperties | undefined = index === 0 ? { gridColumnStart: weekday + 1 } : undefined;
                  const label = `${formatDate(day)}: ${t(`value.dayType.${type}`)}`;
                  if (!can('tariff.manage')) return <span key={day} className={`day ${type} ${said ? 'said' : ''}`} style={style} title={label}>{index + 1}</span>;
                  return (
                    <button
                      key={day} type="button" className={`day ${type} ${said ? 'said' : ''}`} style={style} aria-label={label} title={label} aria-haspopup="menu"
                      onClick={({ currentTarget }) => {
                        const { left, bottom } = currentTarget.getBoundingClientRect();
                        setAsking({ day, x: left, y: bottom });
                      }}
                    >
                      {index + 1}
                    </button>
                  );
                })}
              </div>
            </section>
          );
        })}
      </div>
      {asking && (
        <Dropdown
          open trigger={['click']} onOpenChange={(shown) => !shown && setAsking(null)}
          menu={{
            autoFocus: true, selectable: true, selectedKeys: [special.get(asking.day) ?? 'usual'],
            items: [{ key: 'usual', label: t('calendar.usual') }, { type: 'divider' }, ...dayTypes.map((one) => ({ key: one, label: t(`value.dayType.${one}`) }))],
            onClick: ({ key }) => {
              setAsking(null);
              void put(asking.day, key === 'usual' ? null : (key as DayType));
            },
          }}
        >
          <span style={{ position: 'fixed', left: asking.x, top: asking.y }} />
        </Dropdown>
      )}
    </div>
  );
}
