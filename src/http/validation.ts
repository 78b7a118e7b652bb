// Throws request.invalid listing every wrong field of a request; `where` is body, params or query.
import type { ValidateFunction } from 'ajv/dist/2020.js';
import { AppError } from '../lib/app-error.js';
import { describeErrors } from '../lib/schema-check.js';

export function check(validate: ValidateFunction, value: unknown, where: string): void {
  if (validate(value)) return;
  const errors = describeErrors(validate.errors ?? [], where);
  throw new AppError('request.invalid', errors.map(({ path, message }) => `${path} ${message}`).join('; ').slice(0, 1_000), { errors });
}
