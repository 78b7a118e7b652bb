// Rules of single tabs of the card about a client's new values.
import { IANAZone } from 'luxon';
import type { Tx } from '../db/database.js';
import { fieldError } from '../lib/app-error.js';
import { ancestorChain, rootOf } from '../tree/tree.js';

/** D-15, plain fields: hidden and refused on a client that does not use its own account. */
export const ACCOUNT_FIELDS = ['terminalAccount', 'referralCode'] as const;

/** What the rules look at: the client as it will be. */
export interface CardRules {
  id?: number;
  usesOwnAccount: boolean;
  terminalAccount?: string | null | undefined;
  referralCode?: string | null | undefined;
  favouriteCrews?: number[] | undefined;
  unwantedCrews?: number[] | undefined;
  groupOfRoot: number | null;
}

/** Rules of single tabs, for the fields that are given: `after` is the whole client as it will be. */
export async function checkCard(tx: Tx, after: CardRules, given: Record<string, unknown>): Promise<void> {
  for (const field of ACCOUNT_FIELDS) {
    if (given[field] != null && !after.usesOwnAccount) throw fieldError('setting.needs_own_account', `body/${field}`, 'needs an account of its own');
  }
  if (typeof given.timeZone === 'string' && !IANAZone.isValidZone(given.timeZone)) throw fieldError('request.invalid', 'body/timeZone', 'is not a time zone that we know, such as Europe/Moscow');
  const both = after.favouriteCrews?.find((crew) => after.unwantedCrews?.includes(crew));
  if (both !== undefined && (given.favouriteCrews || given.unwantedCrews)) {
    throw fieldError('request.invalid', given.unwantedCrews ? 'body/unwantedCrews' : 'body/favouriteCrews', `The crew ${both} cannot be favourite and unwanted at once.`);
  }
  if (given.responsibleManagerId != null) {
    const manager = await tx.prisma.operator.findFirst({ where: { id: given.responsibleManagerId as number, active: true }, select: { id: true } });
    if (!manager) throw fieldError('setting.reference_not_found', 'body/responsibleManagerId', 'There is no such active operator.');
  }
  if (given.familyAccount != null) {
    const groupId = after.groupOfRoot ?? (await groupOf(tx, after.id as number));
    const group = await tx.prisma.clientGroup.findUnique({ where: { id: groupId }, select: { familyAccountAllowed: true, name: true } });
    if (group && !group.familyAccountAllowed) throw fieldError('client.family_account_not_allowed', 'body/familyAccount', `The client group "${group.name}" does not allow family accounts.`);
  }
}

async function groupOf(tx: Tx, id: number): Promise<number> {
  return rootOf(await ancestorChain(tx, id)).groupId as number;
}
