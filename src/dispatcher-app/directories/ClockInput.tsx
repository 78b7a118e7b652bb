// A time of day as people type it: 6, 6:30, 0630. Not the browser's own field, which goes by the system's language.
import { Input } from 'antd';
import { useEffect, useState } from 'react';

/** '6' → '06:00'; null if it is no time. */
export function readClock(typed: string): string | null {
  const found = /^(\d{1,2})(?:[:.]?(\d{2}))?$/.exec(typed.trim());
  const [hour, minute] = [Number(found?.[1]), Number(found?.[2] ?? 0)];
  return found && hour < 24 && minute < 60 ? `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}` : null;
}

export function ClockInput({ label, value, onChange, disabled }: { label: string; value: string | undefined; onChange(clock: string | undefined): void; disabled: boolean }) {
  const [typed, setTyped] = useState(value ?? '');
  useEffect(() => setTyped((now) => ((now.trim() === '' ? undefined : (readClock(now) ?? undefined)) === value ? now : (value ?? ''))), [value]);
  const wrong = typed.trim() !== '' && readClock(typed) === null;
  return (
    <Input
      aria-label={label} className="number" disabled={disabled} style={{ width: 70 }} placeholder="--:--" value={typed} status={wrong ? 'error' : ''} aria-invalid={wrong || undefined}
      onChange={(event) => {
        setTyped(event.target.value);
        const clock = event.target.value.trim() === '' ? undefined : readClock(event.target.value);
        if (clock !== null) onChange(clock);
      }}
      onBlur={() => setTyped(value ?? '')}
    />
  );
}
