// ajv with our settings, and its errors as plain sentences with the path of the field. Bodies are taken as they
// are; parameters come as text and are coerced. All errors are reported.
import { type FormatsPlugin } from 'ajv-formats';
import formatsModule from 'ajv-formats';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import type { TSchema } from 'typebox';
import type { FieldError } from '../contract/errors.js';

const addFormats = formatsModule as unknown as FormatsPlugin;
// multipleOfPrecision: 0.07 / 0.01 is 7.000000000000001.
const options = { strict: true, multipleOfPrecision: 6, allErrors: true, allowUnionTypes: true, ownProperties: true };
const exact = withFormats(new Ajv2020({ ...options, useDefaults: true }));
const coercing = withFormats(new Ajv2020({ ...options, useDefaults: true, coerceTypes: true }));

function withFormats(ajv: Ajv2020): Ajv2020 {
  addFormats(ajv as never);
  return ajv;
}

export const compileSchema = (schema: TSchema): ValidateFunction => exact.compile(schema);
/** For parameters of an address, which are text. */
export const compileCoercing = (schema: TSchema): ValidateFunction => coercing.compile(schema);

const MAX_REPORTED = 50;

export function describeErrors(errors: ErrorObject[], where: string): FieldError[] {
  const seen = new Set<string>();
  return errors
    .filter((error) => error.keyword !== 'if')
    .map((error) => {
      const member = (error.params.missingProperty ?? error.params.additionalProperty) as string | undefined;
      const path = `${where}${error.instancePath}${member === undefined ? '' : `/${escapePointer(member)}`}`;
      return { path: path.slice(0, 300), code: error.keyword, message: sentence(error) };
    })
    .filter(({ path, message }) => !seen.has(path + message) && seen.add(path + message))
    .slice(0, MAX_REPORTED);
}

export function escapePointer(member: string): string {
  return member.replaceAll('~', '~0').replaceAll('/', '~1');
}

function sentence({ keyword, params, message }: ErrorObject): string {
  switch (keyword) {
    case 'required': return 'is missing';
    case 'additionalProperties': return 'is not known here';
    case 'type': return `must be ${[params.type].flat().join(' or ')}`;
    case 'enum': return `must be one of ${(params.allowedValues as unknown[]).map((value) => JSON.stringify(value)).join(', ')}`;
    case 'minLength': return params.limit === 1 ? 'must not be empty' : `must have at least ${params.limit} characters`;
    case 'maxLength': return `must have at most ${params.limit} characters`;
    case 'minimum': return `must be at least ${params.limit}`;
    case 'maximum': return `must be at most ${params.limit}`;
    case 'minItems': return `must have at least ${params.limit} entries`;
    case 'maxItems': return `must have at most ${params.limit} entries`;
    case 'uniqueItems': return 'must not have the same entry twice';
    case 'format': return `must be a valid ${params.format}`;
    case 'pattern': return 'has characters or a form that are not allowed here';
    case 'minProperties': return 'must not be empty';
    case 'not': return 'takes no value: the attribute has no choices';
    default: return message ?? 'is not valid';
  }
}
