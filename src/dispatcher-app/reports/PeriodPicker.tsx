// A period of days: typed and shown as the reader's language writes days, or one of the usual ones with two clicks.
import { DownOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import { DateTime } from 'luxon';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DayInput } from '../../ui/components/DayInput.js';
import './period.css';

interface Period {
  from: string | null;
  to: string | null;
}

interface Props extends Period {
  onChange(period: Period): void;
  /** There must be a period: it cannot be cleared. */
  required?: boolean;
}

function usualPeriods(): [string, DateTime, DateTime][] {
  const now = DateTime.now();
  const lastMonth = now.minus({ months: 1 });
  return [
    ['today', now, now], ['last7', now.minus({ days: 6 }), now], ['thisMonth', now.startOf('month'), now], ['lastMonth', lastMonth.startOf('month'), lastMonth.endOf('month')],
    ['thisQuarter', now.startOf('quarter'), now], ['thisYear', now.startOf('year'), now], ['last12', now.minus({ months: 11 }).startOf('month'), now],
  ];
}

export function PeriodPicker({ from, to, onChange, required = false }: Props) {
  const { t } = useTranslation('reports');
  // What cannot be asked for yet stays here until it can.
  const [typed, setTyped] = useState<Period>({ from, to });
  useEffect(() => setTyped({ from, to }), [from, to]);
  const reversed = typed.from !== null && typed.to !== null && typed.from > typed.to;
  const missing = (day: string | null) => required && day === null;
  const change = (part: Partial<Period>) => {
    const next = { ...typed, ...part };
    setTyped(next);
    if (!missing(next.from) && !missing(next.to) && (next.from === null || next.to === null || next.from <= next.to)) onChange(next);
  };
  return (
    <fieldset className="period" aria-label={t('period.label')}>
      <DayInput id="period-from" aria-label={`${t('period.label')}: ${t('period.from')}`} value={typed.from ?? ''} onChange={(day) => change({ from: day || null })} status={missing(typed.from) ? 'error' : ''} />
      <span aria-hidden="true">–</span>
      <DayInput id="period-to" aria-label={`${t('period.label')}: ${t('period.to')}`} value={typed.to ?? ''} onChange={(day) => change({ to: day || null })} status={reversed || missing(typed.to) ? 'error' : ''} />
      <Dropdown
        trigger={['click']}
        menu={{ items: usualPeriods().map(([key, first, last]) => ({ key, label: t(`period.${key}`), onClick: () => change({ from: first.toISODate(), to: last.toISODate() }) })) }}
      >
        <Button icon={<DownOutlined />} aria-label={t('period.usual')} title={t('period.usual')} />
      </Dropdown>
      {reversed && <span className="cannot" role="alert">{t('period.reversed')}</span>}
    </fieldset>
  );
}
