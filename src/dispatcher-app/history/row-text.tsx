// A row of the history in words: "changed tariff: Эконом → Комфорт".
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { directoryNames } from '../../ui/api/directories.js';
import { formatMoney } from '../../ui/format/money.js';
import { formatSum } from '../../ui/format/numbers.js';
import { useSettingLabel } from '../clients/setting-labels.js';
import { useValueText } from '../clients/value-text.js';
import { weekdayNames } from '../directories/weekdays.js';
import { colon } from '../../ui/i18n/i18n.js';
import { settingEditors } from '../settings/editors.js';
import { codes } from './codes.js';
import type { HistoryRow } from './use-history.js';

export interface ChangeText {
  field: string;
  label: string;
  before: ReactNode;
  after: ReactNode;
  /** Of a new thing: there was nothing before. */
  isNew: boolean;
}

const idFields: Record<string, string> = { parentId: 'client', groupId: 'group', customerId: 'client', payerId: 'client', clientId: 'client', responsibleManagerId: 'operator', fromGroupId: 'group', toGroupId: 'group', autoCreateGroupId: 'group', tariffId: 'tariff', discountId: 'discount', crewGroupId: 'crewGroup', carrierId: 'carrier' };
/** Of rows that tell of a new thing: everything in it is new. */
const isMade = (action: string) => /\.(created|given|started|made|removed|paid|booked|rated|employees_changed)$/.test(action);

export function useRowText(): { nameOfAction(entity: string, verb: string): string; actionOf(row: HistoryRow): string; changesOf(row: HistoryRow): ChangeText[]; subjectOf(row: HistoryRow): string } {
  const { t, i18n } = useTranslation('history');
  const settingLabel = useSettingLabel();
  const settingText = useValueText();
  const weekdays = weekdayNames(i18n.language);

  const nameOfAction = (entity: string, verb: string): string => t(`action.${entity}.${verb}`, { defaultValue: `${t(`did.${verb}`, { defaultValue: verb })}${colon()}${t(`entity.${entity}`, { defaultValue: entity })}` });

  const named = (row: HistoryRow, entity: string, value: unknown): ReactNode => (typeof value === 'number' ? (row.names[`${entity} ${value}`] ?? `№ ${value}`) : null);

  const plain = (row: HistoryRow, field: string, value: unknown): ReactNode => {
    if (value === null || value === undefined || value === '') return <span className="soft">{t('nothing')}</span>;
    if (value === true) return t('yes');
    if (value === false) return t('no');
    const entity = idFields[field];
    if (entity !== undefined && typeof value === 'number') return named(row, entity, value);
    if (field.startsWith('balance.') && typeof value === 'number') return formatSum(value / 100);
    if (field === 'weekdays' && Array.isArray(value)) return value.map((day) => weekdays[day - 1]?.[0]).join(', ');
    if (Array.isArray(value)) return value.length === 0 ? <span className="soft">{t('nothing')}</span> : value.map((item) => itemText(field, item)).join(', ');
    if (typeof value === 'object') return textOf(value);
    return codes[field]?.includes(value as string) ? t(`value.${String(value)}`) : settingText(field, value);
  };

  const itemText = (field: string, item: unknown): string => {
    if (field === 'rights') return t(`directories:right/${String(item)}`, { keySeparator: '/', defaultValue: String(item) });
    if (field === 'mutedNotices') return String(item).split(' ').map((word) => t(`value.${word}`, { defaultValue: word })).join(', ');
    return textOf(item);
  };

  /** A setting's own value: null is inherited, {value: null} explicitly none. */
  const setting = (row: HistoryRow, key: string, stored: unknown): ReactNode => {
    if (stored === null || stored === undefined) return <span className="soft">{t('inherited')}</span>;
    const { value } = stored as { value: unknown };
    const editor = settingEditors[key];
    const entity = editor && 'directory' in editor ? directoryNames[editor.directory][1] : null;
    if (entity !== null && typeof value === 'number') return named(row, entity, value);
    if (entity !== null && Array.isArray(value)) return value.length === 0 ? settingText(key, value) : value.map((id) => row.names[`${entity} ${id}`] ?? `№ ${id}`).join(', ');
    return settingText(key, value);
  };

  return {
    nameOfAction,
    actionOf: ({ action, entity, importId }) => {
      const name = nameOfAction(entity, action.slice(action.indexOf('.') + 1));
      return importId === null ? name : `${name} · ${t('ofImport', { id: importId })}`;
    },
    subjectOf: (row) => row.subject?.client?.name ?? row.subject?.name ?? nameIn(row) ?? `${t(`entity.${row.entity}`, { defaultValue: row.entity })} № ${row.entityId}`,
    changesOf: (row) => Object.entries(row.changes).flatMap(([field, [before, after]]): ChangeText[] => {
      const key = field.startsWith('settings.') ? field.slice('settings.'.length) : null;
      if (key !== null) {
        const attribute = /^attribute\.(\d+)$/.exec(key)?.[1];
        return [{ field, label: settingLabel(key, attribute ? row.names[`attribute ${attribute}`] : undefined), before: setting(row, key, before), after: setting(row, key, after), isNew: false }];
      }
      // What was empty and is empty says nothing about a new thing.
      if (isMade(row.action) && isEmpty(before) && isEmpty(after)) return [];
      const balance = /^balance\.(\d+)$/.exec(field);
      // Some names mean another thing elsewhere: the order of an attribute, and the one of a daily order.
      const label = t([`fieldOf.${row.entity}.${field}`, `field.${balance ? 'balance' : field.replaceAll('.', '_')}`], { defaultValue: field });
      return [{ field, label, before: plain(row, field, before), after: plain(row, field, after), isNew: isMade(row.action) && isEmpty(before) }];
    }),
  };
}

const isEmpty = (value: unknown) => value === null || value === undefined || value === false || value === '' || (Array.isArray(value) && value.length === 0);

function nameIn({ changes }: HistoryRow): string | null {
  const name = changes.name?.find((value) => typeof value === 'string');
  return typeof name === 'string' ? name : null;
}

/** Objects in a change, such as phones and employees: what people would call them. */
function textOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const { amount, currency, name, number, address, text } = value as Record<string, unknown>;
  if (typeof amount === 'string' && typeof currency === 'string') return formatMoney({ amount, currency });
  const called = [number, name, address, text].find((part) => typeof part === 'string');
  if (typeof called === 'string') return called;
  return Object.entries(value).filter(([, part]) => part !== null && part !== '').map(([key, part]) => `${key}: ${typeof part === 'object' ? JSON.stringify(part) : String(part)}`).join(', ');
}
