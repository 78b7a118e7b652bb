// The database is the last judge: insert and translate, never check-then-insert. Here constraint names become
// error codes, and lost connections become "unavailable".
import { type ErrorCode, errorCatalogue } from '../contract/errors.js';
import { AppError, fieldError } from '../lib/app-error.js';

/** Constraint → error code and the field of the request that it is about. */
const byConstraint: Record<string, readonly [ErrorCode, string?]> = {
  clients_parent_id_fkey: ['client.parent_not_found', 'body/parentId'],
  clients_group_id_fkey: ['group.reference_not_found', 'body/groupId'],
  group_transition_rules_from_group_id_fkey: ['group.in_use'],
  group_transition_rules_to_group_id_fkey: ['group.in_use'],
  clients_not_own_parent_check: ['client.cycle', 'body/parentId'],
  clients_group_on_root_check: ['client.group_on_root_only', 'body/groupId'],
  clients_root_own_account_check: ['client.root_own_account', 'body/usesOwnAccount'],
  clients_person_is_root_check: ['client.person_not_root', 'body/kind'],
  clients_contract_dates_check: ['client.contract_dates', 'body/contractTo'],
  clients_api_login_key: ['client.api_login_taken', 'body/apiLogin'],
  clients_terminal_account_key: ['client.terminal_account_taken', 'body/terminalAccount'],
  clients_referral_code_key: ['client.referral_code_taken', 'body/referralCode'],
  entries_cancels_id_key: ['operation.cancelled'],
  accounts_empty_check: ['account.not_empty', 'body/usesOwnAccount'],
  orders_customer_id_fkey: ['client.in_use'],
  orders_payer_id_fkey: ['client.in_use'],
  daily_orders_customer_id_fkey: ['client.in_use'],
  daily_orders_paying_id_fkey: ['client.in_use'],
  message_templates_place_key: ['conflict.busy'],
  orders_carrier_id_fkey: ['item.in_use'],
  order_rules_auto_create_group_id_fkey: ['group.in_use'],
  discount_cards_discount_id_fkey: ['item.in_use'],
  discount_cards_number_key: ['item.name_taken', 'body/number'],
  crews_number_key: ['item.name_taken', 'body/number'],
  crews_crew_group_id_fkey: ['item.in_use'],
  note_acknowledgements_crew_id_fkey: ['item.in_use'],
  operators_login_key: ['operator.login_taken', 'body/login'],
  operator_roles_role_id_fkey: ['role.not_found', 'body/roleIds'],
  roles_name_key: ['item.name_taken', 'body/name'],
};

const SERIALIZATION_FAILURE = '40001';
const DEADLOCK = '40P01';
const LOCK_TIMEOUT = '55P03';
// 57014: our own statement time-out.
const UNAVAILABLE = /^(08|57P0[123]|57014|53300|25P03)/;
const UNREACHABLE = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN', 'ENOENT', 'P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028']);
const CUT = new Set(['ConnectionClosed', 'DatabaseNotReachable', 'SocketTimeout', 'TooManyConnections']);

interface ErrorFacts {
  sqlState: string | undefined;
  constraint: string | undefined;
  code: string | undefined;
  /** What the ORM's driver says it was, where it gives no code. */
  driverKind: string | undefined;
  message: string;
}

/** The AppError that a database error means; anything unknown comes back as it was. */
export function describeDatabaseError(error: unknown): unknown {
  if (error instanceof AppError || !(error instanceof Error)) return error;
  const { sqlState, constraint, code: driverCode, driverKind, message } = factsOf(error);
  const known = constraint === undefined ? undefined : byConstraint[constraint];
  if (known) {
    const [code, path] = known;
    return path === undefined ? new AppError(code) : fieldError(code, path, errorCatalogue[code].title);
  }
  if (sqlState === DEADLOCK || sqlState === SERIALIZATION_FAILURE || sqlState === LOCK_TIMEOUT) return new AppError('conflict.busy');
  const unreachable = (driverCode !== undefined && UNREACHABLE.has(driverCode)) || (sqlState !== undefined && UNAVAILABLE.test(sqlState));
  const cut = (driverKind !== undefined && CUT.has(driverKind)) || /Connection terminated|connection is closed|not queryable|Client was closed|Can't reach database|Connection closed|timeout exceeded when trying to connect|timeout expired/i.test(message);
  if (unreachable || cut) return Object.assign(new AppError('server.unavailable'), { cause: error });
  return error;
}

/** Worth running the whole transaction again: nothing was committed. */
export function isTransient(error: unknown): boolean {
  if (error instanceof AppError) return error.code === 'conflict.busy';
  if (!(error instanceof Error)) return false;
  const { sqlState, code } = factsOf(error);
  return sqlState === DEADLOCK || sqlState === SERIALIZATION_FAILURE || code === 'P2034';
}

/** SQLSTATE and constraint out of the three wrappings: pg's own, the ORM's, the ORM's raw queries'. */
function factsOf(error: Error): ErrorFacts {
  const raw = error as Error & { code?: string; constraint?: string; meta?: Record<string, unknown>; cause?: unknown };
  const wrapped = (raw.meta?.driverAdapterError as { cause?: Record<string, unknown> } | undefined)?.cause ??
    (typeof raw.cause === 'object' && raw.cause !== null ? (raw.cause as Record<string, unknown>) : {});
  const named = wrapped.constraint as { index?: string; foreignKey?: unknown } | string | undefined;
  const isSqlState = /^[0-9A-Z]{5}$/.test(raw.code ?? '') && !/^P[12]\d{3}$/.test(raw.code ?? '');
  const inMessage = /constraint "([^"]+)"/.exec(error.message)?.[1] ?? /constraint "([^"]+)"/.exec(String(wrapped.originalMessage ?? ''))?.[1];
  return {
    sqlState: (wrapped.originalCode as string | undefined) ?? (isSqlState ? raw.code : undefined),
    constraint: raw.constraint ?? (typeof named === 'string' ? named : named?.index) ?? inMessage,
    code: raw.code,
    driverKind: wrapped.kind as string | undefined,
    message: `${error.message} ${String(wrapped.originalMessage ?? wrapped.message ?? '')}`,
  };
}
