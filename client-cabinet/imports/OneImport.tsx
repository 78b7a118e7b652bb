// One import. Every step answers at once and goes on as a job: the page may be left, and shows where the import is
// whenever it is opened again.
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { CallError } from '../../src/ui/api/call-error.js';
import { queries, useLive, useOperation } from '../../src/ui/api/hooks.js';
import { download } from '../../src/ui/api/http.js';
import type { Result } from '../../src/ui/api/operations.js';
import { useMapping } from '../../src/ui/imports/mapping.js';
import { useImportReason } from '../../src/ui/imports/reasons.js';
import { isRunning, percentOf, rowsToWrite } from '../../src/ui/imports/states.js';
import { useSession } from '../session.js';
import { Dialog } from '../shell/Dialog.js';
import { Opening } from '../shell/Opening.js';
import { Trouble } from '../shell/Trouble.js';
import { Columns } from './Columns.js';
import { ImportState } from './ImportState.js';
import { Reading } from './Reading.js';
import { Report } from './Report.js';

export type Import = Result<'cabinetGetImport'>;

/** Beside the pushes, which tell of the ends of steps: how far a step is, and a push that was lost. */
const LOOK_AGAIN_MS = 1_000;

export function OneImport({ id }: { id: number }) {
  const { data, error, refetch } = useOperation('cabinetGetImport', { id }, { watch: [`import:${id}`] });
  const running = data ? isRunning(data.state) : false;
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(() => void refetch(), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [running, refetch]);
  if (!data) return error ? <div className="page"><Back /><Trouble error={error} /></div> : <Opening />;
  return <Shown view={data} />;
}

function Back() {
  const { t } = useTranslation('imports');
  return <Link className="link-button" to="/people/imports">‹ {t('back')}</Link>;
}

const steps = { check: 'cabinetDryRunImport', commit: 'cabinetCommitImport', undo: 'cabinetUndoImport', dropping: 'cabinetCancelImport' } as const;
type Step = keyof typeof steps;

function Shown({ view }: { view: Import }) {
  const { t } = useTranslation('imports');
  const { readOnly } = useSession();
  const live = useLive();
  const say = useImportReason();
  const mapping = useMapping(view);
  const [asked, setAsked] = useState<'undo' | 'dropping' | null>(null);
  const [correcting, setCorrecting] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<CallError | null>(null);
  const { id, state, version, counts, undoCounts } = view;
  const running = isRunning(state);
  const mappable = !running && (state === 'mapping' || correcting);
  const toWrite = rowsToWrite(counts);
  const failure = (problem: unknown) => setError(problem instanceof CallError ? problem : new CallError('server.error', {}));
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version has a new report
  useEffect(() => void queries.invalidateQueries({ queryKey: ['cabinetListImportRows'] }), [version]);

  const run = async (step: Step) => {
    setBusy(true);
    setError(null);
    setAsked(null);
    try {
      const next = step === 'check' ? await live.call(steps[step], { id }, mapping.input) : await live.call(steps[step], { id });
      queries.setQueryData(['cabinetGetImport', { id }], next);
      setCorrecting(false);
    } catch (problem) {
      failure(problem);
    }
    setBusy(false);
  };
  const named = mapping.has('name') || mapping.has('path');
  return (
    <div className="page">
      <Back />
      <div className="row wrap"><h1 className="file-name">{view.fileName}</h1><ImportState state={state} /><span className="soft">{t('rowCount', { count: view.rowCount })}</span></div>
      {view.error && !running && <div className="note-box cannot-box" role="alert"><strong>{t('stopped')}</strong> {say(view.error, String)}</div>}
      {running && <Running view={view} />}
      {state === 'committed' && <p className="note-box fine-box" role="status">{t('committed', { count: toWrite })} {counts && counts.error > 0 && <>{t('someErrors', { count: counts.error })} <Link to="/people/imports">{t('importCorrected')}</Link></>}</p>}
      {state === 'undone' && !correcting && undoCounts && <p className="note-box fine-box" role="status">{t('undo.done')} {(['removed', 'deleted', 'restored', 'kept'] as const).filter((what) => undoCounts[what] > 0).map((what) => t(`undo.${what}`, { count: undoCounts[what] })).join(' · ')}</p>}
      {state === 'cancelled' && <p className="note-box">{t('dropping.done')}</p>}
      {mappable && <><Columns view={view} mapping={mapping} /><Reading mapping={mapping} /></>}
      <Trouble error={error} />
      {!readOnly && !running && state !== 'cancelled' && (
        <div className="acts import-acts">
          {mappable && <button type="button" className="main-button" disabled={busy || !named || mapping.twice.size > 0} onClick={() => void run('check')}>{t('check')}</button>}
          {correcting && <button type="button" className="quiet-button" onClick={() => { mapping.reset(); setCorrecting(false); }}>{t('backToRows')}</button>}
          {state === 'checked' && !correcting && <button type="button" className="main-button" disabled={busy || toWrite === 0} onClick={() => void run('commit')}>{t('commit', { count: toWrite })}</button>}
          {(state === 'checked' || state === 'undone') && !correcting && <button type="button" className="quiet-button" onClick={() => setCorrecting(true)}>{t(state === 'undone' ? 'again' : 'correct')}</button>}
          {counts && counts.error > 0 && !mappable && <button type="button" className="quiet-button" onClick={() => void download(`/cabinet/imports/${id}/errors`).catch(failure)}>{t('saveErrors')}</button>}
          {state === 'committed' && <button type="button" className="danger-button" disabled={busy} onClick={() => setAsked('undo')}>{t('undo.button')}</button>}
          {(state === 'mapping' || state === 'checked') && !correcting && <button type="button" className="danger-button" disabled={busy} onClick={() => setAsked('dropping')}>{t('dropping.button')}</button>}
        </div>
      )}
      {counts && !mappable && !running && state !== 'cancelled' && <Report view={view} counts={counts} />}
      {asked && (
        <Dialog title={t(`${asked}.question`, { file: view.fileName })} onClose={() => setAsked(null)}>
          <p>{t(`${asked}.what`, { count: toWrite })}</p>
          <button type="button" className="danger-button" onClick={() => void run(asked)}>{t(`${asked}.yes`)}</button>
        </Dialog>
      )}
    </div>
  );
}

function Running({ view: { state, progress } }: { view: Import }) {
  const { t } = useTranslation('imports');
  const share = percentOf(progress);
  return (
    <section className="sheet" aria-label={t(`state.${state}`)}>
      <div className="row apart"><strong role="status">{t(`state.${state}`)}</strong><span className="number soft">{t('progress', { done: progress.done, total: progress.total })}</span></div>
      <progress max={100} value={share} aria-label={t(`state.${state}`)} />
      <p className="soft">{t('mayLeave')}</p>
    </section>
  );
}
