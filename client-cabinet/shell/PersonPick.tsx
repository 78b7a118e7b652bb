// Somebody of the own subtree, found by typing part of a name or of a phone number; arrows and Enter choose.
import { useDeferredValue, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useOperation } from '../../src/ui/api/hooks.js';
import { whereOf } from '../people/where.js';

export interface Picked {
  id: number;
  name: string;
}

interface Props {
  label: string;
  value: Picked | null;
  onChange(value: Picked | null): void;
  /** Units only: whoever has nobody below can still become one. */
  hint?: string;
  except?: number;
  wrong?: string | undefined;
}

export function PersonPick({ label, value, onChange, hint, except, wrong }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const [at, setAt] = useState(0);
  const q = useDeferredValue(typed?.trim() ?? '');
  const byPhone = /^[\d\s()+-]{3,}$/.test(q);
  const open = typed !== null && q !== '';
  const { data } = useOperation('cabinetListClients', byPhone ? { phone: q, limit: 8 } : { q, limit: 8 }, { enabled: open, keep: true, watch: ['client'] });
  const items = open ? (data?.items ?? []).filter((item) => item.id !== except) : [];
  const choose = (item: Picked) => {
    onChange({ id: item.id, name: item.name });
    setTyped(null);
  };
  return (
    <div className="field pick">
      <label htmlFor={id}>{label}</label>
      <input
        id={id} role="combobox" aria-expanded={items.length > 0} aria-controls={`${id}-list`} aria-autocomplete="list" autoComplete="off" aria-activedescendant={items[at] ? `${id}-${items[at].id}` : undefined}
        aria-invalid={wrong ? true : undefined} aria-describedby={wrong || hint ? `${id}-told` : undefined} value={typed ?? value?.name ?? ''} placeholder={t('pick.placeholder')}
        onChange={({ target }) => {
          setTyped(target.value);
          setAt(0);
          if (target.value === '') onChange(null);
        }}
        onBlur={() => setTyped(null)}
        onKeyDown={(event) => {
          const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
          if (step && items.length > 0) {
            event.preventDefault();
            setAt((at + step + items.length) % items.length);
          } else if (event.key === 'Enter' && items[at]) {
            event.preventDefault();
            choose(items[at]);
          } else if (event.key === 'Escape' && typed !== null) {
            event.stopPropagation();
            setTyped(null);
          }
        }}
      />
      <div id={`${id}-list`} role="listbox" aria-label={label} className="pick-list" hidden={items.length === 0}>
        {items.map((item, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's
          <div key={item.id} id={`${id}-${item.id}`} role="option" aria-selected={index === at} tabIndex={-1} onMouseDown={(event) => event.preventDefault()} onClick={() => choose(item)}>
            <span>{item.name}</span> <span className="soft small">{whereOf(item)}</span>
          </div>
        ))}
      </div>
      {open && data && items.length === 0 && <p className="soft" role="status">{t('pick.nobody')}</p>}
      {(wrong || hint) && <p id={`${id}-told`} className={wrong ? 'cannot' : 'soft'}>{wrong ?? hint}</p>}
    </div>
  );
}
