// PURE. Everything against an order, in the order of O-3, each with the client that causes it and what can be done.
import type { Reason, ReasonCode } from '../contract/orders.js';
import type { Reference } from '../contract/primitives.js';
import { fromMinor } from '../lib/money.js';
import type { ResolutionNode } from '../resolution/data.js';
import type { ClientFacts, Decision, OrderRequest } from './decide.js';
import { kindsNotAllowed } from './family.js';
import type { Level } from './terms.js';

interface Case {
  decision: Omit<Decision, 'verdict'>;
  chain: readonly ResolutionNode[];
  payerIndex: number;
  clients: ReadonlyMap<number, ClientFacts>;
  levels: readonly Level[];
  /** The day of the order where the customer is. */
  today: string;
  request: OrderRequest;
  currency: string;
  mainBalance: bigint;
}

export function judge(given: Case): Decision['verdict'] {
  const { decision, request } = given;
  const contracts = expiredContracts(given);
  const refusesExpired = decision.effective.settings.expiredContract?.value === 'refuse';
  const reasons = [
    ...deleted(given),
    ...blocked(given),
    ...(refusesExpired ? contracts : []),
    ...password(given),
    ...crewGroup(given),
    ...tariff(given),
    ...(request.rightMissing ? [rightMissing(request.rightMissing)] : []),
    ...family(given),
    ...funds(given),
    ...budgets(given),
  ];
  const warnings = [...(refusesExpired ? [] : contracts), ...fundsWarnings(given)];
  return { allowed: reasons.length === 0, needsConfirmation: reasons.length === 0 && decision.payment.outcome === 'confirm', reasons, warnings };
}

function reason(code: ReasonCode, client: Reference | null, message: string, remedy: string): Reason {
  return { code, message, client: client && { id: client.id, name: client.name }, remedy };
}

function deleted({ chain }: Case): Reason[] {
  return chain.filter((node) => node.deleted).map((node) => reason('client.deleted', node, `"${node.name}" is deleted.`, 'Restore it, or order for another client.'));
}

/** Blocks of the payer and above come before those of its employees. */
function blocked({ chain, payerIndex }: Case): Reason[] {
  const found = chain.map((node, index) => ({ node, employee: index < payerIndex })).filter(({ node }) => node.blocked);
  return [...found.filter(({ employee }) => !employee), ...found.filter(({ employee }) => employee)].map(({ node, employee }) =>
    reason(employee ? 'employee.blocked' : 'client.blocked', node, `"${node.name}" is blocked${node.blockReason ? `: ${node.blockReason}` : '.'}`, `Unblock "${node.name}".`),
  );
}

function expiredContracts({ chain, clients, today }: Case): Reason[] {
  return chain
    .filter(({ id }) => (clients.get(id)?.contractTo ?? today) < today)
    .map((node) => reason('contract.expired', node, `The contract of "${node.name}" ended on ${clients.get(node.id)?.contractTo}.`, 'Prolong the contract, or allow orders after its end.'));
}

function password({ decision: { passwordOf }, request }: Case): Reason[] {
  if (!passwordOf) return [];
  switch (request.password) {
    case 'missing': return [reason('password.missing', passwordOf, `Orders of "${passwordOf.name}" need its password.`, 'Ask for the password.')];
    case 'wrong': return [reason('password.wrong', passwordOf, `This is not the password of "${passwordOf.name}".`, 'Ask again; five wrong tries lock it for a while.')];
    case 'locked': return [reason('password.locked', passwordOf, `The password of "${passwordOf.name}" is locked after too many wrong tries.`, 'Wait a quarter of an hour, or set a new password.')];
    default: return [];
  }
}

function crewGroup({ decision: { crewGroups, effective }, levels }: Case): Reason[] {
  const { allowed, chosen } = crewGroups;
  if (allowed === null || (chosen && allowed.some(({ id }) => id === chosen.id)) || (!chosen && allowed.length > 0)) return [];
  const level = levels.find(({ says }) => says.has('crewGroups') && !((says.get('crewGroups')?.value ?? []) as number[]).includes(chosen?.id as number));
  const source = level?.source ?? effective.settings.crewGroups?.source;
  const whose = source?.kind === 'group' ? `The client group "${source.name}"` : `"${source?.name}"`;
  const message = chosen ? `${whose} does not allow crews of the group "${chosen.name}".` : `${whose} leaves no crew group that may be sent.`;
  const remedy = allowed.length ? `Choose ${allowed.slice(0, 5).map(({ name }) => `"${name}"`).join(', ')}.` : 'Allow a crew group.';
  return [reason('crew_group.not_allowed', clientOf(source), message, remedy)];
}

