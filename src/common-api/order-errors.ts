// Refusals of orders (O-3) on this wire: every request has its own number for the same reason.
import type { Reason, ReasonCode } from '../contract/orders.js';
import { AppError } from '../lib/app-error.js';
import { type ApiError } from './answer.js';
import { ownError } from './errors.js';
import type { CodeTable } from './request.js';

/** Numbers of one request, by what stands against the order. */
export interface RefusalCodes {
  client: number;
  employee: number;
  clientBlocked: number;
  employeeBlocked: number;
  noPayer: number;
  crewGroup: number;
  tariff: number;
  /** Null: the request has none; the client counts as blocked. */
  specialCheck: number | null;
  short: number;
  negative: number;
  cashForbidden: number;
}

/** What the order was asked for, so that "client" and "employee" can be told apart. */
export interface Ordering {
  client_employee_id?: number | undefined;
  /** It is the phone number that says who orders. */
  byPhone: boolean;
}

function codeOf(codes: RefusalCodes, { code, client }: Reason, { client_employee_id: employee = 0, byPhone }: Ordering): number {
  const numbers: Record<ReasonCode, number> = {
    'client.unknown': byPhone ? codes.noPayer : codes.client,
    'client.ambiguous': byPhone ? codes.noPayer : codes.client,
    'client.deleted': employee > 0 && client?.id === employee ? codes.employee : byPhone ? codes.noPayer : codes.client,
    'client.blocked': codes.clientBlocked,
    'employee.blocked': employee > 0 ? codes.employeeBlocked : codes.clientBlocked,
    'contract.expired': codes.clientBlocked,
    'password.missing': codes.specialCheck ?? codes.clientBlocked,
    'password.wrong': codes.specialCheck ?? codes.clientBlocked,
    'password.locked': codes.specialCheck ?? codes.clientBlocked,
    'crew_group.not_allowed': codes.crewGroup,
    'tariff.not_active': codes.tariff,
    'right.missing': codes.clientBlocked,
    'family.payment_kind': codes.short,
    'bonus.short': codes.short,
    'funds.short': codes.short,
    'funds.negative': codes.negative,
    'funds.below_minimum': codes.short,
    'cash.forbidden': codes.cashForbidden,
    'budget.exceeded': codes.short,
  };
  return numbers[code];
}

/** The first reason against it decides, as on every channel. Any other error is thrown on as it is. */
export async function orRefusal<T>(table: CodeTable, codes: RefusalCodes, ordering: Ordering, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'order.refused') throw error;
    throw refusal(table, codes, ordering, error);
  }
}

function refusal(table: CodeTable, codes: RefusalCodes, ordering: Ordering, { data, message }: AppError): ApiError {
  // What an operator could confirm nobody confirms here.
  const reason = ([...(data.reasons as Reason[]), ...((data.warnings ?? []) as Reason[])][0] ?? { code: 'funds.short', message, client: null, remedy: '' }) as Reason;
  const code = codeOf(codes, reason, ordering);
  const error = ownError(table, code, { client: reason.client?.name ?? '' }, code === codes.specialCheck ? { message: reason.message, can_create_order: false } : {});
  error.message = `${error.message} (${reason.message})`;
  return error;
}
