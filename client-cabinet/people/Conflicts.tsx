// Somebody else changed the same fields meanwhile: what was there, what they wrote and what is mine, and which of both
// shall hold, field by field (D-8).
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Conflict } from '../../src/ui/api/call-error.js';
import { formatPhone } from '../../src/ui/format/phone.js';

/** Field → whose value holds; mine where nothing is said. */
export type Taken = Readonly<Record<string, 'mine' | 'theirs'>>;

const labels = { name: 'name', kind: 'kindLabel', phones: 'phones', email: 'email', address: 'address', driverNote: 'driverNote', externalId: 'externalId', favouriteAddresses: 'favourites' } as const;

export function Conflicts({ conflicts, taken, onTake }: { conflicts: readonly Conflict[]; taken: Taken; onTake(taken: Taken): void }) {
  const { t } = useTranslation('people');
  const box = useRef<HTMLElement>(null);
  useEffect(() => box.current?.focus(), []);
  const inWords = (field: string, value: unknown): string => {
    if (value === null || value === undefined || value === '') return '—';
    if (field === 'kind') return t(`kind.${String(value)}`);
    if (Array.isArray(value)) return value.map((one: { number?: string; address?: string }) => (one.number ? formatPhone(one.number) : one.address)).join(', ') || '—';
    return String(value);
  };
  return (
    <section ref={box} tabIndex={-1} className="note-box look-box column conflicts" aria-labelledby="conflicts" role="alert">
      <h3 id="conflicts">{t('conflict.title', { count: conflicts.length })}</h3>
      {conflicts.map(({ field, mine, theirs, before }) => {
        const label = t(labels[field as keyof typeof labels] ?? 'change');
        return (
          <fieldset key={field} className="plain-fieldset">
            <legend className="field-label">{label}</legend>
            <p className="soft small">{t('conflict.before')}: {inWords(field, before)}</p>
            {(['mine', 'theirs'] as const).map((whose) => (
              <label key={whose} className="check">
                <input type="radio" name={`conflict-${field}`} checked={(taken[field] ?? 'mine') === whose} onChange={() => onTake({ ...taken, [field]: whose })} />
                <span><span className="soft">{t(`conflict.${whose}`)}:</span> {inWords(field, whose === 'mine' ? mine : theirs)}</span>
              </label>
            ))}
          </fieldset>
        );
      })}
      <p className="small">{t('conflict.saveAgain')}</p>
    </section>
  );
}
