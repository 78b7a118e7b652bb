// Refusals of the domain name the client that causes them, which may stand above the signed-in one or belong to somebody
// else. Here they lose such names: the code stays, the sentence becomes the one of its kind (C-3).
import type { Actor } from '../auth/actor.js';
import { errorCatalogue, type FieldError } from '../contract/errors.js';
import type { Reason, ReasonCode } from '../contract/orders.js';
import type { SqlRunner } from '../db/sql.js';
import { AppError } from '../lib/app-error.js';
import { remedyHere } from './remedies.js';
import { type Sight, sightOf } from './sight.js';

/** What a reason says when it may not say who causes it. */
const sentences: Record<ReasonCode, string> = {
  'client.unknown': 'Nobody has this number.',
  'client.ambiguous': 'Several clients have this number.',
  'client.deleted': 'A superior unit is deleted.',
  'client.blocked': 'A superior unit is blocked.',
  'employee.blocked': 'A superior unit is blocked.',
  'contract.expired': 'The contract has ended.',
  'password.missing': 'Orders need a password.',
  'password.wrong': 'This is not the password.',
  'password.locked': 'The password is locked after too many wrong tries.',
  'crew_group.not_allowed': 'Crews of this group are not allowed.',
  'tariff.not_active': 'The tariff is not active.',
  'right.missing': 'The right to order is missing.',
  'family.payment_kind': 'This kind of payment is not allowed.',
  'bonus.short': 'There is not enough on the bonus account.',
  'funds.short': 'There is not enough on the account.',
  'funds.negative': 'The account is below zero.',
  'funds.below_minimum': 'The account is below its minimum.',
  'cash.forbidden': 'Cash is not allowed.',
  'budget.exceeded': 'The budget of a superior unit is used up.',
};

export function cutReason(actor: Actor, sight: Sight, reason: Reason) {
  const { code, message, client } = reason;
  if (client && sight.sees(client.id)) return { code, message, client: sight.who(client), remedy: remedyHere(actor, reason) };
  return { code, message: sentences[code], client: client && sight.who(client), remedy: client ? 'Ask your superior unit or the service.' : remedyHere(actor, reason) };
}

interface Named {
  id: number;
  name: string;
  kind?: string;
}

interface Conflict {
  field: string;
  mine: unknown;
  theirs: unknown;
  before: unknown;
}

/** A customer or a payer, who may stand outside. */
function isNamed(value: unknown): value is Named {
  return typeof value === 'object' && value !== null && typeof (value as Named).id === 'number' && typeof (value as Named).name === 'string';
}

/** Members of refusals that front ends use. */
const KEPT = ['version', 'retryAfter', 'right', 'state', 'needsConfirmation', 'number'] as const;
/** Fields whose values in a conflict the cabinet does not know; the comment of an order is its own. */
const UNSEEN_CONFLICTS = new Set(['parentId', 'groupId', 'responsibleManagerId', 'mark']);

/** Gives the error as the signed-in client may see it; others pass as they are. */
export async function cutRefusal(db: SqlRunner, actor: Actor, error: unknown): Promise<unknown> {
  if (!(error instanceof AppError) || error.status >= 500 || !actor.client) return error;
  const { client, payer, source, reasons = [], warnings = [], errors, conflicts } = error.data as {
    client?: Named; payer?: Named; source?: Named; reasons?: Reason[]; warnings?: Reason[]; errors?: FieldError[]; conflicts?: Conflict[];
  };
  const named = [client, payer, source?.kind === 'own' || source?.kind === 'ancestor' ? source : undefined].filter((one) => one !== undefined);
  const inConflict = (conflicts ?? []).flatMap(({ mine, theirs, before }) => [mine, theirs, before]).filter(isNamed);
  const sight = await sightOf(db, actor, [...named, ...inConflict, ...[...reasons, ...warnings].map((reason) => reason.client)].map((one) => one?.id));
  const unseen = named.some(({ id }) => !sight.sees(id)) || source?.kind === 'group';
  const title = errorCatalogue[error.code].title;
  // Nobody confirms in the cabinet: what an operator could confirm stands against it.
  const against = [...reasons, ...((error.data.needsConfirmation as boolean | undefined) ? warnings : [])].map((reason) => cutReason(actor, sight, reason));
  const data: Record<string, unknown> = Object.fromEntries(KEPT.filter((member) => member in error.data).map((member) => [member, error.data[member]]));
  if (client) data.client = sight.who(client);
  if (payer) data.payer = sight.who(payer);
  if (against.length) Object.assign(data, { reasons: against, needsConfirmation: false });
  if (errors) data.errors = unseen ? errors.map(({ path, code }) => ({ path, code, message: title })) : errors;
  if (conflicts) {
    const cut = (value: unknown) => (isNamed(value) ? sight.who(value) : value);
    data.conflicts = conflicts.filter(({ field }) => !UNSEEN_CONFLICTS.has(field)).map(({ field, mine, theirs, before }) => ({ field, mine: cut(mine), theirs: cut(theirs), before: cut(before) }));
  }
  return new AppError(error.code, against.length ? (against[0]?.message as string) : unseen ? undefined : error.message, data);
}
