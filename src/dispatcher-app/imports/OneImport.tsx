// One import from its columns to its undo. Every step answers at once and goes on as a job: the page may be left, and
// shows where the import is whenever it is opened.
import { ArrowLeftOutlined, DownloadOutlined } from '@ant-design/icons';
import { Alert, App, Button, Progress, Steps } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { CallError } from '../../ui/api/call-error.js';
import { queries, useLive, useOperation } from '../../ui/api/hooks.js';
import { download } from '../../ui/api/http.js';
import type { Result } from '../../ui/api/operations.js';
import { ProblemNote } from '../../ui/components/small.js';
import { useMapping } from '../../ui/imports/mapping.js';
import { useImportReason } from '../../ui/imports/reasons.js';
import { isRunning, percentOf, rowsToWrite } from '../../ui/imports/states.js';
import { formatNumber } from '../../ui/format/numbers.js';
import { ImportRows } from './ImportRows.js';
import { ImportStateTag } from './ImportStateTag.js';
import { MappingEditor } from './MappingEditor.js';

export type ImportView = Result<'getImport'>;

/** Beside the pushes: a push that is lost must not leave a bar standing. */
const LOOK_AGAIN_MS = 2_000;
const stepOf: Record<ImportView['state'], number> = { mapping: 1, checking: 2, checked: 2, committing: 3, committed: 3, undoing: 3, undone: 3, cancelled: 3 };

export function OneImport({ id }: { id: number }) {
  const found = useOperation('getImport', { id }, { watch: [`import:${id}`] });
  const running = found.data ? isRunning(found.data.state) : false;
  const { refetch } = found;
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(() => void refetch(), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [running, refetch]);
  if (found.error && !found.data) return <div className="page"><ProblemNote error={found.error} onRetry={() => void refetch()} /></div>;
  return found.data ? <Shown view={found.data} /> : null;
}

type Step = 'dryRunImport' | 'commitImport' | 'undoImport' | 'cancelImport';

function Shown({ view }: { view: ImportView }) {
  const { t } = useTranslation('imports');
  const live = useLive();
  const navigate = useNavigate();
  const { modal } = App.useApp();
  const mapping = useMapping(view);
  const [error, setError] = useState<CallError | null>(null);
  const [busy, setBusy] = useState(false);
  const { id, state, counts, undoCounts } = view;
  const toWrite = rowsToWrite(counts);
  const say = useImportReason();
  // After an undo the columns can be corrected and the same file tried again.
  const [correcting, setCorrecting] = useState(false);
  const mappable = state === 'mapping' || correcting;
  useEffect(() => {
    if (isRunning(state)) setCorrecting(false);
  }, [state]);

  const run = async (op: Step) => {
    setBusy(true);
    setError(null);
    try {
      const next = op === 'dryRunImport' ? await live.call(op, { id }, mapping.input) : await live.call(op, { id });
      queries.setQueryData(['getImport', { id }], next);
      if (op === 'dryRunImport') setCorrecting(false);
    } catch (problem) {
      setError(problem instanceof CallError ? problem : null);
      if (!(problem instanceof CallError)) throw problem;
    } finally {
      setBusy(false);
    }
  };
  const commit = () => run('commitImport');
  const undo = async () => {
    const agreed = await modal.confirm({ title: t('undo.question', { file: view.fileName }), content: t('undo.what', { count: toWrite }), okText: t('undo.yes'), okButtonProps: { danger: true } });
    if (agreed) await run('undoImport');
  };
  const cancel = async () => {
    const agreed = await modal.confirm({ title: t('cancel.question', { file: view.fileName }), content: t('cancel.what'), okText: t('cancel.yes'), okButtonProps: { danger: true } });
    if (agreed) await run('cancelImport');
  };
  const save = () => download(`/imports/${id}/errors`).catch((problem: unknown) => problem instanceof CallError && setError(problem));

  return (
    <div className="page imports-page">
      <header className="import-head">
        <Button type="text" aria-label={t('back')} icon={<ArrowLeftOutlined />} onClick={() => void navigate('/imports')} />
        <h1 className="page-title clip">{view.fileName}</h1>
        <ImportStateTag state={state} />
        <span className="soft">{t('rowCount', { count: view.rowCount })} · {view.startedBy}</span>
        <span className="grow" />
        {mappable && <Button type="primary" loading={busy} onClick={() => void run('dryRunImport')}>{t('dryRun')}</Button>}
        {state === 'checked' && !correcting && <Button onClick={() => setCorrecting(true)}>{t('correct')}</Button>}
        {state === 'checked' && !correcting && <Button type="primary" loading={busy} disabled={toWrite === 0} onClick={() => void commit()}>{t('commit', { count: toWrite })}</Button>}
        {correcting && <Button onClick={() => { mapping.reset(); setCorrecting(false); }}>{t('backToRows')}</Button>}
        {state === 'committed' && <Button danger loading={busy} onClick={() => void undo()}>{t('undo.button')}</Button>}
        {state === 'undone' && !correcting && <Button type="primary" onClick={() => setCorrecting(true)}>{t('again')}</Button>}
        {counts && counts.error > 0 && !mappable && !isRunning(state) && <Button icon={<DownloadOutlined />} onClick={() => void save()}>{t('downloadErrors')}</Button>}
        {(state === 'mapping' || state === 'checking' || state === 'checked') && <Button type="text" onClick={() => void cancel()}>{t('cancel.button')}</Button>}
      </header>
      <Steps
        size="small" current={mappable ? 1 : stepOf[state]} status={state === 'cancelled' ? 'error' : state === 'committed' || state === 'undone' ? 'finish' : 'process'} className="import-steps"
        items={(['file', 'columns', 'dryRun', 'result'] as const).map((step) => ({ title: t(`step.${step}`) }))}
      />
      <ProblemNote error={error} />
      {view.error && !isRunning(state) && <Alert type="error" showIcon title={t('stopped')} description={say(view.error, String)} />}
      {isRunning(state) && <Running view={view} />}
      {mappable && !isRunning(state) && <MappingEditor view={view} mapping={mapping} />}
      {undoCounts && state === 'undone' && !correcting && (
        <Alert type="info" showIcon title={t('undo.done')} description={(['removed', 'deleted', 'restored', 'kept'] as const).filter((what) => undoCounts[what] > 0).map((what) => t(`undo.${what}`, { count: undoCounts[what] })).join(' · ')} />
      )}
      {state === 'committed' && <Alert type="success" showIcon title={t('committed', { count: toWrite })} description={counts && counts.error > 0 ? <>{t('someErrors', { count: counts.error })} <Link to="/imports">{t('importCorrected')}</Link></> : undefined} />}
      {state === 'cancelled' && <Alert type="info" showIcon title={t('cancel.done')} />}
      {counts && !mappable && !isRunning(state) && state !== 'cancelled' && <ImportRows view={view} />}
    </div>
  );
}

function Running({ view: { state, progress } }: { view: ImportView }) {
  const { t } = useTranslation('imports');
  return (
    <section className="panel column" aria-label={t(`state.${state}`)}>
      <div className="row apart"><b role="status">{t(`state.${state}`)}</b><span className="number soft">{t('progress', { done: formatNumber(progress.done), total: formatNumber(progress.total) })}</span></div>
      <Progress percent={percentOf(progress)} status="active" aria-label={t(`state.${state}`)} />
      <p className="soft">{t('mayLeave')}</p>
    </section>
  );
}
