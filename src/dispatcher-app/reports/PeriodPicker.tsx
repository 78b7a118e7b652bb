// A period of days: typed, chosen, or one of the usual ones with a click.
import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import 'dayjs/locale/en-gb';
import 'dayjs/locale/fr';
import 'dayjs/locale/ru';
import { useTranslation } from 'react-i18next';

interface Props {
  from: string | null;
  to: string | null;
  onChange(period: { from: string | null; to: string | null }): void;
  /** There must be a period: it cannot be cleared. */
  required?: boolean;
}

export function PeriodPicker({ from, to, onChange, required = false }: Props) {
  const { t, i18n } = useTranslation('reports');
  // Names of months, and the day that weeks begin with.
  dayjs.locale(i18n.language === 'en' ? 'en-gb' : i18n.language);
  const now = dayjs();
  const lastMonth = now.subtract(1, 'month');
  const quarterMonth = now.month() - (now.month() % 3);
  const presets = [
    { key: 'today', value: [now, now] },
    { key: 'last7', value: [now.subtract(6, 'day'), now] },
    { key: 'thisMonth', value: [now.startOf('month'), now] },
    { key: 'lastMonth', value: [lastMonth.startOf('month'), lastMonth.endOf('month')] },
    { key: 'thisQuarter', value: [now.month(quarterMonth).startOf('month'), now] },
    { key: 'thisYear', value: [now.startOf('year'), now] },
    { key: 'last12', value: [now.subtract(11, 'month').startOf('month'), now] },
  ].map(({ key, value }) => ({ label: t(`period.${key}`), value: value as [dayjs.Dayjs, dayjs.Dayjs] }));
  return (
    <DatePicker.RangePicker
      id={{ start: 'period-from', end: 'period-to' }} aria-label={t('period.label')} placeholder={[t('period.from'), t('period.to')]} presets={presets} allowClear={!required} allowEmpty={required ? false : [true, true]}
      value={[from === null ? null : dayjs(from), to === null ? null : dayjs(to)]}
      onChange={(days) => onChange({ from: days?.[0]?.format('YYYY-MM-DD') ?? null, to: days?.[1]?.format('YYYY-MM-DD') ?? null })}
    />
  );
}
