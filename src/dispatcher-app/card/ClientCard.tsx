// The card over the list: tabs on the left edge, a save bar that says how much is unsaved (S-4).
import { Drawer } from 'antd';
import { useCallback, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { NewClient } from './NewClient.js';
import { OpenCard } from './OpenCard.js';
import './card.css';

export interface ClientCardProps {
  /** null: a new client. */
  id: number | null;
  newBelow: number | null;
  tab: string | null;
  onTab(tab: string): void;
  onGo(id: number): void;
  onClose(): void;
}

export default function ClientCard({ id, newBelow, tab, onTab, onGo, onClose }: ClientCardProps) {
  const { t } = useTranslation('card');
  const close = useCallback(() => onClose(), [onClose]);
  // What is inside takes the focus itself: the name of a new client, the tab of a card.
  // Back in the list the keys of the list hold again.
  useEffect(() => () => void setTimeout(() => document.querySelector<HTMLElement>('.list-pane [role=grid]')?.focus(), 0), []);
  return (
    <Drawer
      open placement="right" size="min(1160px, 100vw)" onClose={close} closable={false} autoFocus={false} className="client-card" aria-label={id === null ? t('new.title') : t('cardOf', { id })}
      styles={{ body: { padding: 0, display: 'flex', flexDirection: 'column', minHeight: 0 } }}
    >
      {id === null
        ? <NewClient key={newBelow ?? 'root'} below={newBelow} onCreated={onGo} onClose={close} />
        : <OpenCard key={id} id={id} tab={tab} onTab={onTab} onGo={onGo} onClose={close} />}
    </Drawer>
  );
}
