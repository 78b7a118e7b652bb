// One row with every field, and its undo: what that would do is shown first, and it can be undone itself.
import { CloseOutlined, HistoryOutlined, UndoOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { CallError } from '../../ui/api/call-error.js';
import { useLive } from '../../ui/api/hooks.js';
import { PathNames, ProblemNote, StateTag } from '../../ui/components/small.js';
import { exactTime, relativeTime } from '../../ui/format/dates.js';
import { ConsequencesList } from '../clients/Consequences.js';
import { useSession } from '../session.js';
import { useActorName } from './actor-name.js';
import { type ChangeText, useRowText } from './row-text.js';
import type { HistoryRow } from './use-history.js';

interface Props {
  row: HistoryRow;
  undone: boolean;
  onClose(): void;
  onTravel(at: string, clientId: number): void;
  onWho(who: string): void;
}

export function RowDetails({ row, undone, onClose, onTravel, onWho }: Props) {
  const { t } = useTranslation('history');
  const nameOf = useActorName();
  const { can } = useSession();
  const live = useLive();
  const { modal, notification } = App.useApp();
  const { actionOf, changesOf, subjectOf } = useRowText();
  const [problem, setProblem] = useState<CallError | null>(null);
  const changes = changesOf(row);
  const client = row.subject?.client ?? null;
  const why = whyNot(row);

  const undo = async () => {
    setProblem(null);
    try {
      const preview = await live.call('undoChange', { id: String(row.id) }, { dryRun: true });
      const agreed = await modal.confirm({
        title: t('undo.question', { action: actionOf(row), subject: subjectOf(row) }), width: 520, okText: t('undo.yes'), cancelText: t('undo.no'),
        content: <div className="column"><Changes changes={changes.map(({ before, after, ...change }) => ({ ...change, before: after, after: before }))} />{preview.consequences && <ConsequencesList consequences={preview.consequences} />}</div>,
      });
      if (!agreed) return;
      const done = await live.call('undoChange', { id: String(row.id) }, {});
      const key = `undo-${row.id}`;
      notification.success({
        key, title: t('undo.done'), placement: 'bottomRight', duration: 8,
        ...(done.historyId !== null && {
          actions: <Button type="primary" onClick={() => {
            notification.destroy(key);
            live.call('undoChange', { id: String(done.historyId) }, {}).then(undefined, (error: unknown) => error instanceof CallError && setProblem(error));
          }}>{t('undo.redo')}</Button>,
        }),
      });
    } catch (error) {
      if (error instanceof CallError) setProblem(error);
      else throw error;
    }
  };

  return (
    <aside className="panel history-details" aria-label={t('details')}>
      <div className="row apart">
        <h2>{actionOf(row)}</h2>
        <Button type="text" icon={<CloseOutlined />} aria-label={t('close')} onClick={onClose} />
      </div>
      <div>{client ? <Link to={`/clients?client=${client.id}`}>{client.name}</Link> : subjectOf(row)}</div>
      {row.subject && row.subject.path.length > 0 && <PathNames path={row.subject.path} />}
      <dl className="facts">
        <dt>{t('column.at')}</dt><dd>{exactTime(row.at)} <span className="soft">({relativeTime(row.at)})</span></dd>
        <dt>{t('column.who')}</dt><dd><Button type="link" className="path-link" onClick={() => onWho(row.actorName)}>{nameOf(row.actorName)}</Button>{row.onBehalfOf && <span className="soft"> {t('for', { of: row.onBehalfOf })}</span>}</dd>
        <dt>{t('column.channel')}</dt><dd>{t(`channel.${row.channel}`, { defaultValue: row.channel })}</dd>
        {row.importId !== null && <><dt>{t('entity.import')}</dt><dd>{can('import.run') ? <Link to={`/imports/${row.importId}`}>№ {row.importId}</Link> : `№ ${row.importId}`}</dd></>}
      </dl>
      {changes.length > 0 && <Changes changes={changes} />}
      {undone && <StateTag tone="plain">{t('undone')}</StateTag>}
      {row.undoes !== null && <StateTag tone="plain">{t('undoes', { id: row.undoes })}</StateTag>}
      <ProblemNote error={problem} />
      <div className="row wrap">
        {why === null && !undone && <Button icon={<UndoOutlined />} onClick={() => void undo()}>{t('undo.open')}</Button>}
        {client && can('client.view') && <Button icon={<HistoryOutlined />} onClick={() => onTravel(new Date(Date.parse(row.at) - 1).toISOString(), client.id)}>{t('travel.before')}</Button>}
      </div>
      {why !== null && <p className="soft">{t(`undo.not.${why}`)}</p>}
    </aside>
  );
}

/** What the server would say anyway, said before somebody tries. */
function whyNot({ entity, importId, version, action }: HistoryRow): 'entity' | 'import' | 'told' | 'removed' | null {
  if (entity !== 'client' && entity !== 'group') return 'entity';
  if (importId !== null) return 'import';
  if (action.endsWith('.removed')) return 'removed';
  return version === null ? 'told' : null;
}

function Changes({ changes }: { changes: ChangeText[] }) {
  const { t } = useTranslation('history');
  return (
    <table className="changes">
      <thead><tr><th scope="col">{t('column.field')}</th><th scope="col">{t('column.before')}</th><th scope="col">{t('column.after')}</th></tr></thead>
      <tbody>{changes.map(({ field, label, before, after }) => <tr key={field}><th scope="row">{label}</th><td>{before}</td><td>{after}</td></tr>)}</tbody>
    </table>
  );
}
