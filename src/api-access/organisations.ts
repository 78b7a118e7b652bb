// Several organisations of one person (C-2). A login is added by its own password (and code) from inside a session of
// another one, so a link gives nothing that the passwords did not. What is opened by switching hangs on the session with
// the password and ends with it; a new password ends the links of its login (a trigger: through whatever door it comes).
import type { Actor } from '../auth/actor.js';
import { requireLive } from '../clients/card.js';
import type { Db, Tx } from '../db/database.js';
import { loadSql, queryOptionalRow, queryRow, queryRows } from '../db/sql.js';
import { type HistoryEntry, record } from '../history/history.js';
import { AppError } from '../lib/app-error.js';
import { type From, insertSession, renewToken, type SignedIn } from './client-sessions.js';
import { checkSecondFactor, hasSecondFactor } from './second-factor.js';
import { checkApiPassword } from './sign-in.js';

const sql = loadSql(import.meta.url);

const MOST = 50;

export interface Organisation {
  id: number;
  name: string;
  login: string;
  /** The one that is signed in. */
  current: boolean;
  linkedAt: string;
  /** Switching to it asks for a code, unless the session was opened with one. */
  secondFactor: boolean;
}

/** All of the person, the signed-in one among them; none where nothing is linked, and for an operator in a client's place. */
export async function listOrganisations(db: Db, actor: Actor): Promise<Organisation[]> {
  return actor.onBehalfOf ? [] : queryRows<Organisation>(db, sql('select_organisations'), { client_id: actor.id });
}

/** B-16: what belongs to a person is not an operator's. */
function requireSelf(actor: Actor): void {
  if (actor.onBehalfOf) throw new AppError('cabinet.read_only', 'Only the client itself does this.');
}

interface Locked {
  id: number;
  name: string;
  passwordHash: string | null;
}

interface OwnSession {
  id: number;
  originId: number | null;
  secondFactor: boolean;
  expiresAt: Date;
}

/** The actor's session, which may have ended while its request was on the way. */
async function ownSession(tx: Tx, actor: Actor): Promise<OwnSession> {
  const session = await queryOptionalRow<OwnSession>(tx, sql('find_session'), { session_id: actor.sessionId, client_id: actor.id });
  if (!session) throw new AppError('auth.required');
  return session;
}

/** Throws auth.failed, auth.locked, auth.second_factor, auth.code_wrong as a sign-in does; organisation.linked, organisation.too_many. */
export async function addOrganisation(db: Db, actor: Actor, input: { login: string; password: string; code?: string }): Promise<void> {
  requireSelf(actor);
  const proved = await queryOptionalRow<{ id: number; passwordHash: string | null }>(db, sql('find_secret'), { login: input.login });
  const otherId = await checkApiPassword(db, input);
  await checkSecondFactor(db, otherId, input.code ?? null);
  const ownId = actor.id as number;
  if (otherId === ownId) throw new AppError('organisation.linked');
  await db.transaction(async (tx) => {
    const locked = await queryRows<Locked>(tx, sql('lock_for_linking'), { ids: [ownId, otherId] });
    const own = locked.find(({ id }) => id === ownId);
    const other = locked.find(({ id }) => id === otherId);
    // The password may have changed since it was checked, and the session have ended.
    if (!own || !other || proved?.id !== otherId || other.passwordHash !== proved.passwordHash) throw new AppError('auth.failed');
    await ownSession(tx, actor);
    await requireLive(tx, otherId);
    await queryRows(tx, sql('take_turn'));
    await join(tx, actor, own, other);
  });
}

/** Two persons of whom one login each was proved are one. */
async function join(tx: Tx, actor: Actor, own: Locked, other: Locked): Promise<void> {
  const loginsOf = (clientId: number) => queryRows<{ clientId: number; personId: number }>(tx, sql('select_logins_of'), { client_id: clientId });
  const [mine, theirs] = [await loginsOf(own.id), await loginsOf(other.id)];
  if (mine.some(({ clientId }) => clientId === other.id)) throw new AppError('organisation.linked');
  if (Math.max(mine.length, 1) + Math.max(theirs.length, 1) > MOST) throw new AppError('organisation.too_many', `One person can have at most ${MOST} organisations.`);
  const now = tx.clock.now().toJSDate();
  const personId = mine[0]?.personId ?? (await queryRow<{ id: number }>(tx, sql('insert_person'), { now })).id;
  const [left, right] = [mine.length ? mine.map((one) => one.clientId) : [own.id], theirs.length ? theirs.map((one) => one.clientId) : [other.id]];
  for (const clientId of mine.length ? right : [...left, ...right]) await queryRows(tx, sql('put_login'), { client_id: clientId, person_id: personId, now });
  if (theirs[0]) await queryRows(tx, sql('delete_person'), { person_id: theirs[0].personId });
  await recordPairs(tx, actor, left.flatMap((a) => right.map((b) => [a, b] as const)), 'client.organisation_linked');
}

