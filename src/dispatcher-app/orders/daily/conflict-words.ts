// The fields of a daily order and their values in words, for the note of a conflict (D-8).
import { useTranslation } from 'react-i18next';
import { useDirectory } from '../../../ui/api/directories.js';
import { formatDate } from '../../../ui/format/dates.js';
import { currentLanguage } from '../../../ui/i18n/i18n.js';
import { weekdayNames } from '../../directories/weekdays.js';

/** Names of fields that have other ones in the form. */
const labels: Record<string, string> = {
  weekdays: 'daily.days', time: 'daily.time', firstOn: 'daily.firstOn', lastOn: 'daily.lastOn', leadMinutes: 'daily.lead', addresses: 'field.route', crewGroupId: 'field.crewGroup', tariffId: 'field.tariff',
};

export function useConflictWords() {
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
  return { label: (field: string) => t(labels[field] ?? `field.${field}`), show };
}
