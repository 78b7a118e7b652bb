import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallError, Conflict as Changed } from '../../src/ui/api/call-error.js';
import { useTimes } from '../shell/times.js';

/** Fields that an order form shows; what follows from them needs no word of its own. */
const FIELDS = { customer: 'customer', passenger: 'passenger', phone: 'phone', addresses: 'route', at: 'when', comment: 'comment', costCentre: 'costCentre' } as const;

/** Somebody else has changed the same: mine and theirs, and a choice (D-8). */
export function Conflict({ error, onMine, onTheirs }: { error: CallError; onMine(): void; onTheirs(): void }) {
  const { t } = useTranslation('orders');
  const { moment } = useTimes();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  const inWords = (value: unknown): string => {
    if (value === null || value === undefined || value === '') return '—';
    if (Array.isArray(value)) return value.map((one: { address: string }) => one.address).join(' → ') || '—';
    if (typeof value === 'object') return (value as { name?: string }).name ?? '…';
    return String(value);
  };
  const listed = error.conflicts.filter(({ field }) => field in FIELDS);
  const shown = ({ field }: Changed, value: unknown) => (field === 'at' && typeof value === 'string' ? moment(value) : inWords(value));
  return (
    <div ref={box} className="note-box look-box column" role="alert" tabIndex={-1}>
      <strong>{t('conflict.title')}</strong>
      <ul className="reasons">
        {listed.map((one) => <li key={one.field}>{t(FIELDS[one.field as keyof typeof FIELDS])}: {t('conflict.mine')} <strong>{shown(one, one.mine)}</strong>, {t('conflict.theirs')} <strong>{shown(one, one.theirs)}</strong></li>)}
      </ul>
      <div className="acts">
        <button type="button" className="main-button" onClick={onMine}>{t('conflict.keepMine')}</button>
        <button type="button" className="quiet-button" onClick={onTheirs}>{t('conflict.takeTheirs')}</button>
      </div>
    </div>
  );
}
