// One client's card: reads it, keeps it fresh, and frames its tabs.
import { App, Button, Tooltip } from 'antd';
import { CloseOutlined } from '@ant-design/icons';
import { Suspense, useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientCard } from '../../contract/clients.js';
import type { ChangeEvent } from '../../contract/events.js';
import { queries, useChanges, useOperation } from '../../ui/api/hooks.js';
import { CrashBoundary } from '../../ui/components/Crash.js';
import { ProblemNote, Time } from '../../ui/components/small.js';
import { exactTime } from '../../ui/format/dates.js';
import { WhyPanel } from '../clients/WhyPanel.js';
import { useSession } from '../session.js';
import { Failed } from '../shell/CrashPage.js';
import { useKey } from '../shell/keys.js';
import { CardHeader } from './CardHeader.js';
import { CardProvider, useCardModel, useDrafts } from './card-context.js';
import { ConflictDialog } from './ConflictDialog.js';
import { same, valueAt } from './drafts.js';
import { isCovered, TabRail } from './TabRail.js';
import { cardTabs } from './tabs.js';
import { useViewers } from './presence.js';
import { TimeTravel } from './time-travel.js';
import { useCardSave } from './use-card-save.js';

interface Props {
  id: number;
  tab: string | null;
  onTab(tab: string): void;
  onGo(id: number): void;
  onClose(): void;
}

/** What the answer about a client depends on beside the client itself. */
const alsoWatched = ['group', 'tariff', 'tariffShift', 'discount', 'crewGroup', 'attribute', 'settlementRule', 'dynamicPriorityRule'];

export function OpenCard(props: Props) {
  const { t } = useTranslation('card');
  const { id } = props;
  const [at, setAt] = useState<string | null>(null);
  const now = useOperation('getClient', { id }, { watch: [`client:${id}`] });
  const above = useMemo(() => (now.data?.path ?? []).map((unit) => unit.id), [now.data]);
  const effective = useOperation('getEffective', { id, ...(at !== null && { at }) }, { watch: [`client:${id}`, ...above.map((each) => `client:${each}`), ...alsoWatched], keep: true });
  const past = useOperation('getClient', { id, at: at ?? '' }, { enabled: at !== null });
  // A superior's name, block or deletion is told on the card, and does not change the client itself.
  useChanges(useCallback(({ entity, id: changed }: ChangeEvent) => {
    if (entity === 'client' && above.includes(changed)) void queries.invalidateQueries({ queryKey: ['getClient', { id }], exact: true });
  }, [above, id]));

  const card = at === null ? now.data : past.data;
  const error = now.error ?? (at === null ? null : past.error);
  if (!card || error) {
    return (
      <div className="card-missing column">
        <div className="row apart">{error ? <ProblemNote error={error} onRetry={() => void now.refetch()} /> : <span className="late soft">{t('loading')}</span>}<Button icon={<CloseOutlined />} aria-label={t('close')} onClick={props.onClose} /></div>
        {at !== null && error && <Button onClick={() => setAt(null)}>{t('past.back')}</Button>}
      </div>
    );
  }
  return <TimeTravel value={setAt}><Frame {...props} card={card} effective={effective.data?.settings ?? {}} at={at} onNow={() => setAt(null)} /></TimeTravel>;
}

type Effective = Parameters<typeof useCardModel>[0]['effective'];

function Frame({ id, tab, card, effective, at, onTab, onGo, onClose, onNow }: Props & { card: ClientCard; effective: Effective; at: string | null; onNow(): void }) {
  const { t } = useTranslation('card');
  const { can } = useSession();
  const { message } = App.useApp();
  const [drafts, store] = useDrafts();
  const [pinned, setPinned] = useState<string | null>(null);
  const draftId = String(id);
  const readOnly = at !== null || card.deleted || !can('client.change');
  const model = useCardModel({ id, draftId, card, effective, at, readOnly, onGo, onTab, pin: setPinned });
  const { save, saving, asked, closeAsked, count } = useCardSave(model);
  const tabs = useMemo(() => cardTabs.filter(({ right, rootOnly }) => (!right || can(right)) && (!rootOnly || card.parentId === null)), [can, card.parentId]);
  const current = tabs.find(({ key }) => key === tab) ?? (tabs[0] as (typeof tabs)[number]);
  const viewers = useViewers('client', id, count > 0);

  // What somebody else wrote exactly as it stands here is unsaved no more.
  const draft = drafts.get(draftId);
  useEffect(() => {
    if (at !== null || !draft) return;
    store.rename(draftId, card.name);
    for (const [path, { mine }] of Object.entries(draft.changes)) if (same(mine, valueAt(card, path))) store.drop(draftId, path);
  }, [at, draft, draftId, card, store]);

  useKey('Ctrl+S', () => {
    if (isCovered()) return;
    if (count > 0) void save();
    else void message.info(t('save.nothing'));
  }, { inDialog: true });
  useKey('w', () => {
    const key = [...document.querySelectorAll<HTMLElement>('.why-area:hover, .why-area:focus-within')].pop()?.dataset.why;
    if (key) setPinned(key);
    else setPinned(null);
  }, { inDialog: true });
  useEffect(() => {
    document.querySelector<HTMLElement>('.card-rail [aria-selected=true]')?.focus();
  }, []);

  const { Page } = current;
  return (
    <CardProvider value={model}>
      <CardHeader viewers={viewers} onClose={onClose} />
      {at !== null && <div className="card-banner look" role="status"><span>{t('past.banner', { at: exactTime(at) })} <Time at={at} /></span><Button size="small" onClick={onNow}>{t('past.back')}</Button></div>}
      {at === null && card.deleted && <div className="card-banner" role="status">{t('deletedBanner')}</div>}
      <div className="card-body">
        <TabRail tabs={tabs} current={current.key} draft={model.draft} onTab={onTab} />
        <div className="card-panel" role="tabpanel" id="card-panel" aria-labelledby={`card-tab-${current.key}`} tabIndex={-1}>
          <CrashBoundary key={`${current.key}-${at ?? 'now'}`} show={(error) => <Failed error={error} onBack={onClose} />}>
            <Suspense fallback={<div className="late soft">{t('loading')}</div>}><Page /></Suspense>
          </CrashBoundary>
        </div>
        {pinned !== null && (
          <aside className="card-why" aria-label={t('why.title')}>
            <Tooltip title={t('why.unpin')}><Button type="text" size="small" className="card-why-close" icon={<CloseOutlined />} aria-label={t('why.unpin')} onClick={() => setPinned(null)} /></Tooltip>
            <WhyPanel key={pinned} clientId={id} settingKey={pinned} onGo={onGo} />
          </aside>
        )}
      </div>
      {count > 0 && (
        <footer className="save-bar">
          <strong>{t('save.count', { count })}</strong>
          {model.conflicts.length > 0 && <span className="look">{t('save.conflicts', { count: model.conflicts.length })}</span>}
          <span className="grow" />
          <Button disabled={saving} onClick={() => model.drop()}>{t('save.discard')}</Button>
          <Button type="primary" loading={saving} onClick={() => void save()}>{t('save.save')} <kbd>Ctrl+S</kbd></Button>
        </footer>
      )}
      {asked && <ConflictDialog conflicts={asked} onClose={closeAsked} onSave={() => { closeAsked(); void save({ checked: true }); }} />}
    </CardProvider>
  );
}
