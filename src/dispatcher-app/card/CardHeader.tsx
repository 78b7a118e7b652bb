// Who it is: name, path, state, who else looks, and the other cards with unsaved changes.
import { CloseOutlined, EditOutlined, MoreOutlined } from '@ant-design/icons';
import { Avatar, Button, Dropdown, type MenuProps, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Viewer } from '../../contract/events.js';
import { ClientState, PathNames, StateTag } from '../../ui/components/small.js';
import { KindIcon } from '../clients/KindIcon.js';
import { useClientActions } from '../clients/use-client-actions.js';
import { useSession } from '../session.js';
import { useAddBelow } from './add-below.js';
import { useCard, useDrafts } from './card-context.js';

export function CardHeader({ viewers, onClose }: { viewers: readonly Viewer[]; onClose(): void }) {
  const { t } = useTranslation('card');
  const { card, onGo } = useCard();
  const expired = card.contractTo !== null && card.contractTo < new Date().toISOString().slice(0, 10);
  return (
    <header className="card-head">
      <div className="grow">
        <div className="row">
          <h2 className="clip" id="card-title"><KindIcon kind={card.kind} /> {card.name}</h2>
          <span className="soft number">№ {card.id}</span>
          <ClientState client={card} />
          {expired && <StateTag tone="look">{t('contractExpired')}</StateTag>}
        </div>
        {card.path.length > 0 && <PathNames path={card.path} onGo={(unit) => onGo(unit.id)} />}
      </div>
      <Viewers viewers={viewers} />
      <OtherDrafts />
      <Acts />
      <Button type="text" icon={<CloseOutlined />} aria-label={t('close')} onClick={onClose} />
    </header>
  );
}

function initials(name: string): string {
  return name.split(/\s+/).map((word) => word.charAt(0)).join('').slice(0, 2).toUpperCase();
}

/** S-12: who else has this card open, and who has unsaved changes in it. */
function Viewers({ viewers }: { viewers: readonly Viewer[] }) {
  const { t } = useTranslation('card');
  if (viewers.length === 0) return null;
  return (
    <ul className="viewers plain-list" aria-label={t('viewers.title')}>
      {viewers.slice(0, 5).map(({ key, name, editing }) => (
        <li key={key}>
          <Tooltip title={editing ? t('viewers.editing', { name }) : t('viewers.looking', { name })}>
            <span className="viewer" role="img" aria-label={editing ? t('viewers.editing', { name }) : t('viewers.looking', { name })}>
              <Avatar size={24} className={editing ? 'editing' : ''}>{initials(name)}</Avatar>{editing && <EditOutlined className="viewer-pen" />}
            </span>
          </Tooltip>
        </li>
      ))}
      {viewers.length > 5 && <li className="soft">+{viewers.length - 5}</li>}
    </ul>
  );
}

/** Other cards that something was typed into. */
export function OtherDrafts() {
  const { t } = useTranslation('card');
  const { draftId, onGo } = useCard();
  const [drafts, store] = useDrafts();
  const addBelow = useAddBelow();
  const others = [...drafts].filter(([id]) => id !== draftId).map(([id, draft]) => ({ id, name: draft.name || t('new.title'), count: Object.keys(draft.changes).length }));
  const go = (id: string) => (id.startsWith('new:') ? addBelow(Number(id.slice(4)) || null) : onGo(Number(id)));
  if (others.length === 0) return null;
  const items: MenuProps['items'] = [
    ...others.map(({ id, name, count }) => ({ key: id, label: name, extra: t('save.count', { count }), onClick: () => go(id) })),
    { type: 'divider' as const },
    { key: 'drop', danger: true, label: t('dropOthers'), onClick: () => { for (const { id } of others) store.drop(id); } },
  ];
  return <Dropdown menu={{ items }} trigger={['click']}><Button size="small" className="other-drafts">{t('otherDrafts', { count: others.length, names: others.slice(0, 2).map(({ name }) => name).join(', ') })}</Button></Dropdown>;
}

function Acts() {
  const { t } = useTranslation('card');
  const { can } = useSession();
  const { card, at } = useCard();
  const { act } = useClientActions();
  if (at !== null) return null;
  const items: MenuProps['items'] = [
    ...(can('client.block') ? [{ key: 'block', label: t(card.ownBlocked ? 'act.unblock' : 'act.block'), onClick: () => void act(card.ownBlocked ? 'unblockClient' : 'blockClient', card) }] : []),
    ...(can('client.delete') ? [{ key: 'delete', danger: !card.ownDeleted, label: t(card.ownDeleted ? 'act.restore' : 'act.delete'), onClick: () => void act(card.ownDeleted ? 'restoreClient' : 'deleteClient', card) }] : []),
  ];
  if (items.length === 0) return null;
  return <Dropdown menu={{ items }} trigger={['click']}><Button type="text" icon={<MoreOutlined />} aria-label={t('acts')} /></Dropdown>;
}
