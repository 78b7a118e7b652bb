// Calls that come in, as a telephone exchange tells of them (S-6).
import { type Static, Type } from 'typebox';
import { Phone } from './orders.js';
import { closed, Id, Line, nullable } from './primitives.js';

export const ReportCallInput = closed({
  phone: Type.String({ ...Phone, description: "The caller's number" }),
  line: Type.Optional(nullable(Type.String({ ...Line, description: 'Which of our lines was called' }))),
  operatorId: Type.Optional(Type.Integer({ ...Id, description: 'At whom it rings; everybody who takes orders if neither this nor login is given' })),
  login: Type.Optional(Type.String({ minLength: 1, maxLength: 200, pattern: '^[^\\u0000-\\u001f]+$', description: 'At whom it rings, by login' })),
});
export type ReportCallInput = Static<typeof ReportCallInput>;

export const IncomingCall = closed({ id: Type.Integer(), at: Type.String(), phone: Type.String(), line: nullable(Type.String()), operatorId: nullable(Type.Integer({ description: 'Null: it rings at everybody' })) });
export type IncomingCall = Static<typeof IncomingCall>;
