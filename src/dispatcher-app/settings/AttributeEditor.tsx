// A value of an attribute, by its type.
import { Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { AttributeChoice, AttributeType } from '../../contract/settings.js';
import type { DirectoryItem } from '../../ui/api/directories.js';
import { DayInput } from '../../ui/components/DayInput.js';
import { localDateTime } from '../../ui/format/dates.js';
import { Choice } from './Choice.js';
import type { SettingEditorProps } from './editors.js';
import { NoneOr } from './record-editors.js';

export interface AttributeItem extends DirectoryItem {
  type: AttributeType;
  choices: AttributeChoice[] | null;
  hidden: boolean;
}

export function AttributeEditor({ attribute, value, onChange, disabled = false, id, status, describedBy }: SettingEditorProps & { attribute: AttributeItem }) {
  const { t } = useTranslation('settings');
  const label = attribute.name;
  const locked = disabled || value === null;
  const common = { id, 'aria-label': label, disabled: locked, ...(status && { status, 'aria-invalid': status === 'error' }), ...(describedBy && { 'aria-describedby': describedBy }) };
  const field = () => {
    switch (attribute.type) {
      case 'flag': return <Choice label={label} disabled={locked} value={value === true ? 'yes' : value === false ? 'no' : undefined} choices={[['yes', t('yes')], ['no', t('no')]]} onChange={(next) => onChange(next === 'yes')} />;
      case 'number': return <InputNumber {...common} style={{ width: 180 }} value={value as number | null | undefined} onChange={(next) => next !== null && onChange(next)} />;
      case 'string': return <Input.TextArea {...common} rows={2} maxLength={2_000} value={(value as string | null) ?? ''} onChange={(event) => onChange(event.target.value)} />;
      case 'date': return <DayInput {...common} value={(value as string | null) ?? ''} onChange={(day) => day && onChange(day)} />;
      case 'dateTime':
        return <DayInput {...common} withTime value={localDateTime(value as string | null | undefined)} onChange={(time) => time && onChange(new Date(time).toISOString())} />;
      case 'choice':
      case 'numberChoice':
        return (
          <Select
            {...common} style={{ width: '100%' }} placeholder={t('editor.choose')} showSearch={{ optionFilterProp: 'label' }} value={typeof value === 'object' && value !== null ? (value as { id: number }).id : (value as number | undefined) ?? undefined}
            options={(attribute.choices ?? []).map((choice) => ({ value: choice.id, label: choice.name }))} onChange={onChange}
          />
        );
    }
  };
  return <NoneOr label={label} value={value} onChange={onChange} disabled={disabled} noneMeans={t('editor.hasNot')}>{field()}</NoneOr>;
}
