// Who would go to another group now, before and instead of waiting for the hourly run.
import { PlayCircleOutlined, SearchOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Transition } from '../../contract/groups.js';
import type { CallError } from '../../ui/api/call-error.js';
import { useLive } from '../../ui/api/hooks.js';
import { DataGrid } from '../../ui/components/DataGrid.js';
import { ProblemNote } from '../../ui/components/small.js';
import { useSession } from '../session.js';
import { useNames } from './use-items.js';

const AT_MOST = 1_000;

export function TransitionsDryRun() {
  const { t } = useTranslation('directories');
  const live = useLive();
  const { can } = useSession();
  const { modal } = App.useApp();
  const nameOf = useNames();
  const [due, setDue] = useState<readonly Transition[] | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<CallError | null>(null);
  const [result, setResult] = useState<{ moved: number; failed: { client: { id: number; name: string }; reason: string }[] } | null>(null);
  if (!can('group.manage')) return null;

  const work = async (step: () => Promise<void>) => {
    setBusy(true);
    setError(null);
    try {
      await step();
    } catch (problem) {
      setError(problem as CallError);
    } finally {
      setBusy(false);
    }
  };
  const look = () => work(async () => {
    setResult(null);
    setDue((await live.call('listDueGroupTransitions', {}, { limit: AT_MOST })).items);
  });
  const run = async () => {
    const agreed = await modal.confirm({ title: t('transition.runQuestion', { count: due?.length ?? 0 }), content: t('transition.runNote'), okText: t('transition.run') });
    if (agreed) {
      await work(async () => {
        setResult(await live.call('runGroupTransitions', {}));
        setDue(null);
      });
    }
  };

  return (
    <div className="panel column">
      <div className="row wrap">
        <Button icon={<SearchOutlined />} loading={busy} onClick={() => void look()}>{t('transition.dryRun')}</Button>
        {due && due.length > 0 && <Button type="primary" icon={<PlayCircleOutlined />} disabled={busy} onClick={() => void run()}>{t('transition.run')}</Button>}
        <span className="soft" role="status">{due === null ? (result ? t('transition.moved', { count: result.moved }) : t('transition.what')) : due.length === 0 ? t('transition.nobody') : t('transition.due', { count: due.length })}</span>
      </div>
      <ProblemNote error={error} />
      {result && result.failed.length > 0 && <ul className="plain-list cannot">{result.failed.map(({ client, reason }) => <li key={client.id}><Link to={`/clients?client=${client.id}`}>{client.name}</Link>: {reason}</li>)}</ul>}
      {due && due.length > 0 && (
        <div className="due">
          <DataGrid
            label={t('transition.list')} rows={due} rowKey={({ client }) => client.id}
            columns={[
              { key: 'client', title: t('transition.client'), width: 'minmax(160px, 2fr)', render: ({ client }) => <Link to={`/clients?client=${client.id}`}>{client.name}</Link> },
              { key: 'from', title: t('column.fromGroupId'), width: 'minmax(100px, 1fr)', render: ({ fromGroupId }) => nameOf('groups', fromGroupId) },
              { key: 'to', title: t('column.toGroupId'), width: 'minmax(100px, 1fr)', render: ({ toGroupId }) => nameOf('groups', toGroupId) },
            ]}
          />
        </div>
      )}
    </div>
  );
}
