// The shapes that every request and answer is made of. Money is an exact decimal string with its currency,
// instants are RFC 3339 in UTC, days are plain dates, ids are positive 32-bit integers.
import { type Static, type TObject, type TProperties, type TSchema, Type } from 'typebox';

/** A closed object: an unknown member is an error that names it. */
export function closed<P extends TProperties>(properties: P, options: Record<string, unknown> = {}): TObject<P> {
  return Type.Object(properties, { additionalProperties: false, ...options });
}

/** The schema's values, or null. One `type` list, so that one mistake gives one error. */
export function nullable<T extends TSchema>(schema: T) {
  const plain = schema as unknown as { type?: string; enum?: unknown[] };
  const widened = plain.enum
    ? { ...schema, enum: [...plain.enum, null] }
    : plain.type
      ? { ...schema, type: [plain.type, 'null'] }
      : { anyOf: [schema, { type: 'null' }] };
  return Type.Unsafe<Static<T> | null>(widened as TSchema);
}

// Control characters make no sense in a name, and PostgreSQL refuses NUL in any text.
const ONE_LINE = '^[^\\u0000-\\u001f\\u007f]*$';
const NOT_BLANK = '^(?=.*\\S)[^\\u0000-\\u001f\\u007f]*$';
const NO_NUL = '^[^\\u0000]*$';
const EMAIL = '^[^\\s@\\u0000-\\u001f]+@[^\\s@.\\u0000-\\u001f]+(\\.[^\\s@.\\u0000-\\u001f]+)+$';

export const MAX_ID = 2_147_483_647;
export const Id = Type.Integer({ minimum: 1, maximum: MAX_ID, description: 'Positive 32-bit id' });
export const Version = Type.Integer({ minimum: 1, maximum: MAX_ID, description: 'The version that the writer saw' });
export const Name = Type.String({ minLength: 1, maxLength: 500, pattern: NOT_BLANK, description: 'A name, not blank' });
export const Line = Type.String({ maxLength: 500, pattern: ONE_LINE, description: 'One line of text' });
export const Text = Type.String({ maxLength: 10_000, pattern: NO_NUL, description: 'Text of several lines' });
export const Email = Type.String({ maxLength: 254, pattern: EMAIL, description: 'E-mail address' });
export const Currency = Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217 code' });
// The year 0 is valid in RFC 3339 and unknown to PostgreSQL.
export const LocalDate = Type.String({ format: 'date', pattern: '^(?!0000)', description: 'A day, YYYY-MM-DD' });
export const Instant = Type.String({ format: 'date-time', pattern: '^(?!0000)', description: 'RFC 3339 instant' });
export const Cursor = Type.String({ minLength: 1, maxLength: 8192, description: 'nextCursor of the page before' });

export const Money = closed(
  {
    amount: Type.String({ pattern: '^-?\\d{1,15}(\\.\\d{1,2})?$', description: 'Exact decimal' }),
    currency: Currency,
  },
  { description: 'A sum of money' },
);
export type Money = Static<typeof Money>;

export const Reference = closed({ id: Type.Integer(), name: Type.String() }, { description: 'An item by id and name' });
export type Reference = Static<typeof Reference>;

/** A page of a list: `nextCursor` is null on the last one. */
export function page<T extends TSchema>(item: T) {
  return closed({
    items: Type.Array(item),
    nextCursor: nullable(Type.String()),
    total: Type.Optional(Type.Integer({ description: 'How many there are, where it is cheap to say' })),
  });
}

export const PageQuery = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 50 })),
  cursor: Type.Optional(Cursor),
};
