// Every error that leaves the system, by its stable code. `title` is the plain-English kind of the error;
// the sentence about this very case is `detail`. Front ends translate by code.
import { type Static, Type } from 'typebox';

export const errorCatalogue = {
  'request.malformed': { status: 400, title: 'The request cannot be read' },
  'request.invalid': { status: 422, title: 'The request has invalid fields' },
  'request.not_found': { status: 404, title: 'There is nothing at this address' },
  'request.method_not_allowed': { status: 405, title: 'This address does not answer to this method' },
  'request.too_large': { status: 413, title: 'The request is too large' },
  'request.media_type': { status: 415, title: 'The body has a type that cannot be read' },
  'request.too_many': { status: 429, title: 'Too many requests' },
  'request.cursor_invalid': { status: 422, title: 'The cursor belongs to another list' },
  'request.csrf': { status: 403, title: 'The request does not come from our own page' },
  'request.key_reused': { status: 422, title: 'The idempotency key was used for another request' },
  'auth.required': { status: 401, title: 'Sign-in needed' },
  'auth.failed': { status: 401, title: 'Login or password is wrong' },
  'auth.locked': { status: 429, title: 'Too many failed sign-ins' },
  'auth.forbidden': { status: 403, title: 'The right for this is missing' },
  'client.not_found': { status: 404, title: 'There is no such client' },
  'client.parent_not_found': { status: 422, title: 'There is no such superior unit' },
  'client.cycle': { status: 409, title: 'A client cannot be its own superior' },
  'client.deleted': { status: 409, title: 'The client is deleted' },
  'client.not_deleted': { status: 409, title: 'The client is not deleted' },
  'client.group_on_root_only': { status: 422, title: 'Only a client without superior has a group of its own' },
  'client.person_not_root': { status: 422, title: 'A private person has no superior' },
  'client.root_own_account': { status: 422, title: 'A client without superior always uses its own account' },
  'client.contract_dates': { status: 422, title: 'The contract would end before it begins' },
  'client.phone_taken': { status: 409, title: 'Another client is recognised by this phone number' },
  'client.external_id_taken': { status: 409, title: 'The external id is taken in this organisation' },
  'client.api_login_taken': { status: 409, title: 'The API login is taken' },
  'client.terminal_account_taken': { status: 409, title: 'The terminal account is taken' },
  'client.referral_code_taken': { status: 409, title: 'The referral code is taken' },
  'client.family_account_not_allowed': { status: 422, title: 'The client group does not allow family accounts' },
  'client.order_password_wrong': { status: 422, title: 'The order password is wrong' },
  'client.order_password_locked': { status: 429, title: 'The order password is locked for a while' },
  'image.not_found': { status: 404, title: 'There is no such picture' },
  'image.unreadable': { status: 422, title: 'The picture cannot be read' },
  'client.no_api_login': { status: 409, title: 'The client has no API login' },
  'client.no_contact': { status: 409, title: 'The client cannot be reached by e-mail or SMS' },
  'client.in_use': { status: 409, title: 'Something is still attached to the client' },
  'conflict.version': { status: 409, title: 'Somebody else changed the same field' },
  'conflict.busy': { status: 409, title: 'Somebody else is changing the same thing; try again' },
  'setting.unknown': { status: 404, title: 'There is no such setting' },
  'setting.not_here': { status: 422, title: 'The setting cannot be set here' },
  'setting.needs_own_account': { status: 409, title: 'The setting needs an account of its own' },
  'setting.reference_not_found': { status: 422, title: 'The value refers to something that does not exist' },
  'group.not_found': { status: 404, title: 'There is no such client group' },
  'group.reference_not_found': { status: 422, title: 'There is no such client group' },
  'group.in_use': { status: 409, title: 'The client group is in use' },
  'item.not_found': { status: 404, title: 'There is no such item' },
  'item.in_use': { status: 409, title: 'The item is in use' },
  'item.name_taken': { status: 409, title: 'There is such an item already' },
  'attribute.type_in_use': { status: 409, title: 'The type of an attribute in use cannot change' },
  'operator.login_taken': { status: 409, title: 'The login is taken' },
  'operator.last_administrator': { status: 409, title: 'The last administrator must stay' },
  'role.not_found': { status: 422, title: 'There is no such role' },
  'password.too_weak': { status: 422, title: 'The password is too easy to guess' },
  'password_link.invalid': { status: 404, title: 'The link is not valid' },
  'message.not_found': { status: 404, title: 'There is no such message' },
  'message.state': { status: 409, title: 'The message is not in a state for this' },
  'import.not_found': { status: 404, title: 'There is no such import' },
  'import.state': { status: 409, title: 'The import is not in a state for this' },
  'import.file_unreadable': { status: 422, title: 'The file cannot be read' },
  'import.mapping_invalid': { status: 422, title: 'The mapping does not fit the file' },
  'server.error': { status: 500, title: 'The server failed; the error is logged' },
  'server.unavailable': { status: 503, title: 'The database cannot be reached; try again' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ErrorCode = keyof typeof errorCatalogue;

export const FieldError = Type.Object({
  path: Type.String({ description: 'Where: body/phones/0/number, params/id, query/limit' }),
  code: Type.String(),
  message: Type.String(),
});
export type FieldError = Static<typeof FieldError>;

/** RFC 9457 problem+json; further members depend on the code. */
export const Problem = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.Optional(Type.String()),
    instance: Type.Optional(Type.String()),
    code: Type.Enum(Object.keys(errorCatalogue) as ErrorCode[]),
    errors: Type.Optional(Type.Array(FieldError)),
  },
  { additionalProperties: true },
);
export type Problem = Static<typeof Problem> & Record<string, unknown>;
