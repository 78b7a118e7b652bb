import { type ComponentProps, type ReactNode, type Ref, useId } from 'react';

interface Props extends Omit<ComponentProps<'input'>, 'onChange' | 'value' | 'ref'> {
  label: ReactNode;
  value: string;
  onChange(value: string): void;
  /** A sentence under the field. */
  hint?: ReactNode;
  /** What is wrong with it. */
  wrong?: string | null | undefined;
  ref?: Ref<HTMLInputElement>;
}

/** A line to type in, with its label above and what is wrong with it below. */
export function TextField({ label, value, onChange, hint, wrong, ref, ...rest }: Props) {
  const id = useId();
  const told = wrong || hint ? `${id}-told` : undefined;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input {...rest} ref={ref} id={id} value={value} onChange={({ target }) => onChange(target.value)} aria-invalid={wrong ? true : undefined} aria-describedby={told} />
      {told && <p id={told} className={wrong ? 'cannot' : 'soft'}>{wrong ?? hint}</p>}
    </div>
  );
}
