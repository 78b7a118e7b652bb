import { useEffect, useRef, useState } from 'react';

const AFTER_MS = 60;

/** Typing is shown at once and told 60 ms after the last key, or `now`: what is asked by it comes within 100 ms. */
export function useTyped(value: string, onChange: (text: string) => void): [string, (text: string, now?: boolean) => void] {
  const [typed, setTyped] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const told = useRef(value);
  // What comes back late is what was told before: it must not take away the letters typed since.
  useEffect(() => {
    if (value === told.current) return;
    told.current = value;
    setTyped(value);
  }, [value]);
  useEffect(() => () => {
    if (timer.current) clearTimeout(timer.current);
  }, []);
  const type = (text: string, now = false) => {
    setTyped(text);
    if (timer.current) clearTimeout(timer.current);
    const tell = () => {
      told.current = text;
      onChange(text);
    };
    if (now) tell();
    else timer.current = setTimeout(tell, AFTER_MS);
  };
  return [typed, type];
}
