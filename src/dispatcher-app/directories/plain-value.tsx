import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatMoney, type Money } from '../../ui/format/money.js';

/** A value of any field in short words, for the table of a conflict. */
export function usePlainValue(): (field: string, value: unknown) => ReactNode {
  const { t } = useTranslation('directories');
  const show = (field: string, value: unknown): ReactNode => {
    if (value === null || value === undefined || value === '') return '—';
    if (typeof value === 'boolean') return value ? t('yes') : t('no');
    if (typeof value === 'number') return value;
    if (typeof value === 'string') return t(`value.${field}.${value}`, { defaultValue: value });
    if (Array.isArray(value)) return value.length === 0 ? '—' : value.every((part) => typeof part !== 'object') ? value.join(', ') : t('parts', { count: value.length });
    const record = value as Record<string, unknown>;
    if ('amount' in record && 'currency' in record) return formatMoney(record as unknown as Money);
    if (field.startsWith('settings.') && 'value' in record) return show('', record.value);
    return Object.entries(record).map(([name, part]) => `${t(`field.${name}`, { defaultValue: name })}: ${typeof part === 'object' ? '…' : String(part)}`).join(', ');
  };
  return show;
}
