// How an own value of each setting is typed in. What is edited is what is stored: ids, sums, choices.
import { Checkbox, Input, InputNumber, Select, Switch } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type DirectoryItem, type DirectoryKey, useDirectory } from '../../ui/api/directories.js';
import type { Money } from '../../ui/format/money.js';
import { type Control, MoneyInput } from './fields.js';

export type EditorKind =
  | { type: 'reference'; directory: DirectoryKey }
  | { type: 'set'; directory: DirectoryKey }
  | { type: 'choice'; values: readonly string[] }
  | { type: 'flag' | 'number' | 'money' | 'text' | 'date' | 'dateTime' | 'machinery' }
  | { type: 'attribute'; attribute: DirectoryItem };

const reference = (directory: DirectoryKey): EditorKind => ({ type: 'reference', directory });

const kinds: Record<string, EditorKind> = {
  tariff: reference('tariffs'), prizeTariff: reference('tariffs'), tariffShift: reference('tariffShifts'), discount: reference('discounts'), prizeDiscount: reference('discounts'),
  settlementRule: reference('settlementRules'), dynamicPriorityRule: reference('dynamicPriorityRules'), defaultCrewGroup: reference('crewGroups'), crewGroups: { type: 'set', directory: 'crewGroups' },
  prizeEvery: { type: 'number' }, balanceFloor: { type: 'money' }, minBalanceForCashless: { type: 'money' }, minBonusBalance: { type: 'money' },
  whenFundsShort: { type: 'choice', values: ['forbid', 'restInCash', 'warn', 'credit'] }, expiredContract: { type: 'choice', values: ['allow', 'refuse'] },
  cashForbidden: { type: 'flag' }, exchange: { type: 'flag' }, mobileApp: { type: 'flag' }, greetingSign: { type: 'text' }, specialMachinery: { type: 'machinery' },
};

export function editorOf(settingKey: string, attribute?: DirectoryItem): EditorKind {
  return attribute ? { type: 'attribute', attribute } : (kinds[settingKey] ?? { type: 'text' });
}

/** Is "explicitly none" something else than every value? A flag has none. */
export function mayBeNone(kind: EditorKind): boolean {
  return kind.type !== 'flag' && kind.type !== 'choice';
}

function isNamed(value: unknown): value is { id: number } {
  return typeof value === 'object' && value !== null && 'id' in value;
}

/** An effective value in the shape in which it is stored: where an override starts. */
export function storedShape(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((part) => (isNamed(part) ? part.id : part));
  return isNamed(value) ? value.id : (value ?? null);
}

interface EditorProps {
  settingKey: string;
  kind: EditorKind;
  value: unknown;
  control: Control;
  onChange(value: unknown): void;
}

export function SettingEditor({ settingKey, kind, value, control, onChange }: EditorProps): ReactNode {
  const { t } = useTranslation('settings');
  const currency = useCurrency(kind.type === 'money');
  const { status, ...plain } = control;
  switch (kind.type) {
    case 'reference':
    case 'set': return <DirectorySelect kind={kind} value={value} control={control} onChange={onChange} />;
    case 'choice': return <Select {...control} style={{ minWidth: 240 }} value={value as string} onChange={onChange} options={kind.values.map((each) => ({ value: each, label: t(`value.${settingKey}.${each}`) }))} />;
    case 'flag': return <Switch {...plain} checked={value === true} onChange={onChange} checkedChildren={t('yes')} unCheckedChildren={t('no')} />;
    case 'number': return <InputNumber {...control} style={{ width: 120 }} value={value as number | null} onChange={(next) => onChange(next)} />;
    case 'money': return <MoneyInput {...control} currency={currency} value={value as Money | null} onChange={onChange} />;
    case 'date': return <Input {...control} type="date" style={{ width: 170 }} value={(value as string | null) ?? ''} onChange={(event) => onChange(event.target.value || null)} />;
    case 'dateTime': return <Input {...control} type="datetime-local" style={{ width: 210 }} value={localDateTime(value as string | null)} onChange={(event) => onChange(event.target.value ? new Date(event.target.value).toISOString() : null)} />;
    case 'machinery': return <Machinery value={value as Machinery | null} control={control} onChange={onChange} />;
    case 'attribute': return <AttributeEditor settingKey={settingKey} attribute={kind.attribute} value={value} control={control} onChange={onChange} />;
    default: return <Input {...control} maxLength={500} value={(value as string | null) ?? ''} onChange={(event) => onChange(event.target.value)} />;
  }
}

/** 2026-11-22T14:05 in the reader's zone, as the browser's field wants it. */
export function localDateTime(instant: string | null): string {
  if (!instant) return '';
  const date = new Date(instant);
  return Number.isNaN(date.getTime()) ? '' : new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

export function useCurrency(enabled = true): string {
  const carriers = useDirectory('carriers', enabled).data?.items;
  const carrier = carriers?.find(({ isDefault }) => isDefault) ?? carriers?.[0];
  return typeof carrier?.currency === 'string' ? carrier.currency : 'RUB';
}

function DirectorySelect({ kind, value, control, onChange }: { kind: Extract<EditorKind, { type: 'reference' | 'set' }>; value: unknown; control: Control; onChange(value: unknown): void }) {
  const { data, isLoading } = useDirectory(kind.directory);
  const options = (data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }));
  if (kind.type === 'set') {
    return <Select {...control} mode="multiple" loading={isLoading} showSearch={{ optionFilterProp: 'label' }} style={{ width: '100%' }} options={options} value={(value as number[] | null) ?? []} onChange={onChange} />;
  }
  return <Select {...control} loading={isLoading} showSearch={{ optionFilterProp: 'label' }} style={{ minWidth: 240 }} options={options} value={(value as number | null) ?? undefined} onChange={onChange} />;
}

interface Machinery {
  allowed: boolean;
  workTypes?: string[];
}

function Machinery({ value, control, onChange }: { value: Machinery | null; control: Control; onChange(value: unknown): void }) {
  const { t } = useTranslation('card');
  const { status: _, ...plain } = control;
  const now = value ?? { allowed: false };
  return (
    <div className="column grow">
      <Checkbox {...plain} checked={now.allowed} onChange={(event) => onChange({ ...now, allowed: event.target.checked })}>{t('machinery.allowed')}</Checkbox>
      {now.allowed && (
        <Select
          mode="tags" open={false} suffixIcon={null} disabled={control.disabled} tokenSeparators={[',']} aria-label={t('machinery.workTypes')} placeholder={t('machinery.anyWork')} value={now.workTypes ?? []}
          onChange={(workTypes: string[]) => onChange({ allowed: true, ...(workTypes.length > 0 && { workTypes }) })}
        />
      )}
    </div>
  );
}

function AttributeEditor({ attribute, ...rest }: Omit<EditorProps, 'kind'> & { attribute: DirectoryItem }): ReactNode {
  const choices = attribute.choices as { id: number; name: string }[] | null;
  switch (attribute.type) {
    case 'flag':
    case 'number':
    case 'date':
    case 'dateTime': return <SettingEditor {...rest} kind={{ type: attribute.type }} />;
    case 'choice':
    case 'numberChoice': return (
      <Select
        {...rest.control} style={{ minWidth: 200 }} value={(rest.value as number | null) ?? undefined} onChange={rest.onChange}
        options={(choices ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      />
    );
    default: return <SettingEditor {...rest} kind={{ type: 'text' }} />;
  }
}
