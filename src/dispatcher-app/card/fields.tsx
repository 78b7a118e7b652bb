// Rows of the card: label, control, what is unsaved, what somebody else wrote, why it was refused.
import { UndoOutlined } from '@ant-design/icons';
import { Button, Input, Select, Switch, Tooltip } from 'antd';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { DayInput } from '../../ui/components/DayInput.js';
import { colon } from '../../ui/i18n/i18n.js';
import { useCard } from './card-context.js';
import { canonical } from './drafts.js';
import { FieldValue } from './FieldValue.js';

export interface Control {
  id: string;
  disabled: boolean;
  status: '' | 'error';
  'aria-label': string;
  'aria-describedby': string;
  'aria-invalid': boolean;
}

interface RowProps {
  path: string;
  label: string;
  hint?: ReactNode;
  /** Several controls of a record or a list: the label names them together. */
  group?: boolean;
  children(control: Control): ReactNode;
  aside?: ReactNode;
}

/** A value that somebody else changes fades from the accent in a second (look.md). */
export function useFlash(value: unknown): React.RefObject<HTMLDivElement | null> {
  const element = useRef<HTMLDivElement>(null);
  const text = canonical(value);
  const shown = useRef(text);
  useEffect(() => {
    if (shown.current === text) return;
    shown.current = text;
    element.current?.animate?.([{ backgroundColor: 'var(--accent-soft)' }, { backgroundColor: 'transparent' }], { duration: 1_000 });
  }, [text]);
  return element;
}

export function FieldRow({ path, label, hint, group = false, children, aside }: RowProps) {
  const { t } = useTranslation('card');
  const { readOnly, isChanged, errorAt, conflicts, drop, keepMine, value } = useCard();
  const id = useId();
  const changed = isChanged(path);
  const error = errorAt(path);
  const conflict = conflicts.find((each) => each.path === path);
  const flash = useFlash(changed ? null : value(path));
  const tellId = `${id}-tell`;
  return (
    <div ref={flash} className={`field ${group ? 'group' : ''} ${changed ? 'unsaved' : ''} ${error || conflict ? 'trouble' : ''}`} data-path={path}>
      <label htmlFor={group ? undefined : id} id={`${id}-label`} className="field-label">{label}{changed && <span className="visually-hidden">, {t('unsaved')}</span>}</label>
      <div className="field-control" {...(group && { role: 'group', 'aria-labelledby': `${id}-label` })}>
        {children({ id, disabled: readOnly, status: error ? 'error' : '', 'aria-label': label, 'aria-describedby': tellId, 'aria-invalid': error !== undefined })}
        {aside}
        {changed && !readOnly && <Tooltip title={t('takeBack')}><Button type="text" size="small" icon={<UndoOutlined />} aria-label={t('takeBackField', { field: label })} onClick={() => drop(path)} /></Tooltip>}
      </div>
      <div id={tellId} className="field-tell">
        {error && <div role="alert" className="cannot">{error}</div>}
        {conflict && (
          <div className="look row wrap" role="status">
            <span>{t('common:conflict.theirs')}{colon()}<FieldValue path={path} value={conflict.theirs} /></span>
            <Button size="small" onClick={() => keepMine(path)}>{t('common:conflict.keepMine')}</Button>
            <Button size="small" onClick={() => drop(path)}>{t('common:conflict.takeTheirs')}</Button>
          </div>
        )}
        {hint && <div className="soft small">{hint}</div>}
      </div>
    </div>
  );
}

/** The name of a field; its text is field.<path>. */
export function useFieldLabel(): (path: string) => string {
  const { t } = useTranslation('card');
  return (path) => t(`field.${path}`);
}

interface FieldProps {
  path: string;
  hint?: ReactNode;
  aside?: ReactNode;
}

/** Empty is null for fields that may be empty. */
export function TextField({ path, hint, aside, lines = 1, required = false, maxLength, type = 'text' }: FieldProps & { lines?: number; required?: boolean; maxLength?: number; type?: 'text' | 'email' | 'date' }) {
  const label = useFieldLabel();
  const { value, put } = useCard();
  const write = (text: string) => put(path, text === '' && !required ? null : text);
  const text = value<string | null>(path) ?? '';
  return (
    <FieldRow path={path} label={label(path)} hint={hint} aside={aside}>
      {(control) => lines > 1
        ? <Input.TextArea {...control} className="grows" style={{ minHeight: 10 + 20 * lines }} value={text} maxLength={maxLength} onChange={(event) => write(event.target.value)} />
        : type === 'date' ? <DayInput {...control} value={text} onChange={write} />
          : <Input {...control} type={type} value={text} maxLength={maxLength} required={required} onChange={(event) => write(event.target.value)} />}
    </FieldRow>
  );
}

export function SwitchField({ path, hint }: FieldProps) {
  const label = useFieldLabel();
  const { value, put } = useCard();
  return <FieldRow path={path} label={label(path)} hint={hint}>{({ status: _, ...control }) => <Switch {...control} checked={value<boolean>(path)} onChange={(next) => put(path, next)} />}</FieldRow>;
}

export interface Choice<T> {
  value: T;
  label: string;
}

export function SelectField<T extends string | number>({ path, hint, options, allowClear = true, search = false }: FieldProps & { options: readonly Choice<T>[]; allowClear?: boolean; search?: boolean }) {
  const label = useFieldLabel();
  const { value, put } = useCard();
  return (
    <FieldRow path={path} label={label(path)} hint={hint}>
      {(control) => (
        <Select
          {...control} allowClear={allowClear} showSearch={search ? { optionFilterProp: 'label' } : false} options={[...options]} value={value<T | null>(path) ?? undefined}
          onChange={(next) => put(path, next ?? null)} style={{ minWidth: 220 }}
        />
      )}
    </FieldRow>
  );
}

export function TagsField({ path, hint }: FieldProps) {
  const label = useFieldLabel();
  const { value, put } = useCard();
  return (
    <FieldRow path={path} label={label(path)} hint={hint}>
      {(control) => <Select {...control} mode="tags" open={false} suffixIcon={null} tokenSeparators={[',']} value={value<string[]>(path)} onChange={(next: string[]) => put(path, next)} style={{ width: '100%' }} />}
    </FieldRow>
  );
}
