// Labelled fields over one record: each knows its name, finds its value and its error, and says when it may not be changed.
import { Form, Input, InputNumber, Select, Switch } from 'antd';
import { createContext, type ReactNode, useContext } from 'react';
import { DayInput } from '../../ui/components/DayInput.js';
import { useTranslation } from 'react-i18next';

export interface FormState {
  value: Readonly<Record<string, unknown>>;
  set(part: Record<string, unknown>): void;
  /** Sentences by path without body/: name, entries/0/from. */
  errors: ReadonlyMap<string, string>;
  locked: boolean;
  isNew: boolean;
}

export const FormContext = createContext<FormState>({ value: {}, set: () => undefined, errors: new Map(), locked: true, isNew: false });
export const useFormState = () => useContext(FormContext);

/** The sentence at a field, or at anything inside it. */
export function errorAt(errors: ReadonlyMap<string, string>, name: string): string | undefined {
  return errors.get(name) ?? [...errors].find(([path]) => path.startsWith(`${name}/`))?.[1];
}

interface FieldProps {
  name: string;
  /** Text key below field.; the name unless told. */
  label?: string;
  hint?: string;
}

export function Field({ name, label = name, hint, required = false, children }: FieldProps & { required?: boolean; children: ReactNode }) {
  const { t } = useTranslation('directories');
  const { errors } = useFormState();
  const error = errorAt(errors, name);
  return (
    <Form.Item label={t(`field.${label}`)} htmlFor={`field-${name}`} required={required} extra={hint} {...(error && { validateStatus: 'error' as const, help: error })}>
      {children}
    </Form.Item>
  );
}

export function TextField({ name, label, hint, required = false, rows }: FieldProps & { required?: boolean; rows?: number }) {
  const { value, set, locked } = useFormState();
  const common = { id: `field-${name}`, disabled: locked, value: (value[name] as string | null | undefined) ?? '', 'aria-required': required };
  return (
    <Field name={name} {...(label && { label })} {...(hint && { hint })} required={required}>
      {rows === undefined
        ? <Input {...common} maxLength={500} autoComplete="off" onChange={(event) => set({ [name]: event.target.value })} />
        : <Input.TextArea {...common} rows={rows} maxLength={10_000} onChange={(event) => set({ [name]: event.target.value })} />}
    </Field>
  );
}

export function SwitchField({ name, label = name, hint }: FieldProps) {
  const { t } = useTranslation('directories');
  const { value, set, locked, errors } = useFormState();
  const error = errorAt(errors, name);
  return (
    <Form.Item className="switch-field" extra={hint} {...(error && { validateStatus: 'error' as const, help: error })}>
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the switch is the control */}
      <label className="row"><Switch id={`field-${name}`} aria-label={t(`field.${label}`)} disabled={locked} checked={value[name] === true} onChange={(on) => set({ [name]: on })} /> {t(`field.${label}`)}</label>
    </Form.Item>
  );
}

export function NumberField({ name, label, hint, min, max, nullable = false }: FieldProps & { min?: number; max?: number; nullable?: boolean }) {
  const { value, set, locked } = useFormState();
  return (
    <Field name={name} {...(label && { label })} {...(hint && { hint })}>
      <InputNumber
        id={`field-${name}`} disabled={locked} precision={0} style={{ width: 160 }} value={value[name] as number | null} {...(min !== undefined && { min })} {...(max !== undefined && { max })}
        onChange={(next) => (next !== null || nullable) && set({ [name]: next })}
      />
    </Field>
  );
}

export function DateField({ name, label, hint }: FieldProps) {
  const { value, set, locked } = useFormState();
  return (
    <Field name={name} {...(label && { label })} {...(hint && { hint })}>
      <DayInput id={`field-${name}`} disabled={locked} value={(value[name] as string | null) ?? ''} onChange={(day) => set({ [name]: day || null })} />
    </Field>
  );
}

export interface Option {
  value: number | string;
  label: string;
}

export function SelectField({ name, label, hint, options, required = false, nullable = false, placeholder }: FieldProps & { options: readonly Option[]; required?: boolean; nullable?: boolean; placeholder?: string }) {
  const { t } = useTranslation('directories');
  const { value, set, locked } = useFormState();
  return (
    <Field name={name} {...(label && { label })} {...(hint && { hint })} required={required}>
      <Select
        id={`field-${name}`} aria-label={t(`field.${label ?? name}`)} disabled={locked} showSearch={{ optionFilterProp: 'label' }} allowClear={nullable} placeholder={placeholder ?? t('choose')}
        value={(value[name] as number | string | null) ?? undefined} options={[...options]} onChange={(next: number | string | undefined) => set({ [name]: next ?? null })}
      />
    </Field>
  );
}
