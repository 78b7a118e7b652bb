// From a draft to the server: fields in one change, then settings one by one. What is refused stays in the draft with
// the reason at its place, and so does everything after it.
import type { ChangeClientInput, ClientCard, Consequences, CreateClientInput } from '../../contract/clients.js';
import { CallError } from '../../ui/api/call-error.js';
import type { Live } from '../../ui/api/live.js';
import type { Change, Conflict, Draft } from './drafts.js';

const SETTING = 'settings.';
/** A default crew group is looked for in the allowed ones. */
const LAST = 'settings.defaultCrewGroup';

export interface Split {
  fields: Record<string, unknown>;
  settings: [string, Change][];
}

export function splitDraft({ changes }: Draft): Split {
  const entries = Object.entries(changes);
  return {
    fields: Object.fromEntries(entries.filter(([path]) => !path.startsWith(SETTING)).map(([path, { mine }]) => [path, mine])),
    settings: entries.filter(([path]) => path.startsWith(SETTING)).sort(([a], [b]) => Number(a === LAST) - Number(b === LAST)),
  };
}

const keyOf = (path: string) => path.slice(SETTING.length);

export async function saveSetting(live: Live, id: number, path: string, mine: unknown, version?: number): Promise<ClientCard> {
  const params = { id, key: keyOf(path), ...(version !== undefined && { version }) };
  return (mine === null ? await live.call('clearClientSetting', params) : await live.call('setClientSetting', params, { value: (mine as { value: unknown }).value })) as ClientCard;
}

export type Saved =
  | { ok: true; card: ClientCard }
  /** `path`: the setting that was refused; null: the fields. */
  | { ok: false; card: ClientCard | null; path: string | null; error: CallError };

/** `done` is told after each part, so that what is saved leaves the draft even if the next part is refused. */
export async function saveDraft(live: Live, id: number, draft: Draft, version: number, { transferRest = false, done }: { transferRest?: boolean; done(paths: string[]): void }): Promise<Saved> {
  const { fields, settings } = splitDraft(draft);
  let card: ClientCard | null = null;
  let path: string | null = null;
  try {
    if (Object.keys(fields).length > 0) {
      card = (await live.call('changeClient', { id, version }, { ...(fields as ChangeClientInput), ...(transferRest && { transferRest }) })) as ClientCard;
      done(Object.keys(fields));
    }
    for (const [each, { mine }] of settings) {
      path = each;
      // The version that was seen: what others changed since is still found, and our own change is of other fields.
      card = await saveSetting(live, id, each, mine, version);
      done([each]);
    }
    return { ok: true, card: card as ClientCard };
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    return { ok: false, card, path, error };
  }
}

/** Puts everything back as it was seen. */
export async function undoSave(live: Live, id: number, draft: Draft): Promise<void> {
  const { fields, settings } = splitDraft(draft);
  for (const [path, { seen }] of [...settings].reverse()) await saveSetting(live, id, path, seen);
  const names = Object.keys(fields);
  if (names.length > 0) await live.call('changeClient', { id }, Object.fromEntries(names.map((name) => [name, draft.changes[name]?.seen])) as ChangeClientInput);
}

/** `given` stands where the draft says nothing. */
export async function createFrom(live: Live, draft: Draft, given: Partial<CreateClientInput>): Promise<ClientCard> {
  const typed = Object.entries(splitDraft(draft).fields).filter(([name, value]) => name === 'parentId' || (value !== null && value !== ''));
  return live.call('createClient', {}, { name: '', ...given, ...Object.fromEntries(typed) } as CreateClientInput);
}

export interface Effect {
  path: string | null;
  consequences: Consequences;
}

/** What it would do to those below (D-5): each setting, and the fields that decide about others. A refusal is of its path, as when saving. */
export async function effectsOf(live: Live, id: number, draft: Draft, version: number, refuse: (error: unknown, path: string | null) => void): Promise<Effect[] | null> {
  const effects: Effect[] = [];
  let path: string | null = null;
  try {
    for await (const effect of previews(live, id, draft, version, (next) => { path = next; })) effects.push(effect);
    return effects;
  } catch (error) {
    refuse(error, path);
    return null;
  }
}

async function* previews(live: Live, id: number, draft: Draft, version: number, at: (path: string | null) => void): AsyncGenerator<Effect> {
  const { fields, settings } = splitDraft(draft);
  const deciding = Object.fromEntries(Object.entries(fields).filter(([name]) => name === 'groupId' || name === 'usesOwnAccount'));
  const of = (answer: unknown) => (answer as { consequences: Consequences }).consequences;
  if (Object.keys(deciding).length > 0) {
    yield { path: null, consequences: of(await live.call('changeClient', { id, version }, { ...deciding, ...(deciding.usesOwnAccount === false && { transferRest: true }), dryRun: true } as ChangeClientInput)) };
  }
  for (const [path, { mine }] of settings) {
    at(path);
    const params = { id, key: keyOf(path), version };
    const answer = mine === null ? await live.call('clearClientSetting', { ...params, dryRun: true }) : await live.call('setClientSetting', params, { value: (mine as { value: unknown }).value, dryRun: true });
    yield { path, consequences: of(answer) };
  }
}

/** The server's paths, as the draft has them: body/phones/0/number → phones/0/number, body/value/inn → settings.KEY/inn. */
export function errorsOf(error: CallError, path: string | null, say: (code: string, message: string) => string): Record<string, string> {
  const listed = error.problem.errors ?? [];
  const own = (given: string) => (path === null ? given.replace(/^body\//, '') : given.replace(/^body\/value/, path));
  return Object.fromEntries(listed.map(({ path: given, code, message }) => [own(given), say(code, message)]));
}

/** By the draft's paths. */
export function conflictsIn(error: CallError): Conflict[] {
  return error.conflicts.map(({ field, ...rest }) => ({ path: field, ...rest }));
}
