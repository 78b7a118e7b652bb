// Any value of any field in words: in conflicts, in the history, in previews.
import { type ReactNode, useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useOperation } from '../../ui/api/hooks.js';
import { type DirectoryKey, useDirectory } from '../../ui/api/directories.js';
import { formatDate, shortTime } from '../../ui/format/dates.js';
import { formatPhone } from '../../ui/format/phone.js';
import { useValueText } from '../clients/value-text.js';

const directoryOf: Record<string, DirectoryKey> = {
  tariff: 'tariffs', prizeTariff: 'tariffs', tariffShift: 'tariffShifts', discount: 'discounts', prizeDiscount: 'discounts', settlementRule: 'settlementRules', dynamicPriorityRule: 'dynamicPriorityRules',
  crewGroups: 'crewGroups', defaultCrewGroup: 'crewGroups',
};

/** Names for the ids that own values are kept as. */
export function useNamesOf(settingKey: string): (id: unknown) => string | undefined {
  const directory = directoryOf[settingKey];
  const items = useDirectory(directory ?? 'tariffs', directory !== undefined).data?.items;
  const attribute = /^attribute\.(\d+)$/.exec(settingKey)?.[1];
  const attributes = useDirectory('attributes', attribute !== undefined).data?.items;
  return useCallback((id) => {
    if (attribute !== undefined) {
      const choices = attributes?.find((each) => each.id === Number(attribute))?.choices as { id: number; name: string }[] | null | undefined;
      return choices?.find((choice) => choice.id === id)?.name;
    }
    return items?.find((item) => item.id === id)?.name;
  }, [attribute, attributes, items]);
}

export function SettingText({ settingKey, value }: { settingKey: string; value: unknown }): ReactNode {
  const { t } = useTranslation('card');
  const show = useValueText();
  const nameOf = useNamesOf(settingKey);
  const named = (part: unknown) => (typeof part === 'number' ? { id: part, name: nameOf(part) ?? String(part) } : part);
  if ((value === 'allow' || value === 'forbid') && /^right\.|^cardTopUp$/.test(settingKey)) return t(`right.${value}`);
  if (settingKey === 'logo' && typeof value === 'number') return t('more.pictureNo', { id: value });
  return show(settingKey, Array.isArray(value) ? value.map(named) : named(value));
}

function GroupName({ id }: { id: number }): ReactNode {
  const groups = useOperation('listGroups', {}, { watch: ['group'] });
  return groups.data?.items.find((group) => group.id === id)?.name ?? String(id);
}

function ClientName({ id }: { id: number }): ReactNode {
  const client = useOperation('getClient', { id }, { watch: [`client:${id}`] });
  return client.data?.name ?? `№ ${id}`;
}

interface PhoneLike {
  number: string;
  main?: boolean;
}

/** A path is a field of the card, or settings.KEY with {value} or null. */
export function FieldValue({ path, value }: { path: string; value: unknown }): ReactNode {
  const { t } = useTranslation('card');
  if (path.startsWith('settings.')) {
    if (value === null || value === undefined) return <span className="soft">{t('inherited')}</span>;
    return <SettingText settingKey={path.slice('settings.'.length)} value={(value as { value: unknown }).value} />;
  }
  if (value === null || value === undefined || value === '') return <span className="soft">{t('empty')}</span>;
  if (typeof value === 'boolean') return value ? t('yes') : t('no');
  if (path === 'phones') return (value as PhoneLike[]).map(({ number, main }) => `${formatPhone(number)}${main ? ` (${t('phones.main').toLowerCase()})` : ''}`).join(', ') || <span className="soft">{t('empty')}</span>;
  if (path === 'groupId') return <GroupName id={value as number} />;
  if (path === 'parentId') return <ClientName id={value as number} />;
  if (path === 'kind' || path === 'mark' || path === 'sex') return t(`${path}.${String(value)}`, { defaultValue: String(value) });
  if (typeof value === 'string') {
    if (/^\d{4}-\d\d-\d\d$/.test(value)) return formatDate(value);
    return /^\d{4}-\d\d-\d\dT\d\d:/.test(value) ? shortTime(value) : value;
  }
  if (typeof value === 'number') return <span className="number">{value}</span>;
  if (Array.isArray(value)) return value.length === 0 ? <span className="soft">{t('empty')}</span> : value.map(partText).join('; ');
  if (typeof value === 'object' && 'erased' in value) return <span className="soft">{t('history.erased')}</span>;
  return partText(value);
}

function partText(part: unknown): string {
  if (typeof part !== 'object' || part === null) return String(part);
  if ('name' in part && !('address' in part)) return String((part as { name: string }).name);
  if ('address' in part) return [(part as { name?: string }).name, String((part as { address: string }).address)].filter(Boolean).join(': ');
  return Object.entries(part).filter(([, each]) => each !== null && each !== '').map(([name, each]) => `${name}: ${Array.isArray(each) ? each.join(', ') : String(each)}`).join(', ');
}
