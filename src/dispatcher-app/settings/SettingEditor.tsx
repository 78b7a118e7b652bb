// One field for a value of any setting, by its key. Back to inherited is a different act from any value (D-11), so it
// is not in here: who shows the editor offers it beside.
import { Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { DirectoryItem, DirectoryKey } from '../../ui/api/directories.js';
import { useDirectory, useUsualCurrency } from '../../ui/api/directories.js';
import { MoneyInput } from '../../ui/components/MoneyInput.js';
import type { Money } from '../../ui/format/money.js';
import { useSettingLabel } from '../clients/setting-labels.js';
import { AttributeEditor, type AttributeItem } from './AttributeEditor.js';
import { Choice } from './Choice.js';
import { type Editor, type SettingEditorProps, settingEditors } from './editors.js';
import { PictureEditor } from './PictureEditor.js';
import { BankDetailsEditor, MachineryEditor, NoneOr, NotificationsEditor } from './record-editors.js';
import './settings.css';

const EXPLICITLY_NONE = 'none';

function idOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'object' && value !== null && 'id' in value ? (value as { id: number }).id : undefined;
}

export function SettingEditor(props: SettingEditorProps) {
  const label = useSettingLabel();
  const attributeId = /^attribute\.(\d+)$/.exec(props.settingKey)?.[1];
  const attributes = useDirectory('attributes', attributeId !== undefined);
  if (attributeId !== undefined) {
    const attribute = attributes.data?.items.find(({ id }) => id === Number(attributeId));
    return attribute ? <AttributeEditor {...props} attribute={attribute as AttributeItem} /> : null;
  }
  const editor = settingEditors[props.settingKey];
  return editor ? <Field {...props} editor={editor} label={label(props.settingKey)} /> : null;
}

function Field({ settingKey, value, onChange, scope, disabled = false, errors, id, status, describedBy, editor, label }: SettingEditorProps & { editor: Editor; label: string }) {
  const { t } = useTranslation('settings');
  const common = { label, disabled, ...(id !== undefined && { id }), ...(status && { status }) };
  const plain = { 'aria-label': label, ...(id !== undefined && { id }), ...(status && { status, 'aria-invalid': status === 'error' }), ...(describedBy && { 'aria-describedby': describedBy }) };
  switch (editor.kind) {
    case 'reference': return <ReferenceSelect {...common} directory={editor.directory} value={value} onChange={onChange} />;
    case 'references': return <ReferencesSelect {...common} directory={editor.directory} value={value} onChange={onChange} />;
    case 'choice':
      return (
        <Select
          {...plain} disabled={disabled} style={{ width: '100%' }} value={value === null ? EXPLICITLY_NONE : (value as string | undefined)} placeholder={t('editor.choose')}
          options={editor.values.map((choice) => ({ value: choice, label: t(`value.${settingKey}.${choice}`) }))} onChange={onChange}
        />
      );
    case 'flag': return <Choice {...common} value={value === true ? 'yes' : value === false ? 'no' : undefined} choices={[['yes', t('yes')], ['no', t('no')]]} onChange={(next) => onChange(next === 'yes')} />;
    case 'right': {
      const said = value === true ? 'allow' : value === false ? 'forbid' : (value as string | null | undefined);
      const choices: [string, string][] = [...(scope === 'child' ? [] : [['allow', t('allowed')] as [string, string]]), ['forbid', t('forbidden')]];
      return <Choice {...common} value={said ?? undefined} choices={choices} onChange={onChange} />;
    }
    case 'money':
      return (
        <NoneOr {...common} value={value} onChange={onChange} noneMeans={settingKey === 'balanceFloor' ? t('editor.noFloor') : t('none')}>
          <MoneyField {...common} value={value as Money | null | undefined} negative={settingKey === 'balanceFloor'} onChange={onChange} />
        </NoneOr>
      );
    case 'count':
      return (
        <NoneOr {...common} value={value} onChange={onChange}>
          <InputNumber {...plain} disabled={disabled || value === null} min={1} max={1_000_000} precision={0} style={{ width: 140 }} value={value as number | null | undefined} onChange={(next) => next !== null && onChange(next)} />
        </NoneOr>
      );
    case 'line':
      return (
        <NoneOr {...common} value={value} onChange={onChange}>
          <Input {...plain} disabled={disabled || value === null} maxLength={500} value={(value as string | null) ?? ''} onChange={(event) => onChange(event.target.value)} />
        </NoneOr>
      );
    case 'notifications': return <NotificationsEditor {...common} value={value as Record<string, string[]> | null | undefined} onChange={onChange} />;
    case 'bankDetails': return <BankDetailsEditor {...common} value={value as Record<string, unknown> | null | undefined} onChange={onChange} errors={errors} />;
    case 'specialMachinery': return <MachineryEditor {...common} value={value as { allowed: boolean; workTypes?: string[] } | null | undefined} onChange={onChange} />;
    case 'picture': return <PictureEditor {...common} value={idOf(value) ?? (value === null ? null : undefined)} onChange={onChange} />;
  }
}

function MoneyField(props: { label: string; disabled: boolean; value: Money | null | undefined; negative: boolean; onChange(value: unknown): void; id?: string; status?: 'error' }) {
  const currency = useUsualCurrency();
  return <MoneyInput {...props} disabled={props.disabled || props.value === null} {...(currency !== undefined && { currency })} onChange={(money) => money && props.onChange(money)} />;
}

interface ReferenceProps {
  directory: DirectoryKey;
  label: string;
  value: unknown;
  onChange(value: unknown): void;
  disabled?: boolean;
  id?: string;
  /** Whether "explicitly none" can be said. */
  allowNone?: boolean;
  status?: 'error' | '';
}

/** Items that are switched off are offered only where they are chosen already. */
function optionsOf(items: readonly DirectoryItem[], chosen: readonly (number | undefined)[], off: string) {
  return items.filter(({ id, active }) => active !== false || chosen.includes(id)).map(({ id, name, active }) => ({ value: id as number | string, label: active === false ? `${name} (${off})` : name }));
}

export function ReferenceSelect({ directory, label, value, onChange, allowNone = true, ...rest }: ReferenceProps) {
  const { t } = useTranslation('settings');
  const found = useDirectory(directory);
  const options = optionsOf(found.data?.items ?? [], [idOf(value)], t('editor.off'));
  return (
    <Select
      {...rest} aria-label={label} style={{ width: '100%' }} loading={found.isLoading} showSearch={{ optionFilterProp: 'label' }} placeholder={t('editor.choose')} value={value === null ? EXPLICITLY_NONE : idOf(value)}
      options={allowNone ? [...options, { value: EXPLICITLY_NONE, label: t('none') }] : options} onChange={(next: number | string) => onChange(next === EXPLICITLY_NONE ? null : next)}
      notFoundContent={t('editor.nothingHere')}
    />
  );
}

/** An empty set, or null, lets none at all: no limit is said by saying nothing. */
function ReferencesSelect({ directory, label, value, onChange, ...rest }: ReferenceProps) {
  const { t } = useTranslation('settings');
  const found = useDirectory(directory);
  const chosen = Array.isArray(value) ? value.map(idOf).filter((one) => one !== undefined) : [];
  return (
    <Select
      {...rest} mode="multiple" aria-label={label} style={{ width: '100%' }} loading={found.isLoading} showSearch={{ optionFilterProp: 'label' }} value={chosen}
      placeholder={value === undefined ? t('editor.choose') : t('emptySet')} options={optionsOf(found.data?.items ?? [], chosen, t('editor.off'))} onChange={onChange} notFoundContent={t('editor.nothingHere')}
    />
  );
}
