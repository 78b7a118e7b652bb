// What went wrong → the code of this request. The domain's rules and words stay where they are; here is only which number
// each has on this wire.
import { describeDatabaseError } from '../db/db-errors.js';
import type { FieldError } from '../contract/errors.js';
import { AppError } from '../lib/app-error.js';
import { ApiError, commonError } from './answer.js';
import type { ApiRequest, CodeTable } from './request.js';
import { misfits, refusals } from './texts.js';

/** Fields of the domain's inputs whose parameters have other names. */
const parameterNames: Record<string, string> = {
  apiLogin: 'login', groupId: 'client_group_id', parentId: 'parent_id', birthDate: 'birthday', sex: 'gender', useEmail: 'use_email_informing',
  usesOwnAccount: 'use_own_account', accountKind: 'account_kind', at: 'oper_time', file: 'client_photo', stars: 'rating', message: 'message',
};

/** `values`: the parameters, for the text. Anything that was not foreseen is code 10. */
export function describeError(request: ApiRequest, raw: unknown, values: Record<string, unknown>): ApiError {
  if (raw instanceof ApiError) return raw;
  const error = describeDatabaseError(raw);
  if (!(error instanceof AppError) || error.status >= 500) return Object.assign(commonError(10), { cause: raw });
  const [field] = (error.data.errors ?? []) as FieldError[];
  const own = ownCode(request.codes, error, field);
  if (own) return own.with({ ...values, ...error.data });
  if (error.code === 'conflict.busy') return commonError(10, 'данные изменялись одновременно, повторите запрос');
  if (field) return commonError(9, `${parameterOf(field.path)}: ${misfits[field.code] ?? refusals[error.code] ?? field.message}`);
  return commonError(1, refusals[error.code] ?? error.message);
}

function ownCode(codes: CodeTable, error: AppError, field: FieldError | undefined) {
  const parameter = field && parameterOf(field.path);
  const keys = [`${error.code}@${parameter ?? ''}`, ...(field ? [field.code] : []), error.code];
  for (const key of keys) {
    const found = Object.entries(codes).find(([, { on }]) => on?.includes(key));
    if (found) return { with: (values: Record<string, unknown>) => new ApiError(Number(found[0]), fill(found[1].descr, values)) };
  }
  return null;
}

/** body/phones/0/number → phones. */
function parameterOf(path: string): string {
  const [, field = ''] = path.split('/');
  return parameterNames[field] ?? field;
}

/** One of the request's own codes, told by the handler itself. */
export function ownError(codes: CodeTable, code: number, values: Record<string, unknown> = {}, data: Record<string, unknown> = {}): ApiError {
  return new ApiError(code, fill(codes[code]?.descr ?? '', values), data);
}

function fill(template: string, values: Record<string, unknown>): string {
  return template.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    return typeof value === 'string' || typeof value === 'number' ? String(value) : name.toUpperCase();
  });
}
