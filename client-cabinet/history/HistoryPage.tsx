// What happened in the own subtree, newest first. Who at the service did it is not told.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useOperation } from '../../src/ui/api/hooks.js';
import type { Result } from '../../src/ui/api/operations.js';
import { type Picked, PersonPick } from '../shell/PersonPick.js';
import { Opening } from '../shell/Opening.js';
import { useTimes } from '../shell/times.js';
import { Trouble } from '../shell/Trouble.js';

type Row = Result<'cabinetListHistory'>['items'][number];

export default function HistoryPage() {
  const { t } = useTranslation('history');
  const [of, setOf] = useState<Picked | null>(null);
  const [limit, setLimit] = useState(50);
  const { data, error } = useOperation('cabinetListHistory', { limit, ...(of && { clientId: of.id }) }, { watch: ['client'], keep: true });
  return (
    <div className="page">
      <h1>{t('title')}</h1>
      <PersonPick label={t('of')} value={of} onChange={setOf} hint={t('ofHint')} />
      <Trouble error={error} />
      {!data && !error && <Opening />}
      {data && (data.items.length === 0 ? <div className="empty"><h2>{t('none')}</h2></div> : <ul className="list">{data.items.map((row) => <li key={row.id}><Happened row={row} /></li>)}</ul>)}
      {data?.nextCursor && limit < 200 && <button type="button" className="quiet-button" onClick={() => setLimit(200)}>{t('more')}</button>}
    </div>
  );
}

function Happened({ row }: { row: Row }) {
  const { t } = useTranslation(['history', 'settings']);
  const { moment } = useTimes();
  const by = row.by.kind === 'client' ? row.by.name : t(row.by.kind === 'above' ? 'byAbove' : 'byService');
  const verb = row.action.split('.').at(-1) as string;
  const nameOf = (field: string) => (field.startsWith('settings.') ? t(`settings:label/${field.slice('settings.'.length)}`, { keySeparator: '/', defaultValue: field }) : t(`field.${field}`, { defaultValue: field }));
  const changes = Object.entries(row.changes);
  return (
    <div className="grow">
      <span><Link to={`/people/${row.client.id}`}>{row.client.name}</Link> — {t(`did.${verb}`, { defaultValue: t('did.changed') })}</span>
      {changes.length > 0 && <span className="small">{changes.map(([field, [before, after]]) => `${nameOf(field)}: ${inWords(before)} → ${inWords(after)}`).join('; ')}</span>}
      <span className="soft small">{moment(row.at)} · {by}</span>
    </div>
  );
}

/** A value in a line: names where there are some, else signs. */
function inWords(value: unknown): string {
  if (value === null || value === undefined || value === '') return '—';
  if (typeof value === 'boolean') return value ? '✓' : '✗';
  if (Array.isArray(value)) return value.length === 0 ? '—' : value.map(inWords).join(', ');
  if (typeof value === 'object') {
    const { name, number, address, amount, currency } = value as Record<string, string | undefined>;
    return name ?? number ?? address ?? (amount ? `${amount} ${currency}` : '…');
  }
  return String(value);
}
