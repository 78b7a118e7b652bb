import { Segmented } from 'antd';

/** Two or three words side by side: one look tells what is said. */
export function Choice({ label, value, choices, onChange, disabled = false }: { label: string; value: string | undefined; choices: readonly (readonly [string, string])[]; onChange(value: string): void; disabled?: boolean }) {
  return (
    <Segmented
      aria-label={label} disabled={disabled} value={value ?? ''} onChange={(next) => onChange(next as string)}
      options={choices.map(([key, text]) => ({ value: key, label: text }))}
    />
  );
}
