// A day, or a day with its time, as the reader's language writes it. The browser's own field follows the language of the browser, which
// need not be the one that was chosen here; its calendar opens by the button.
import { CalendarOutlined } from '@ant-design/icons';
import { Button, Input, Space } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readDay, showDay } from '../format/days.js';

interface Props {
  /** 2026-11-22, or 2026-11-22T14:05 with the time; empty for nothing. */
  value: string;
  /** Empty for nothing. What cannot be read stays as typed, marked, and changes nothing. */
  onChange(value: string): void;
  withTime?: boolean;
  id?: string;
  disabled?: boolean;
  required?: boolean;
  status?: 'error' | '';
  /** The latest that can be chosen, in the form of the value. */
  max?: string;
  'aria-label'?: string;
  'aria-describedby'?: string;
}

export function DayInput({ value, onChange, withTime = false, status = '', max, disabled = false, ...rest }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(() => showDay(value));
  const picker = useRef<HTMLInputElement>(null);
  const read = typed.trim() === '' ? '' : readDay(typed, withTime);
  useEffect(() => setTyped((now) => ((now.trim() === '' ? '' : readDay(now, withTime)) === value ? now : showDay(value))), [value, withTime]);
  const wrong = read === null;
  const open = () => {
    try {
      picker.current?.showPicker();
    } catch {
      picker.current?.focus();
    }
  };
  return (
    <Space.Compact className={`day-input ${withTime ? 'with-time' : ''}`}>
      <Input
        {...rest} disabled={disabled} className="number" value={typed} placeholder={t(withTime ? 'dayTimeForm' : 'dayForm')} status={wrong ? 'error' : status} aria-invalid={wrong || status === 'error' || undefined}
        onChange={({ target }) => {
          setTyped(target.value);
          const next = target.value.trim() === '' ? '' : readDay(target.value, withTime);
          if (next !== null && next !== value) onChange(next);
        }}
        onBlur={() => read !== null && setTyped(showDay(read))}
      />
      {/* For the mouse only: keys and screen readers have the field. */}
      <Button icon={<CalendarOutlined />} disabled={disabled} tabIndex={-1} aria-hidden="true" title={t('calendar')} onClick={open} />
      <input ref={picker} className="day-picker" type={withTime ? 'datetime-local' : 'date'} value={value} max={max} tabIndex={-1} aria-hidden="true" onChange={({ target }) => onChange(target.value)} />
    </Space.Compact>
  );
}
