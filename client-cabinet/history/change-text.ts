// One change of a field in words: "Tariff: inherited → Comfort", "Phones: +7 …", "Employees: + Anna".
import { useTranslation } from 'react-i18next';
import { formatMoney } from '../../src/ui/format/money.js';
import { type Language, languages } from '../../src/ui/i18n/i18n.js';
import { useTimes } from '../shell/times.js';

const SETTING = 'settings.';

export function useChangeText(): (field: string, before: unknown, after: unknown) => string {
  const { t } = useTranslation(['history', 'settings', 'people']);
  const { date } = useTimes();

  const settingText = (key: string, stored: unknown): string => {
    if (stored === null || stored === undefined) return t('inherited');
    const { value } = stored as { value: unknown };
    if (value === null) return t('settings:none');
    if (typeof value === 'boolean') return t(value ? 'settings:yes' : 'settings:no');
    if (value === 'allow' || value === 'forbid') return t(`settings:value.${key}.${value}`, { defaultValue: t(`settings:says.${value}`) });
    return typeof value === 'string' ? t(`settings:value.${key}.${value}`, { defaultValue: value }) : plainText(value);
  };

  const plainText = (value: unknown): string => {
    if (value === null || value === undefined || value === '') return '—';
    if (typeof value === 'boolean') return t(value ? 'settings:yes' : 'settings:no');
    if (Array.isArray(value)) return value.length === 0 ? '—' : value.map(plainText).join(', ');
    if (typeof value !== 'object') return String(value);
    const { kind, name, number, address, amount, currency } = value as Record<string, string | undefined>;
    if (amount !== undefined && currency !== undefined) return formatMoney({ amount, currency });
    return kind === 'above' ? t('byAbove') : name || number || address || t('several');
  };

  const fieldText = (field: string, value: unknown): string => {
    if (typeof value !== 'string' || value === '') return plainText(value);
    if (field === 'kind') return t(`people:kind.${value}`, { defaultValue: value });
    if (field === 'sex') return t(`sex.${value}`, { defaultValue: value });
    if (field === 'language' && value in languages) return languages[value as Language];
    return /^\d{4}-\d\d-\d\d$/.test(value) ? date(`${value}T12:00:00Z`) : value;
  };

  return (field, before, after) => {
    if (field.startsWith(SETTING)) {
      const key = field.slice(SETTING.length);
      return `${t(`settings:label/${key}`, { keySeparator: '/', defaultValue: key })}: ${settingText(key, before)} → ${settingText(key, after)}`;
    }
    const name = t(`field.${field}`, { defaultValue: field });
    if (field === 'apiPassword') return t('newPassword');
    if (field === 'employees') return `${name}: ${after === null ? `− ${plainText(before)}` : `+ ${plainText(after)}`}`;
    if (before === null || before === undefined) return `${name}: ${fieldText(field, after)}`;
    return `${name}: ${fieldText(field, before)} → ${fieldText(field, after)}`;
  };
}
