// A sum as people type it: with a comma or a point, spaces anywhere; it leaves as an exact decimal string.
import { Input, Select, Space } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { currentLanguage } from '../i18n/i18n.js';
import type { Money } from '../format/money.js';

const usualCurrencies = ['RUB', 'EUR', 'USD', 'CHF', 'GBP', 'KZT', 'BYN', 'AMD', 'UZS', 'KGS', 'GEL', 'AED', 'CNY', 'TRY'];

/** '1 234,5' → '1234.5'; null if it is no sum. */
export function readAmount(typed: string): string | null {
  const plain = typed.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.').replace('−', '-');
  return /^-?\d{1,15}(\.\d{1,2})?$/.test(plain) ? plain : null;
}

export function showAmount(amount: string): string {
  return currentLanguage() === 'en' ? amount : amount.replace('.', ',');
}

interface AmountProps {
  /** Exact decimal, or undefined for nothing. */
  value: string | undefined;
  onChange(amount: string | undefined): void;
  label: string;
  id?: string;
  disabled?: boolean;
  negative?: boolean;
  suffix?: string;
  status?: 'error' | '';
  autoFocus?: boolean;
  placeholder?: string;
}

/** A sum without its currency. What cannot be read stays as typed, marked, and changes nothing. */
export function AmountInput({ value, onChange, label, negative = false, status, ...rest }: AmountProps) {
  const [typed, setTyped] = useState(value === undefined ? '' : showAmount(value));
  const read = typed.trim() === '' ? undefined : readAmount(typed);
  useEffect(() => setTyped((now) => ((now.trim() === '' ? undefined : readAmount(now)) === value ? now : value === undefined ? '' : showAmount(value))), [value]);
  const wrong = read === null || (!negative && read?.startsWith('-'));
  return (
    <Input
      {...rest} aria-label={label} className="number" inputMode="decimal" value={typed} status={wrong ? 'error' : (status ?? '')} aria-invalid={wrong || undefined}
      onChange={(event) => {
        setTyped(event.target.value);
        const next = event.target.value.trim() === '' ? undefined : readAmount(event.target.value);
        if (next !== null && (negative || !next?.startsWith('-'))) onChange(next);
      }}
    />
  );
}

interface MoneyProps extends Omit<AmountProps, 'value' | 'onChange' | 'suffix'> {
  value: Money | null | undefined;
  onChange(money: Money | undefined): void;
  /** Of a sum that is only beginning to be typed. */
  currency?: string;
}

export function MoneyInput({ value, onChange, currency = 'RUB', label, ...rest }: MoneyProps) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = value?.currency ?? chosen ?? currency;
  return (
    <Space.Compact block>
      <AmountInput {...rest} label={label} value={value?.amount} onChange={(amount) => onChange(amount === undefined ? undefined : { amount, currency: shown })} />
      <Select
        aria-label={t('currencyOf', { label })} style={{ width: 84, flex: 'none' }} value={shown} {...(rest.disabled !== undefined && { disabled: rest.disabled })}
        options={[...new Set([shown, currency, ...usualCurrencies])].map((code) => ({ value: code, label: code }))} showSearch
        onChange={(next: string) => {
          setChosen(next);
          if (value) onChange({ ...value, currency: next });
        }}
      />
    </Space.Compact>
  );
}
