// What every tab of an open card shares: the client, what holds for it, and the draft over it.
import { createContext, useContext, useMemo, useSyncExternalStore } from 'react';
import type { ClientCard } from '../../contract/clients.js';
import type { EffectiveSetting } from '../../contract/effective.js';
import { useSession } from '../session.js';
import { type Conflict, conflictsOf, type Draft, type Drafts, type DraftStore, draftStoreOf, same, valueAt } from './drafts.js';

export function useDrafts(): [Drafts, DraftStore] {
  const { user } = useSession();
  const store = draftStoreOf(user.id);
  return [useSyncExternalStore(store.subscribe, store.list), store];
}

export interface CardModel {
  /** 0: a client that is not there yet. */
  id: number;
  draftId: string;
  card: ClientCard;
  effective: Readonly<Record<string, EffectiveSetting>>;
  /** As it was then; null: now. */
  at: string | null;
  /** Of the past, deleted, or without the right to change. */
  readOnly: boolean;
  draft: Draft | undefined;
  conflicts: readonly Conflict[];
  /** Of the draft, else of the card. */
  value<T = unknown>(path: string): T;
  put(path: string, mine: unknown): void;
  isChanged(path: string): boolean;
  errorAt(path: string): string | undefined;
  drop(path?: string): void;
  /** Overrule what somebody else wrote meanwhile. */
  keepMine(path: string): void;
  onGo(id: number): void;
  onTab(tab: string): void;
  /** Settings whose why-panel is pinned beside the tab. */
  pin(settingKey: string): void;
}

const CardContext = createContext<CardModel | null>(null);
export const CardProvider = CardContext.Provider;

export function useCard(): CardModel {
  const model = useContext(CardContext);
  if (!model) throw new Error('CardProvider is missing');
  return model;
}

interface Given {
  id: number;
  draftId: string;
  card: ClientCard;
  effective: Readonly<Record<string, EffectiveSetting>>;
  at: string | null;
  readOnly: boolean;
  onGo(id: number): void;
  onTab(tab: string): void;
  pin(settingKey: string): void;
}

export function useCardModel(given: Given): CardModel {
  const [drafts, store] = useDrafts();
  const { id, draftId, card, effective, at, readOnly, onGo, onTab, pin } = given;
  const draft = at === null ? drafts.get(draftId) : undefined;
  return useMemo<CardModel>(() => {
    const own = (path: string) => draft?.changes[path];
    return {
      id, draftId, card, effective, at, readOnly, draft, onGo, onTab, pin,
      conflicts: draft ? conflictsOf(draft, card) : [],
      value: <T,>(path: string) => (own(path) ? own(path)?.mine : valueAt(card, path)) as T,
      put(path, mine) {
        const now = valueAt(card, path);
        const before = own(path);
        if (same(mine, now)) store.drop(draftId, path);
        else store.put(draftId, card.name, path, { mine, seen: before ? before.seen : now });
      },
      isChanged: (path) => own(path) !== undefined,
      errorAt: (path) => draft?.errors[path],
      drop: (path) => store.drop(draftId, path),
      keepMine: (path) => {
        const change = own(path);
        if (change) store.put(draftId, card.name, path, { mine: change.mine, seen: valueAt(card, path) });
      },
    };
  }, [id, draftId, card, effective, at, readOnly, draft, store, onGo, onTab, pin]);
}
