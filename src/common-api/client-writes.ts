// Registering and changing clients through this wire: what it says in its own way, put into the words of the domain, whose
// rules and checks these are.
import { setApiPassword } from '../api-access/api-access.js';
import { refuseWeakPassword, NewPassword } from '../auth/password-rules.js';
import { hashPassword } from '../auth/passwords.js';
import { ownFields, requireLive } from '../clients/card.js';
import { changeClient, createClient, defaultGroupId } from '../clients/clients.js';
import { moveClient } from '../clients/move.js';
import { setOwnSetting } from '../clients/own-settings.js';
import { digitsOfOthers } from '../clients/phones.js';
import { setClientPhoto } from '../clients/photos.js';
import { ChangeClientInput, type ClientKind, CreateClientInput, type PhoneInput } from '../contract/clients.js';
import type { Tx } from '../db/database.js';
import { checkInput } from '../http/validation.js';
import { type EncodedImage, encodeImage } from '../images/images.js';
import { AppError, fieldError } from '../lib/app-error.js';
import { parsePhone } from '../lib/phone.js';
import { compileSchema } from '../lib/schema-check.js';
import { ancestorChain, lockTrees, rootOf } from '../tree/tree.js';
import { commonError } from './answer.js';
import { type InnerValue, toInnerValues } from './attributes.js';
import type { ApiCall, CodeTable } from './request.js';
import type { AttributeValue, WirePhone } from './values.js';

/** What both kinds of requests have in common; absent = leave, "" and 0 = clear. */
export interface ClientValues {
  name?: string;
  login?: string;
  password?: string;
  client_group_id?: number;
  parent_id?: number;
  address?: string;
  birthday?: string;
  gender?: 'male' | 'female' | '';
  email?: string;
  use_email_informing?: boolean;
  comment?: string;
  use_own_account?: boolean;
  attribute_values?: AttributeValue[];
  client_photo?: string;
}

/** FORM has plain numbers, JSON has Phone objects. */
export type GivenPhones = readonly string[] | readonly WirePhone[];

export const ATTRIBUTE_CODES = { unknown: 107, unbound: 108 };

const isNewPassword = compileSchema(NewPassword);
const validateNew = compileSchema(CreateClientInput);
const validateChange = compileSchema(ChangeClientInput);

/** What takes time, or may fail without the database, before a transaction is opened. */
interface Prepared {
  passwordHash: string | null;
  photo: EncodedImage | null;
  attributes: InnerValue[];
}

async function prepare({ db, zone }: ApiCall, { password, client_photo, attribute_values = [] }: ClientValues, login: string | null, codes: CodeTable): Promise<Prepared> {
  if (password !== undefined) {
    if (!isNewPassword(password)) throw fieldError('password.too_weak', 'body/password', 'must have at least 8 characters');
    refuseWeakPassword(password, login);
  }
  return {
    attributes: await toInnerValues(db, attribute_values, 'client', zone, codes, ATTRIBUTE_CODES),
    photo: client_photo === undefined ? null : await encodeImage('client_photo', decodeBase64(client_photo)),
    passwordHash: password === undefined ? null : await hashPassword(password),
  };
}

function decodeBase64(text: string): Buffer {
  const plain = text.replaceAll(/\s/g, '').replace(/={1,2}$/, '');
  // Asked the other way round: a repeated class over millions of characters can exhaust the stack of the matcher.
  if (plain === '' || /[^A-Za-z0-9+/]/.test(plain)) throw commonError(9, 'client_photo не является base64');
  return Buffer.from(plain, 'base64');
}

