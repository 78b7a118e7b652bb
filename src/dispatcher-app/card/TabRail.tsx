// The tabs on the left edge: arrow keys walk them all, Ctrl+1…9 go to the first nine.
import { Badge } from 'antd';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Draft } from './drafts.js';
import { type CardTab, tabOf } from './tabs.js';

export function TabRail({ tabs, current, draft, onTab }: { tabs: readonly CardTab[]; current: string; draft: Draft | undefined; onTab(tab: string): void }) {
  const { t } = useTranslation('card');
  const rail = useRef<HTMLDivElement>(null);
  const count = (key: string) => Object.keys(draft?.changes ?? {}).filter((path) => tabOf(path) === key).length;
  const troubled = new Set(Object.keys(draft?.errors ?? {}).map(tabOf));

  useEffect(() => {
    const listen = (event: globalThis.KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || !/^Digit[1-9]$/.test(event.code) || isCovered()) return;
      const tab = tabs[Number(event.code.slice(5)) - 1];
      event.preventDefault();
      if (!tab) return;
      onTab(tab.key);
      rail.current?.querySelector<HTMLElement>(`[data-tab="${tab.key}"]`)?.focus();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [tabs, onTab]);

  const onKeyDown = (event: KeyboardEvent) => {
    const at = tabs.findIndex(({ key }) => key === current);
    const to = ({ ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: tabs.length - 1 } as Record<string, number>)[event.key];
    if (to === undefined || event.ctrlKey || event.altKey || event.shiftKey) return;
    const tab = tabs[(to + tabs.length) % tabs.length] as CardTab;
    event.preventDefault();
    onTab(tab.key);
    rail.current?.querySelector<HTMLElement>(`[data-tab="${tab.key}"]`)?.focus();
  };

  return (
    <div ref={rail} className="card-rail" role="tablist" aria-orientation="vertical" aria-label={t('tabs')} onKeyDown={onKeyDown}>
      {tabs.map(({ key }, index) => (
        <button
          key={key} type="button" role="tab" id={`card-tab-${key}`} data-tab={key} aria-selected={key === current} aria-controls="card-panel" tabIndex={key === current ? 0 : -1}
          title={index < 9 ? `Ctrl+${index + 1}` : undefined} onClick={() => onTab(key)}
        >
          <span className="clip">{t(`tab.${key}`)}</span>
          {count(key) > 0 && <Badge count={count(key)} size="small" color={troubled.has(key) ? 'var(--cannot)' : 'var(--accent)'} title={t('save.count', { count: count(key) })} />}
        </button>
      ))}
    </div>
  );
}

/** A dialog stands over the card: its keys are not ours. */
export function isCovered(): boolean {
  return document.querySelector('.ant-modal-wrap:not([style*="display: none"])') !== null;
}
