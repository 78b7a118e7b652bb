// What was typed into cards and is not saved yet. One draft for each client, kept in memory and in the tab's
// sessionStorage: another card, another section or a reload never loses it (S-4). A path is a field of the card, or
// settings.KEY, whose value is {value} for an own value and null for "inherited", as in the history.
import type { ClientCard } from '../../contract/clients.js';

export interface Change {
  mine: unknown;
  /** What the card said when the writer began, or decided to overrule it. */
  seen: unknown;
}

export interface Draft {
  name: string;
  changes: Readonly<Record<string, Change>>;
  /** Why the server refused, by path: name, phones/0/number, settings.bankDetails/inn. */
  errors: Readonly<Record<string, string>>;
}

export interface Conflict {
  path: string;
  mine: unknown;
  theirs: unknown;
  before: unknown;
}

export type Drafts = ReadonlyMap<string, Draft>;

const STORED = 'treeline.drafts.';

/** JSON with members in order, so that equal values are equal texts; nothing is the same as null. */
export function canonical(value: unknown): string {
  return JSON.stringify(value ?? null, (_key, part: unknown) => {
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).filter(([, each]) => each !== undefined).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

export function same(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}

/** What the card says at a path, in the shape that a draft has. */
export function valueAt(card: Partial<ClientCard>, path: string): unknown {
  if (path.startsWith('settings.')) {
    const key = path.slice('settings.'.length);
    return card.settings && key in card.settings ? { value: card.settings[key] } : null;
  }
  // The digits are made by the server.
  if (path === 'phones') return (card.phones ?? []).map(({ digits: _, ...phone }) => phone);
  return card[path as keyof ClientCard] ?? null;
}

/** Fields that somebody else changed since the writer saw them, to something else than the writer wants. */
export function conflictsOf(draft: Draft, card: ClientCard): Conflict[] {
  return Object.entries(draft.changes).flatMap(([path, { mine, seen }]) => {
    const theirs = valueAt(card, path);
    return same(theirs, seen) || same(theirs, mine) ? [] : [{ path, mine, theirs, before: seen }];
  });
}

function read(key: string): Map<string, Draft> {
  try {
    return new Map(Object.entries(JSON.parse(sessionStorage.getItem(key) ?? '{}') as Record<string, Draft>));
  } catch {
    return new Map();
  }
}

export interface DraftStore {
  /** The same object until something changes. */
  list(): Drafts;
  subscribe(listen: () => void): () => void;
  put(id: string, name: string, path: string, change: Change): void;
  /** Without a path: the whole draft. */
  drop(id: string, path?: string): void;
  fail(id: string, errors: Record<string, string>): void;
  rename(id: string, name: string): void;
}

/** Of one operator: the next who signs in at this place does not get them. */
export function openDraftStore(operatorId: number): DraftStore {
  const key = `${STORED}${operatorId}`;
  let drafts: Drafts = read(key);
  const listeners = new Set<() => void>();
  const write = (id: string, draft: Draft | null) => {
    const next = new Map(drafts);
    if (draft && Object.keys(draft.changes).length > 0) next.set(id, draft);
    else next.delete(id);
    drafts = next;
    try {
      sessionStorage.setItem(key, JSON.stringify(Object.fromEntries(next)));
    } catch {
      // Full or forbidden: the drafts still live as long as the page.
    }
    for (const listen of listeners) listen();
  };
  const without = <T>(entries: Readonly<Record<string, T>>, path: string) =>
    Object.fromEntries(Object.entries(entries).filter(([each]) => each !== path && !each.startsWith(`${path}/`)));

  return {
    list: () => drafts,
    subscribe(listen) {
      listeners.add(listen);
      return () => void listeners.delete(listen);
    },
    put(id, name, path, change) {
      const draft = drafts.get(id) ?? { name, changes: {}, errors: {} };
      const changes = same(change.mine, change.seen) ? without(draft.changes, path) : { ...draft.changes, [path]: change };
      write(id, { name, changes, errors: without(draft.errors, path) });
    },
    drop(id, path) {
      const draft = drafts.get(id);
      if (!draft) return;
      write(id, path === undefined ? null : { ...draft, changes: without(draft.changes, path), errors: without(draft.errors, path) });
    },
    fail(id, errors) {
      const draft = drafts.get(id);
      if (draft) write(id, { ...draft, errors });
    },
    rename(id, name) {
      const draft = drafts.get(id);
      if (draft && draft.name !== name) write(id, { ...draft, name });
    },
  };
}

const stores = new Map<number, DraftStore>();

export function draftStoreOf(operatorId: number): DraftStore {
  let store = stores.get(operatorId);
  if (!store) stores.set(operatorId, (store = openDraftStore(operatorId)));
  return store;
}
