// The report, row by row: any number of rows, a page at a time. The counts are its filter, the address keeps it.
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import type { ImportCounts, ImportRowView } from '../../src/contract/imports.js';
import { useOperation } from '../../src/ui/api/hooks.js';
import { useOperationPages } from '../../src/ui/api/pages.js';
import { StateTag } from '../../src/ui/components/plain.js';
import { useImportReason } from '../../src/ui/imports/reasons.js';
import { outcomes, outcomeTones } from '../../src/ui/imports/states.js';
import { plainValue } from '../../src/ui/imports/values.js';
import { More } from '../shell/More.js';
import { Opening } from '../shell/Opening.js';
import { Trouble } from '../shell/Trouble.js';
import type { Import } from './OneImport.js';

const PAGE = 100;

export function Report({ view, counts }: { view: Import; counts: ImportCounts }) {
  const { t } = useTranslation('imports');
  const [address, setAddress] = useSearchParams();
  const asked = address.get('outcome');
  const outcome = outcomes.find((one) => one === asked);
  const warned = asked === 'warned';
  const show = (value: string | null) => setAddress(value === null ? {} : { outcome: value }, { replace: true });
  const { rows, error, isFetching, hasNextPage, more } = useOperationPages(
    'cabinetListImportRows', { id: view.id, limit: PAGE, ...(outcome && { outcome }), ...(warned && { warned }) }, { watch: [`import:${view.id}`] },
  );
  const chip = (value: string | null, label: string, count: number) => <button key={value} type="button" className="chip" aria-pressed={asked === value} onClick={() => show(value)}>{label} <span className="number">{count}</span></button>;
  return (
    <section className="column" aria-labelledby="rows">
      <h2 id="rows">{t('rows.title')}</h2>
      <fieldset className="chips" aria-label={t('rows.filter')}>
        {chip(null, t('rows.all'), outcomes.reduce((sum, one) => sum + counts[one], 0))}
        {outcomes.filter((one) => counts[one] > 0).map((one) => chip(one, t(`outcome.${one}`), counts[one]))}
        {counts.warnings > 0 && chip('warned', t('rows.warnings'), counts.warnings)}
      </fieldset>
      <Trouble error={error} />
      {rows.length === 0 && (isFetching ? <Opening /> : <p className="soft">{t('rows.none')}</p>)}
      {rows.length > 0 && <ul className="list import-rows">{rows.map((row) => <li key={row.number}><Row row={row} state={view.state} /></li>)}</ul>}
      {hasNextPage && <More onMore={more} busy={isFetching} failed={error !== null} />}
    </section>
  );
}

function Row({ row, state }: { row: ImportRowView; state: Import['state'] }) {
  const { t } = useTranslation('imports');
  const say = useImportReason();
  const fieldName = (field: string) => t(`target.${field}`, { defaultValue: field });
  const isThere = row.clientId !== null && (state === 'committed' || row.outcome !== 'create');
  return (
    <div className="grow">
      <div className="row apart">
        <span className="clip">{isThere ? <Link to={`/people/${row.clientId}`}>{row.name}</Link> : row.name || <span className="soft">{t('rows.nameless')}</span>}</span>
        <StateTag tone={outcomeTones[row.outcome]}>{t(`outcome.${row.outcome}`)}</StateTag>
      </div>
      <div className="soft small">{row.row === null ? t('rows.implied') : t('rows.rowOf', { row: row.row })}{row.externalId !== null && ` · ${row.externalId}`}</div>
      {state === 'undone' && row.undo !== null && <div className="small">{t(`undo.row.${row.undo}`)}{row.undoReason && `: ${say(row.undoReason, fieldName)}`}</div>}
      {row.reason && <div className={`small ${row.outcome === 'error' ? 'cannot' : ''}`}>{say(row.reason, fieldName)}</div>}
      {row.warnings.map(({ field, value, reason }) => <div key={`${field} ${value} ${reason}`} className="small look">{t('rows.remark', { field: fieldName(field), value, reason: say(reason, fieldName) })}</div>)}
      {(row.outcome === 'update' || row.outcome === 'move') && <Changes row={row} fieldName={fieldName} />}
    </div>
  );
}

function Changes({ row, fieldName }: { row: ImportRowView; fieldName(field: string): string }) {
  const { t } = useTranslation('imports');
  return (
    <dl className="facts small">
      {Object.entries(row.changes).map(([field, [before, after]]) => (
        <div key={field} className="fact"><dt>{fieldName(field)}</dt><dd>{field === 'parentId' ? <><Unit id={before} /> → <Unit id={after} /></> : <><s className="soft">{plainValue(before, t)}</s> → {field === 'kind' ? t(`people:kind.${String(after)}`) : plainValue(after, t)}</>}</dd></div>
      ))}
    </dl>
  );
}

/** A unit by its name; what the import itself makes has no id yet. */
function Unit({ id }: { id: unknown }) {
  const { t } = useTranslation('imports');
  const known = typeof id === 'number';
  const { data } = useOperation('cabinetGetClient', { id: known ? id : 1 }, { enabled: known });
  return <>{known ? (data?.name ?? '…') : t('rows.newUnit')}</>;
}