function tariff({ decision: { tariff } }: Case): Reason[] {
  if (!tariff || tariff.tariff.active) return [];
  const of = tariff.source.name === undefined ? '' : ` of "${tariff.source.name}"`;
  return [reason('tariff.not_active', clientOf(tariff.source), `The tariff "${tariff.tariff.name}"${of} is not active.`, 'Activate it, or choose another tariff.')];
}

function rightMissing(client: Reference): Reason {
  return reason('right.missing', client, `"${client.name}" has not the right to order.`, 'Ask your superior unit for the right.');
}

const kindNames = { cashless: 'the main account', bonus: 'bonuses', card: 'a bank card' } as const;

function family({ decision: { family, request } }: Case): Reason[] {
  if (!family) return [];
  const { head, allowed } = family;
  const others = [...allowed.map((kind) => kindNames[kind]), 'cash'].join(', ');
  return kindsNotAllowed(request, allowed).map((kind) =>
    reason('family.payment_kind', head, `Members of the family of "${head.name}" may not pay with ${kindNames[kind]}.`, `Pay with ${others}.`),
  );
}

function funds({ decision: { payment, payer, customer, rules }, currency, mainBalance, chain }: Case): Reason[] {
  const found: Reason[] = [];
  if (payment.outcome === 'short' && payment.missing.bonus > 0n) {
    found.push(reason('bonus.short', payer, `${fromMinor(payment.missing.bonus)} ${currency} are missing on the bonus account of "${payer.name}".`, 'Take a smaller part from bonuses.'));
  }
  if (payment.outcome === 'short' && payment.missing.cashless > 0n) {
    found.push(reason(shortCode(rules, mainBalance), payer, `${fromMinor(payment.missing.cashless)} ${currency} are missing on the account of "${payer.name}".`, 'Top up the account, or pay the rest in cash where that is allowed.'));
  }
  if (payment.cashForbidden) {
    const node = chain.find(({ own }) => own.get('cashForbidden')?.value === true);
    found.push(reason('cash.forbidden', node ?? null, `"${customer.name}" may not pay in cash.`, 'Pay from the account.'));
  }
  return found;
}

/** CommonAPI tells a balance below nothing from one that is only too small. */
function shortCode({ minimumForCashless }: Decision['rules'], balance: bigint): ReasonCode {
  if (balance < 0n) return 'funds.negative';
  return minimumForCashless !== null && balance < minimumForCashless ? 'funds.below_minimum' : 'funds.short';
}

function fundsWarnings({ decision: { payment, payer }, currency }: Case): Reason[] {
  const missing = fromMinor(payment.missing.cashless + payment.missing.bonus);
  if (payment.outcome === 'rest') return [reason('funds.short', payer, `${missing} ${currency} are missing on the account of "${payer.name}" and have to be paid otherwise.`, 'Say so to the passenger.')];
  if (payment.outcome === 'confirm') return [reason('funds.short', payer, `${missing} ${currency} are missing on the account of "${payer.name}".`, 'Confirm to go on all the same.')];
  return [];
}

function budgets({ decision: { payment, budgets }, currency }: Case): Reason[] {
  const needed = payment.parts ? payment.parts.bonus + payment.parts.cashless : 0n;
  return budgets
    .filter(({ left }) => needed > 0n && needed > left)
    .map(({ client, period, left }) =>
      reason('budget.exceeded', client, `The ${period} budget of "${client.name}" has ${fromMinor(left < 0n ? 0n : left)} ${currency} left, ${fromMinor(needed)} are needed.`, 'Raise the budget, wait for the next period, or pay in cash.'),
    );
}

/** Groups cause things too, but they are no clients. */
function clientOf(source: { kind: string; id?: number; name?: string } | undefined): Reference | null {
  return source && (source.kind === 'own' || source.kind === 'ancestor') && source.id !== undefined ? { id: source.id, name: source.name ?? '' } : null;
}
