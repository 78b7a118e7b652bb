// Keys of S-3. `?` shows them all; none of them fires while somebody types, save those with Ctrl.
import { Fragment, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

/** What the help shows, in this order; the text is keys.<name>. */
export const keys = [
  ['Insert', 'add'], ['Enter', 'open'], ['Delete', 'delete'], ['F5', 'refresh'], ['Ctrl+F', 'search'], ['/', 'search'], ['Ctrl+K', 'quickSearch'], ['Shift+ArrowLeft', 'up'], ['Shift+ArrowRight', 'down'],
  ['Escape', 'clear'], ['Ctrl+1…9', 'tabs'], ['Ctrl+S', 'save'], ['W', 'why'], ['O', 'order'], ['Alt+A…Z', 'orderField'], ['Ctrl+Enter', 'createOrder'], ['F2', 'takeCall'], ['?', 'help'],
] as const;

function nameOf(event: KeyboardEvent): string {
  // On a Russian layout the key S says ы: the place of the key counts then.
  const key = /^[^\x00-\x7f]$/.test(event.key) && /^Key[A-Z]$/.test(event.code) ? event.code.slice(3) : event.key;
  const plain = key.length === 1 && !event.ctrlKey ? key.toLowerCase() : key.length === 1 ? key.toUpperCase() : key;
  const shift = event.shiftKey && key.length > 1;
  return `${event.ctrlKey || event.metaKey ? 'Ctrl+' : ''}${shift ? 'Shift+' : ''}${plain}`;
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

/** `react` on a key by its name: 'Insert', 'Ctrl+S', 'Shift+ArrowLeft', 'w'. Not behind an open dialog unless it belongs to it. */
export function useKey(key: string, react: (event: KeyboardEvent) => void, { enabled = true, inDialog = false } = {}): void {
  const latest = useRef(react);
  latest.current = react;
  useEffect(() => {
    if (!enabled) return;
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || nameOf(event) !== key) return;
      if (isTyping(event.target) && !event.ctrlKey && !event.metaKey && key !== 'Escape') return;
      if (!inDialog && document.querySelector('.ant-modal-wrap:not([style*="display: none"]), .ant-drawer-open')) return;
      event.preventDefault();
      if (key === 'Ctrl+Enter') event.stopPropagation();
      latest.current(event);
    };
    // A drop-down takes every Enter for itself: with Ctrl it is the form's.
    const capture = key === 'Ctrl+Enter';
    window.addEventListener('keydown', listen, { capture });
    return () => window.removeEventListener('keydown', listen, { capture });
  }, [key, enabled, inDialog]);
}

export function KeysHelp() {
  const { t } = useTranslation();
  return (
    <dl className="keys-help">
      {keys.map(([key, name]) => (
        <Fragment key={key}>
          <dt>{key.split('+').map((part) => <kbd key={part}>{part.replace('Arrow', '').replace('Left', '←').replace('Right', '→')}</kbd>)}</dt>
          <dd>{t(`keys.${name}`)}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
