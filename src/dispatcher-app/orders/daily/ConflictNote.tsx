// Mine and theirs of a schedule that somebody else has changed meanwhile (D-8).
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useDirectory } from '../../../ui/api/directories.js';
import { formatDate } from '../../../ui/format/dates.js';
import { currentLanguage } from '../../../ui/i18n/i18n.js';
import { weekdayNames } from '../../directories/weekdays.js';
import type { DailyForm } from './use-daily-form.js';

/** Names of fields that have other ones in the form. */
const labels: Record<string, string> = {
  weekdays: 'daily.days', time: 'daily.time', firstOn: 'daily.firstOn', lastOn: 'daily.lastOn', leadMinutes: 'daily.lead', addresses: 'field.route', crewGroupId: 'field.crewGroup', tariffId: 'field.tariff',
};

export function ConflictNote({ form }: { form: DailyForm }) {
  const { t } = useTranslation('orders');
  const tariffs = useDirectory('tariffs');
  const crewGroups = useDirectory('crewGroups');
  const show = (field: string, value: unknown): string => {
    if (value === null || value === undefined || value === '') return '—';
    const named = { tariffId: tariffs.data, crewGroupId: crewGroups.data }[field]?.items.find(({ id }) => id === value)?.name;
    if (named) return named;
    if (field === 'weekdays') return (value as number[]).map((day) => weekdayNames(currentLanguage())[day - 1]?.[0]).join(' ');
    if (field === 'addresses') return (value as { address: string }[]).map(({ address }) => address).join(' → ');
    if (field === 'firstOn' || field === 'lastOn') return formatDate(String(value));
    if (field === 'pay') return '…';
    return String(value);
  };
  return (
    <Alert
      type="warning" showIcon title={t('daily.conflict')}
      description={
        <div className="column">
          <table className="daily-conflict">
            <thead><tr><th scope="col">{t('daily.conflictField')}</th><th scope="col">{t('daily.mine')}</th><th scope="col">{t('daily.theirs')}</th></tr></thead>
            <tbody>{form.conflicts.map(({ field, mine, theirs }) => <tr key={field}><th scope="row">{t(labels[field] ?? `field.${field}`)}</th><td>{show(field, mine)}</td><td>{show(field, theirs)}</td></tr>)}</tbody>
          </table>
          <div className="row"><Button onClick={form.takeTheirs}>{t('daily.takeTheirs')}</Button><Button onClick={form.keepMine}>{t('daily.keepMine')}</Button></div>
        </div>
      }
    />
  );
}