/** Fields of the card that both have, in the domain's words. */
function cardFields({ name, login, address, birthday, gender, email, use_email_informing, comment }: ClientValues): Record<string, unknown> {
  const clearable = (value: string | undefined) => (value === undefined ? undefined : value === '' ? null : value);
  const fields = {
    name, apiLogin: login, address: clearable(address), birthDate: birthday, sex: clearable(gender), email: clearable(email), useEmail: use_email_informing, comment: clearable(comment),
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** Creates a client and gives its id. A client without superior is a private person, unless its group is one of organisations. */
export async function registerClient(call: ApiCall, values: ClientValues, phones: GivenPhones, codes: CodeTable): Promise<number> {
  const prepared = await prepare(call, values, values.login ?? null, codes);
  return call.db.transaction(async (tx) => {
    const parentId = values.parent_id ? values.parent_id : null;
    if (parentId !== null) await requireParent(tx, parentId);
    const groupId = values.client_group_id ? values.client_group_id : null;
    const input = {
      ...cardFields(values), kind: await kindOf(tx, parentId, groupId), parentId, phones: await phoneInputs(tx, phones, null),
      // Below a superior the root's group holds: clients send it along, as they have read it.
      ...(parentId === null && groupId !== null && { groupId }),
      ...(parentId !== null && values.use_own_account !== undefined && { usesOwnAccount: values.use_own_account }),
    };
    checkInput(validateNew, input);
    const id = await createClient(tx, call.actor, { ...(input as CreateClientInput), registeredFrom: call.ip });
    await finish(tx, call, id, prepared);
    return id;
  });
}

/** Changes a client: all of it or nothing. Throws client.not_found, client.deleted. */
export async function updateClient(call: ApiCall, id: number, values: ClientValues, phones: GivenPhones | undefined, codes: CodeTable): Promise<void> {
  await requireLive(call.db, id);
  const login = values.login ?? (values.password === undefined ? null : (await ownFields(call.db, id)).apiLogin);
  const prepared = await prepare(call, values, login, codes);
  await call.db.transaction(async (tx) => {
    await requireLive(tx, id);
    if (values.parent_id !== undefined) await place(tx, call, id, values.parent_id === 0 ? null : values.parent_id);
    const isRoot = (await ancestorChain(tx, id))[0]?.parentId === null;
    const input = {
      ...cardFields(values),
      ...(phones !== undefined && { phones: await phoneInputs(tx, phones, id) }),
      ...(values.client_group_id !== undefined && (await groupChange(tx, id, values.client_group_id))),
      // A client without superior pays by itself in any case.
      ...(!isRoot && values.use_own_account !== undefined && { usesOwnAccount: values.use_own_account }),
    };
    checkInput(validateChange, input);
    await changeClient(tx, call.actor, id, input as ChangeClientInput, null);
    await finish(tx, call, id, prepared);
  });
}

async function finish(tx: Tx, { actor }: ApiCall, id: number, { passwordHash, photo, attributes }: Prepared): Promise<void> {
  if (passwordHash !== null) await setApiPassword(tx, actor, id, passwordHash, null);
  for (const { id: attributeId, value } of attributes) await setOwnSetting(tx, actor, id, `attribute.${attributeId}`, value, null);
  if (photo !== null) await setClientPhoto(tx, actor, id, photo);
}

async function kindOf(tx: Tx, parentId: number | null, groupId: number | null): Promise<ClientKind> {
  if (parentId !== null) return 'employee';
  const group = groupId === null ? null : await tx.prisma.clientGroup.findUnique({ where: { id: groupId }, select: { type: true } });
  return group?.type === 'legal' ? 'organisation' : 'person';
}

/** A deleted superior is none. */
async function requireParent(tx: Tx, parentId: number): Promise<void> {
  try {
    await requireLive(tx, parentId);
  } catch (error) {
    if (error instanceof AppError && (error.code === 'client.not_found' || error.code === 'client.deleted')) {
      throw fieldError('client.parent_not_found', 'body/parentId', `There is no client ${parentId}.`);
    }
    throw error;
  }
}

/** Moves a client under another superior, or out of all. This wire has no kinds: who gets a superior is no private person any more. */
async function place(tx: Tx, { actor }: ApiCall, id: number, parentId: number | null): Promise<void> {
  if ((await ancestorChain(tx, id))[0]?.parentId === parentId) return;
  if (parentId !== null) await requireParent(tx, parentId);
  await lockTrees(tx, parentId === null ? [id] : [id, parentId]);
  if (parentId !== null && (await ownFields(tx, id)).kind === 'person') await changeClient(tx, actor, id, { kind: 'employee' }, null);
  await moveClient(tx, actor, id, { parentId }, null);
}

/** 0: the default group. Below a superior the root's group holds, and sending it is no change. */
async function groupChange(tx: Tx, id: number, groupId: number): Promise<{ groupId?: number }> {
  const chain = await ancestorChain(tx, id);
  const isRoot = chain.length === 1;
  if (groupId === rootOf(chain).groupId || (groupId === 0 && !isRoot)) return {};
  return { groupId: groupId === 0 ? await defaultGroupId(tx, (await ownFields(tx, id)).kind) : groupId };
}

/** Numbers as the domain has them. A number identifies its client, as callers expect, unless it identifies another one already. */
async function phoneInputs(tx: Tx, given: GivenPhones, clientId: number | null): Promise<PhoneInput[]> {
  const present = clientId === null ? [] : (await ownFields(tx, clientId)).phones;
  const list = given.map((entry) => {
    const number = typeof entry === 'string' ? entry : entry.phone;
    const { digits } = parsePhone(number, tx.defaults.phoneCountry);
    return { number, digits, entry, before: present.find((phone) => phone.digits === digits) };
  });
  const taken = await digitsOfOthers(tx, clientId, list.map(({ digits }) => digits));
  const keptMain = list.findIndex(({ before }) => before?.main);
  return list.map(({ number, digits, entry, before }, index) => ({
    number,
    main: typeof entry === 'string' ? index === Math.max(0, keptMain) : entry.is_default,
    useForCalls: typeof entry === 'string' ? (before?.useForCalls ?? true) : entry.use_for_call,
    identifiesCaller: before?.identifiesCaller ?? !taken.has(digits),
  }));
}