/** Both sides see it: each as its own person's act, or as the operator's. */
async function recordPairs(tx: Tx, actor: Actor, pairs: readonly (readonly [number, number])[], action: 'client.organisation_linked' | 'client.organisation_unlinked'): Promise<void> {
  const sides = pairs.flatMap(([a, b]) => [[a, b], [b, a]] as const);
  const names = new Map((await tx.prisma.client.findMany({ where: { id: { in: sides.map(([id]) => id) } }, select: { id: true, name: true } })).map(({ id, name }) => [id, name]));
  for (const [id, otherId] of sides) {
    const entry: HistoryEntry = { entity: 'client', entityId: id, version: null, action, changes: { organisationId: action === 'client.organisation_linked' ? [null, otherId] : [otherId, null] } };
    await record(tx, actor.kind === 'client' ? { ...actor, id, name: names.get(id) ?? '' } : actor, entry);
  }
}

/** Takes one of the others out; for all of them, and what was opened through it ends. Throws client.not_found. */
export async function removeOrganisation(db: Db, actor: Actor, otherId: number): Promise<void> {
  requireSelf(actor);
  if (otherId === actor.id) throw new AppError('client.not_found');
  await db.transaction((tx) => takeOut(tx, actor, actor.id as number, otherId));
}

async function takeOut(tx: Tx, actor: Actor, ownId: number, takenId: number): Promise<void> {
  await queryRows(tx, sql('take_turn'));
  const logins = (await queryRows<{ clientId: number }>(tx, sql('select_logins_of'), { client_id: ownId })).map(({ clientId }) => clientId);
  if (!logins.includes(takenId)) throw new AppError('client.not_found');
  await recordPairs(tx, actor, logins.filter((id) => id !== takenId).map((id) => [id, takenId] as const), 'client.organisation_unlinked');
  await queryRows(tx, sql('delete_login'), { client_id: takenId });
}

/** For an operator: all of the person whose login the client has, the client among them. Throws client.not_found. */
export async function organisationsOf(db: Db, clientId: number): Promise<Organisation[]> {
  if (!(await db.prisma.client.findUnique({ where: { id: clientId }, select: { id: true } }))) throw new AppError('client.not_found');
  return queryRows<Organisation>(db, sql('select_organisations'), { client_id: clientId });
}

/** An operator takes one of them out, the client itself or another one, and what was opened through it ends. Throws client.not_found. */
export async function unlinkOrganisation(tx: Tx, actor: Actor, clientId: number, takenId: number): Promise<Organisation[]> {
  await takeOut(tx, actor, clientId, takenId);
  return queryRows<Organisation>(tx, sql('select_organisations'), { client_id: clientId });
}

/**
 * Goes on in another organisation of the same person. Each organisation has one session of such a chain, which gets a new
 * token whenever it is entered; none outlives the first. Throws client.not_found, auth.second_factor, auth.code_wrong, auth.locked.
 */
export async function switchOrganisation(db: Db, actor: Actor, { clientId, code }: { clientId: number; code?: string }, from: From): Promise<SignedIn> {
  requireSelf(actor);
  const reachable = (list: readonly { id: number; current: boolean }[]) => list.some(({ id, current }) => id === clientId && !current);
  if (!reachable(await listOrganisations(db, actor))) throw new AppError('client.not_found');
  const before = await db.prisma.clientSession.findUnique({ where: { id: actor.sessionId as number }, select: { secondFactor: true } });
  const proved = before?.secondFactor === true || (await checkSecondFactor(db, clientId, code ?? null));
  return db.transaction(async (tx) => {
    const locked = await queryRows<{ id: number; name: string }>(tx, sql('lock_for_switching'), { ids: [actor.id, clientId] });
    const session = await ownSession(tx, actor);
    if (!reachable(await queryRows<Organisation>(tx, sql('select_organisations'), { client_id: actor.id }))) throw new AppError('client.not_found');
    if (!proved && (await hasSecondFactor(tx, clientId))) throw new AppError('auth.second_factor');
    const originId = session.originId ?? session.id;
    // A code of one of them counts for all, as long as this chain goes on.
    if (proved && !session.secondFactor) await tx.prisma.clientSession.updateMany({ where: { OR: [{ id: originId }, { originId }] }, data: { secondFactor: true } });
    const entered = await queryOptionalRow<{ id: number }>(tx, sql('find_session_of_chain'), { client_id: clientId, origin_id: originId });
    const token = entered
      ? await renewToken(tx, entered.id, from)
      : await insertSession(tx, clientId, from, { originId, secondFactor: proved, expiresAt: session.expiresAt });
    return { token, client: { id: clientId, name: locked.find(({ id }) => id === clientId)?.name ?? '' } };
  });
}
