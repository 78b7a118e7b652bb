// Settings whose value is a record: notifications, bank details, special machinery. And what makes "explicitly none" of any value.
import { Checkbox, Input, Select, Switch } from 'antd';
import { type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { bankFields, channels, orderEvents } from './editors.js';

interface NoneProps {
  label: string;
  value: unknown;
  onChange(value: unknown): void;
  disabled?: boolean;
  noneMeans?: string;
  children: ReactNode;
}

/** A box beside the field: explicitly none is a value of its own, and not the same as inherited. Unticked, the former value is back. */
export function NoneOr({ label, value, onChange, disabled = false, noneMeans, children }: NoneProps) {
  const { t } = useTranslation('settings');
  const former = useRef<unknown>(undefined);
  if (value !== null) former.current = value;
  return (
    <div className="none-or">
      <div className="grow">{children}</div>
      <Checkbox aria-label={`${label}: ${noneMeans ?? t('none')}`} checked={value === null} disabled={disabled} onChange={(event) => onChange(event.target.checked ? null : former.current)}>{noneMeans ?? t('none')}</Checkbox>
    </div>
  );
}

interface RecordProps<T> {
  label: string;
  value: T | null | undefined;
  onChange(value: unknown): void;
  disabled?: boolean;
}

/** Which event goes out by which channel: a small table of boxes. */
export function NotificationsEditor({ label, value, onChange, disabled = false }: RecordProps<Record<string, string[]>>) {
  const { t } = useTranslation('settings');
  const rules = value ?? {};
  const set = (event: string, channel: string, on: boolean) => {
    const now = new Set(rules[event] ?? []);
    if (on) now.add(channel);
    else now.delete(channel);
    const next = { ...rules, [event]: channels.filter((one) => now.has(one)) };
    onChange(Object.fromEntries(Object.entries(next).filter(([, chosen]) => chosen.length > 0)));
  };
  return (
    <NoneOr label={label} value={value} onChange={(next) => onChange(next === undefined ? {} : next)} disabled={disabled} noneMeans={t('editor.noNotices')}>
      <table className="matrix" aria-label={label}>
        <thead><tr><th scope="col">{t('editor.event')}</th>{channels.map((channel) => <th key={channel} scope="col">{t(`channel.${channel}`)}</th>)}</tr></thead>
        <tbody>
          {orderEvents.map((event) => (
            <tr key={event}>
              <th scope="row">{t(`event.${event}`)}</th>
              {channels.map((channel) => (
                <td key={channel}>
                  <Checkbox
                    aria-label={`${t(`event.${event}`)}: ${t(`channel.${channel}`)}`} disabled={disabled || value === null} checked={rules[event]?.includes(channel) ?? false}
                    onChange={({ target }) => set(event, channel, target.checked)}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </NoneOr>
  );
}

interface BankProps extends RecordProps<Record<string, unknown>> {
  errors?: ReadonlyMap<string, string> | undefined;
  /** Details that are not inherited: there is no "explicitly none". */
  always?: boolean;
}

/** Inherited as one record, so it is edited as one. */
export function BankDetailsEditor({ label, value, onChange, disabled = false, errors, always = false }: BankProps) {
  const { t } = useTranslation('settings');
  const details = value ?? {};
  const set = (field: string, next: unknown) => onChange(Object.fromEntries(Object.entries({ ...details, [field]: next }).filter(([, part]) => part !== '' && part !== undefined)));
  const locked = disabled || (value === null && !always);
  const fields = (
    <div className="bank-fields">
      {bankFields.map((field) => {
        const error = [...(errors ?? [])].find(([path]) => path.endsWith(`/${field}`))?.[1];
        const tell = `bank-${field}-error`;
        return (
          <div key={field}>
            <label className="soft" htmlFor={`bank-${field}`}>{t(`part.bankDetails.${field}`)}</label>
            <Input
              id={`bank-${field}`} disabled={locked} maxLength={500} status={error ? 'error' : ''} aria-invalid={error !== undefined} {...(error && { 'aria-describedby': tell })}
              value={(details[field] as string | undefined) ?? ''} onChange={(event) => set(field, event.target.value)}
            />
            {error && <div id={tell} role="alert" className="cannot">{error}</div>}
          </div>
        );
      })}
      <Checkbox disabled={locked} checked={details.invoicesAllowed === true} onChange={(event) => set('invoicesAllowed', event.target.checked)}>{t('part.bankDetails.invoicesAllowed')}</Checkbox>
    </div>
  );
  return always ? fields : <NoneOr label={label} value={value} onChange={(next) => onChange(next === undefined ? {} : next)} disabled={disabled}>{fields}</NoneOr>;
}

export function MachineryEditor({ label, value, onChange, disabled = false }: RecordProps<{ allowed: boolean; workTypes?: string[] }>) {
  const { t } = useTranslation('settings');
  const locked = disabled || value === null;
  const allowed = value?.allowed ?? false;
  return (
    <NoneOr label={label} value={value} onChange={(next) => onChange(next === undefined ? { allowed: false } : next)} disabled={disabled}>
      <div className="column">
        <div className="row"><Switch aria-label={label} checked={allowed} disabled={locked} onChange={(next) => onChange({ ...value, allowed: next })} /> {allowed ? t('allowed') : t('forbidden')}</div>
        <Select
          mode="tags" aria-label={t('part.specialMachinery.workTypes')} placeholder={t('editor.allWorkTypes')} disabled={locked || !allowed} tokenSeparators={[',']} open={false} suffixIcon={null}
          value={value?.workTypes ?? []} onChange={(workTypes: string[]) => onChange({ allowed, ...(workTypes.length > 0 && { workTypes }) })}
        />
      </div>
    </NoneOr>
  );
}
