// PURE. Who pays how much out of what (O-4): bonus first, then cashless, then cash or card. Minor units.
//
// Terms: an order's own money is what it holds already. Free of an account is its balance without the holds of others.
// By itself an order goes down to nothing, or to the balance floor where that lies above; below nothing, down to the floor,
// only where the payer may go on credit or the operator confirms. Nothing ever goes under the floor (M-6).
import type { Pay } from '../contract/orders.js';
import type { whenFundsShortChoices } from '../contract/settings.js';
import { toMinor } from '../lib/money.js';

export interface AccountState {
  balance: bigint;
  /** Of all orders, this one too. */
  held: bigint;
  /** Of this order. */
  own: bigint;
}

export interface PaymentRules {
  /** Null: the balance may fall without end. */
  floor: bigint | null;
  minimumForCashless: bigint | null;
  minimumForBonus: bigint | null;
  whenFundsShort: (typeof whenFundsShortChoices)[number];
  cashForbidden: boolean;
}

/** What the order asks for; fixed parts in minor units. */
export interface PaymentRequest {
  useCashless: boolean;
  useBonus: boolean;
  cashless: bigint;
  bonus: bigint;
  rest: 'cash' | 'card';
}

export interface PaymentParts {
  bonus: bigint;
  cashless: bigint;
  cash: bigint;
  card: bigint;
}

export interface PaymentInput {
  /** Null: not known yet. */
  total: bigint | null;
  request: PaymentRequest;
  rules: PaymentRules;
  main: AccountState;
  bonus: AccountState;
  /** The operator confirmed to go on although funds are short. */
  confirmed: boolean;
  /** The ride is over: it is paid in any case, at least with what was held for it; what accounts may not give is the rest. */
  ended?: { most: bigint | null };
}

export interface Payment {
  /** Null while the total is unknown. */
  parts: PaymentParts | null;
  /** What the cashless part was measured against; null: no floor. */
  floor: bigint | null;
  /** What was asked of the accounts and is not there. */
  missing: { bonus: bigint; cashless: bigint };
  /** fits: nothing missing; rest: paid in another way; confirm: the operator may go on; short: not like this. */
  outcome: 'fits' | 'rest' | 'confirm' | 'short';
  /** Cash would have to be paid, and is forbidden. */
  cashForbidden: boolean;
}

export function paymentRequest(pay: Pay | undefined, fallback: 'cashless' | 'cash'): PaymentRequest {
  if (pay === undefined) return { useCashless: fallback === 'cashless', useBonus: false, cashless: 0n, bonus: 0n, rest: 'cash' };
  const { useCashless = false, useBonus = false, cashless, bonus, rest = 'cash' } = pay;
  return { useCashless, useBonus, cashless: cashless ? toMinor(cashless.amount) : 0n, bonus: bonus ? toMinor(bonus.amount) : 0n, rest };
}

export function splitPayment(input: PaymentInput): Payment {
  const { total, request, rules, ended } = input;
  if (total === null) return unknownTotal(input);
  const most = ended?.most ?? total;
  const wantedBonus = least(total, request.useBonus ? total : request.bonus);
  const bonus = least(wantedBonus, bonusOf(input), most);
  const left = total - bonus;
  const wanted = least(left, request.useCashless ? left : request.cashless);
  const floor = floorFor(input, wanted);
  const cashless = least(wanted, cashlessOf(input, floor) ?? wanted, most - bonus);
  const rest = left - cashless;
  const cash = request.rest === 'cash' ? rest : 0n;
  const missing = { bonus: request.useBonus ? 0n : wantedBonus - bonus, cashless: wanted - cashless };
  const short = missing.bonus > 0n || missing.cashless > 0n;
  const wrongCash = ended === undefined && rules.cashForbidden && cash > 0n;
  return { parts: { bonus, cashless, cash, card: rest - cash }, floor, missing, outcome: short ? shortOutcome(input, wrongCash) : 'fits', cashForbidden: wrongCash && !short };
}

function shortOutcome(input: PaymentInput, wrongCash: boolean): Payment['outcome'] {
  const { rules, confirmed, ended } = input;
  if (ended) return 'rest';
  if (rules.whenFundsShort === 'warn' && !confirmed) return splitPayment({ ...input, confirmed: true }).outcome === 'short' ? 'short' : 'confirm';
  const restAllowed = rules.whenFundsShort === 'restInCash' || rules.whenFundsShort === 'warn';
  return restAllowed && !wrongCash ? 'rest' : 'short';
}

/** The lower floor only where credit is allowed and needed. */
function floorFor(input: PaymentInput, wanted: bigint): bigint | null {
  const { rules, confirmed } = input;
  const upper = upperFloor(rules);
  const onCredit = rules.whenFundsShort === 'credit' || (rules.whenFundsShort === 'warn' && confirmed);
  const byItself = cashlessOf(input, upper);
  return onCredit && byItself !== null && wanted > byItself ? rules.floor : upper;
}

function upperFloor({ floor }: PaymentRules): bigint {
  return floor !== null && floor > 0n ? floor : 0n;
}

function unknownTotal({ request, rules }: PaymentInput): Payment {
  const fromAccounts = request.useCashless || request.useBonus || request.cashless > 0n || request.bonus > 0n;
  return {
    parts: null, floor: null, missing: { bonus: 0n, cashless: 0n }, outcome: 'fits',
    cashForbidden: rules.cashForbidden && !fromAccounts && request.rest === 'cash',
  };
}

/** What bonuses may give. Below the minimum they are of no use, but for what is held already. */
function bonusOf({ bonus, rules, ended }: Pick<PaymentInput, 'bonus' | 'rules' | 'ended'>): bigint {
  const free = atLeastNothing(bonus.balance - bonus.held + bonus.own);
  if (rules.minimumForBonus !== null && bonus.balance < rules.minimumForBonus) return ended ? least(bonus.own, free) : 0n;
  return free;
}

/** What the main account may give down to `floor`; null: any sum. */
function cashlessOf({ main, rules, ended }: Pick<PaymentInput, 'main' | 'rules' | 'ended'>, floor: bigint | null): bigint | null {
  const held = ended ? main.own : 0n;
  if (rules.minimumForCashless !== null && main.balance < rules.minimumForCashless) return held;
  if (floor === null) return null;
  const free = atLeastNothing(main.balance - main.held + main.own - floor);
  return free > held ? free : held;
}

/** What an order may take from the main account without asking anybody; null: any sum. */
export function availableByItself(main: AccountState, rules: PaymentRules): bigint | null {
  return cashlessOf({ main, rules }, rules.whenFundsShort === 'credit' ? rules.floor : upperFloor(rules));
}

export function availableBonus(bonus: AccountState, rules: PaymentRules): bigint {
  return bonusOf({ bonus, rules });
}

function atLeastNothing(amount: bigint): bigint {
  return amount > 0n ? amount : 0n;
}

function least(first: bigint, ...others: bigint[]): bigint {
  return others.reduce((smallest, one) => (one < smallest ? one : smallest), first);
}
