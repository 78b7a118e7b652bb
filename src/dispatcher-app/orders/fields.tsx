// Fields with a letter each: Alt and the letter leads there, in every keyboard layout.
import { Input, type InputProps } from 'antd';
import { type ReactNode, type RefObject, useEffect, useId } from 'react';

interface FieldProps {
  letter: string;
  label: string;
  children: ReactNode;
  /** Beside the field: what it was understood as. */
  aside?: ReactNode;
  problem?: string | undefined;
  htmlFor?: string;
}

export function Field({ letter, label, children, aside, problem, htmlFor }: FieldProps) {
  return (
    <div className="order-field" data-letter={letter}>
      <label htmlFor={htmlFor}><span>{label}</span>{letter && <span className="letter" aria-hidden="true">{letter}</span>}</label>
      <div className="order-input">{children}{problem && <div className="cannot" role="alert">{problem}</div>}</div>
      {aside !== undefined && <div className="order-aside soft clip">{aside}</div>}
    </div>
  );
}

/** A line of text under its label, for dialogs. */
export function LabelledInput({ label, ...input }: InputProps & { label: string }) {
  const id = useId();
  return <div className="column"><label htmlFor={id}>{label}</label><Input id={id} {...input} /></div>;
}

const FOCUSABLE = 'input:not([disabled]), textarea:not([disabled]), button:not([disabled])';

export function focusField(form: HTMLElement | null, letter: string): void {
  const field = form?.querySelector<HTMLElement>(`[data-letter="${letter}"]`);
  const target = field?.querySelector<HTMLElement>('input:checked') ?? field?.querySelector<HTMLElement>(FOCUSABLE);
  target?.focus();
  if (target instanceof HTMLInputElement && target.type === 'text') target.select();
}

/** Alt+letter goes to a field, Alt+digit chooses; everything else is left alone. */
export function useLetters(form: RefObject<HTMLElement | null>, onDigit: (digit: number) => void): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const letter = /^Key([A-Z])$/.exec(event.code)?.[1];
      const digit = /^Digit([1-9])$/.exec(event.code)?.[1];
      if (letter && form.current?.querySelector(`[data-letter="${letter}"]`)) focusField(form.current, letter);
      else if (digit) onDigit(Number(digit));
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [form, onDigit]);
}

function isListOpen(): boolean {
  return document.querySelector('.ant-select-dropdown:not(.ant-select-dropdown-hidden)') !== null;
}

/** Enter goes on to the next field that is still empty, unless a list is open under the one at hand. */
export function goOn(form: HTMLElement | null, from: EventTarget): void {
  if (isListOpen()) return;
  const fields = [...(form?.querySelectorAll<HTMLElement>('.order-field[data-letter]') ?? [])];
  const at = fields.findIndex((field) => field.contains(from as Node));
  const next = fields.slice(at + 1).find((field) => {
    const input = field.querySelector<HTMLInputElement>('input[type="text"], input[type="tel"], input:not([type])');
    return input !== null && input.value === '' && !input.closest('.ant-select');
  }) ?? fields.slice(at + 1).find((field) => field.dataset.letter === 'O' || field.dataset.letter === 'T');
  if (next?.dataset.letter) focusField(form, next.dataset.letter);
}

export { isListOpen };
