// What happened in the own subtree, newest first. Who at the service did it is not told.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useOperationPages } from '../../src/ui/api/pages.js';
import type { Result } from '../../src/ui/api/operations.js';
import { type Picked, PersonPick } from '../shell/PersonPick.js';
import { More } from '../shell/More.js';
import { Opening } from '../shell/Opening.js';
import { useTimes } from '../shell/times.js';
import { Trouble } from '../shell/Trouble.js';
import { useChangeText } from './change-text.js';
import './history.css';

type Row = Result<'cabinetListHistory'>['items'][number];

export default function HistoryPage() {
  const { t } = useTranslation('history');
  const [of, setOf] = useState<Picked | null>(null);
  const { rows, error, isFetching, hasNextPage, more } = useOperationPages('cabinetListHistory', { limit: 50, ...(of && { clientId: of.id }) }, { watch: ['client'], keep: true });
  return (
    <div className="page">
      <h1>{t('title')}</h1>
      <PersonPick label={t('of')} value={of} onChange={setOf} hint={t('ofHint')} />
      <Trouble error={error} />
      {rows.length === 0 && !error && (isFetching ? <Opening /> : <div className="empty"><h2>{t('none')}</h2></div>)}
      {rows.length > 0 && <ul className="list">{rows.map((row) => <li key={row.id}><Happened row={row} /></li>)}</ul>}
      {hasNextPage && <More onMore={more} busy={isFetching} failed={error !== null} />}
    </div>
  );
}

function Happened({ row }: { row: Row }) {
  const { t } = useTranslation('history');
  const { moment } = useTimes();
  const by = row.by.kind === 'client' ? row.by.name : t(row.by.kind === 'above' ? 'byAbove' : 'byService');
  const verb = row.action.split('.').at(-1) as string;
  const textOf = useChangeText();
  const changes = Object.entries(row.changes);
  return (
    <div className="grow">
      <span><Link to={`/people/${row.client.id}`}>{row.client.name}</Link> — {t(`did.${verb}`, { defaultValue: t('did.changed') })}</span>
      {changes.length > 0 && <ul className="changes small">{changes.map(([field, [before, after]]) => <li key={field}>{textOf(field, before, after)}</li>)}</ul>}
      <span className="soft small">{moment(row.at)} · {by}</span>
    </div>
  );
}
