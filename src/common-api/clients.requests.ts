// Clients (commonapi.md §5).
import { listClients } from '../clients/list.js';
import { requireLive } from '../clients/card.js';
import { AppError } from '../lib/app-error.js';
import { commonError } from './answer.js';
import { readClients, wantedMembers } from './client-members.js';
import { registerClient, updateClient } from './client-writes.js';
import { ownError } from './errors.js';
import { type ApiCall, type ApiRequest, type CodeTable, optional, request, required } from './request.js';
import { attributeValues, bool, day, id, integer, names, oneOf, phoneList, phones, text, type WirePhone } from './values.js';

const NAME_LENGTH = 60;
const TEXT_LENGTH = 10_000;
/** A photo of 3 MB in base64, each "/" of it perhaps escaped. */
const PHOTO_REQUEST_BYTES = 6 * 1024 * 1024;

const gender = oneOf('male', 'female');
const clearableGender = oneOf('male', 'female', '');
const name = text(NAME_LENGTH);

const newFields = {
  name: required(name, { about: 'ФИО или название' }),
  login: required(name, { about: 'уникален' }),
  password: required(name, { about: 'не короче 8 символов, не из самых частых' }),
  client_group_id: optional(id, { aliases: ['client_group'] }),
  parent_id: optional(id),
  address: optional(text(TEXT_LENGTH)),
  birthday: optional(day),
  gender: optional(gender),
  email: optional(text(TEXT_LENGTH)),
  use_email_informing: optional(bool),
  comment: optional(text(TEXT_LENGTH)),
  use_own_account: optional(bool),
};

const changedFields = {
  client_id: required(integer()),
  name: optional(name),
  login: optional(name),
  password: optional(name),
  client_group_id: optional(id, { aliases: ['client_group'], about: '0 — группа по умолчанию' }),
  parent_id: optional(id, { about: '0 — без родителя' }),
  address: optional(text(TEXT_LENGTH), { empty: 'value' }),
  birthday: optional(day),
  gender: optional(clearableGender, { empty: 'value' }),
  email: optional(text(TEXT_LENGTH), { empty: 'value' }),
  use_email_informing: optional(bool),
  comment: optional(text(TEXT_LENGTH), { empty: 'value' }),
  use_own_account: optional(bool),
};

const DUPLICATE = 'Телефон {number} указан дважды';
const LOGIN = 'Логин {login} уже существует';
const GROUP = 'Группа клиентов с ID {client_group_id} не найдена';
const PARENT = 'Родительский клиент с ID {parent_id} не найден';
const WEAK = 'Пароль не соответствует политике паролей';
const UNKNOWN_ATTRIBUTE = 'Атрибут с ID {id} не найден';
const UNBOUND_ATTRIBUTE = 'Атрибут с ID {id} нельзя привязать к клиенту';
const NOT_FOUND = { on: ['client.not_found', 'client.deleted'], descr: 'Клиент с ID {client_id} не найден' };
const ONE_MAIN = { on: ['phone.second_main'], descr: 'Основной телефон может быть только один' };
const NO_MAIN = { descr: 'У клиента должен быть основной телефон' };

const registerCodes: CodeTable = {
  100: { on: ['phone.duplicate'], descr: DUPLICATE },
  101: { on: ['client.api_login_taken'], descr: LOGIN },
  102: { on: ['group.reference_not_found'], descr: GROUP },
  103: { on: ['client.parent_not_found'], descr: PARENT },
  109: { on: ['password.too_weak'], descr: WEAK },
};
const registerCodes2: CodeTable = { ...registerCodes, 105: ONE_MAIN, 106: NO_MAIN, 107: { on: ['setting.unknown'], descr: UNKNOWN_ATTRIBUTE }, 108: { descr: UNBOUND_ATTRIBUTE } };

const updateCodes: CodeTable = {
  100: NOT_FOUND,
  101: { on: ['phone.duplicate'], descr: DUPLICATE },
  102: { on: ['client.api_login_taken'], descr: LOGIN },
  103: { on: ['group.reference_not_found'], descr: GROUP },
  104: { on: ['client.parent_not_found'], descr: PARENT },
  109: { on: ['password.too_weak'], descr: WEAK },
};
const updateCodes2: CodeTable = { ...updateCodes, 105: ONE_MAIN, 106: NO_MAIN, 107: { on: ['setting.unknown'], descr: UNKNOWN_ATTRIBUTE }, 108: { descr: UNBOUND_ATTRIBUTE } };

/** This wire's own rule: with Phone objects exactly one is the main one. */
function requireOneMain(list: readonly WirePhone[], codes: CodeTable): void {
  const mains = list.filter(({ is_default }) => is_default).length;
  if (mains !== 1) throw ownError(codes, mains > 1 ? 105 : 106);
}

const infoCodes: CodeTable = { 100: NOT_FOUND };
const MOST_CLIENTS = 50_000;
const DEFAULT_CLIENTS = 10;
const PAGE = 500;

/** Ids in order of names, or best first with a text. Page by page: a page costs the same number of statements whatever its size. */
async function findIds({ db }: ApiCall, filter: { q?: string; groupId?: number; parentId?: number }, most: number): Promise<number[]> {
  const today = db.clock.now().toISODate();
  const ids: number[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listClients>> = await listClients(
      db, { ...filter, scope: filter.parentId === undefined ? 'all' : 'subtree', limit: Math.min(PAGE, most - ids.length), ...(cursor !== null && { cursor }) }, today,
    );
    ids.push(...page.items.map((item) => item.id));
    cursor = page.nextCursor;
  } while (cursor !== null && ids.length < most);
  return ids;
}

export const clientRequests: readonly ApiRequest[] = [
  request({
    name: 'register_client', kind: 'FORM', summary: 'Регистрация клиента', params: { ...newFields, phones: required(phoneList, { about: 'первый — основной' }) }, codes: registerCodes,
    async handle(call, { phones: numbers, ...values }) {
      if (numbers.length === 0) throw commonError(8, 'phones');
      return { client_id: await registerClient(call, values, numbers, registerCodes) };
    },
  }),
  request({
    name: 'register_client2', kind: 'JSON', summary: 'Регистрация клиента с телефонами и атрибутами',
    params: { ...newFields, phones: required(phones), attribute_values: optional(attributeValues), need_validate: optional(bool, { about: 'не используется' }) }, codes: registerCodes2,
    async handle(call, { phones: list, need_validate: _, ...values }) {
      requireOneMain(list, registerCodes2);
      return { client_id: await registerClient(call, values, list, registerCodes2) };
    },
  }),
  request({
    name: 'update_client_info', kind: 'FORM', summary: 'Изменение клиента; что не указано, остаётся', params: { ...changedFields, phones: optional(phoneList, { about: 'весь список' }) }, codes: updateCodes,
    async handle(call, { client_id, phones: numbers, ...values }) {
      await updateClient(call, client_id, values, numbers?.length ? numbers : undefined, updateCodes);
      return {};
    },
  }),
  request({
    name: 'update_client_info2', kind: 'JSON', summary: 'Изменение клиента с телефонами, атрибутами и фотографией', bodyLimit: PHOTO_REQUEST_BYTES,
    params: { ...changedFields, phones: optional(phones), attribute_values: optional(attributeValues), client_photo: optional(text(PHOTO_REQUEST_BYTES), { about: 'base64' }) }, codes: updateCodes2,
    async handle(call, { client_id, phones: list, ...values }) {
      if (list !== undefined) requireOneMain(list, updateCodes2);
      await updateClient(call, client_id, values, list, updateCodes2);
      return {};
    },
  }),
  request({
    name: 'get_client_info', kind: 'GET', summary: 'Клиент и его сотрудники; пароль всегда пустой', params: { client_id: required(integer()), fields: optional(names) }, codes: infoCodes,
    async handle({ db, zone }, { client_id, fields }) {
      await requireLive(db, client_id);
      const [client] = await readClients(db, [client_id], wantedMembers(fields, 'all'), zone);
      if (!client) throw new AppError('client.not_found');
      return client;
    },
  }),
  request({
    name: 'get_clients_info', kind: 'GET', summary: 'Поиск клиентов по имени и номеру договора, группе, родителю',
    params: { text: optional(text(200)), max_clients_count: optional(integer(0), { about: `не больше ${MOST_CLIENTS}` }), client_group_id: optional(id), parent_id: optional(id), fields: optional(names) },
    async handle(call, { text: q, max_clients_count, client_group_id, parent_id, fields }) {
      const filter = { ...(q !== undefined && { q }), ...(client_group_id && { groupId: client_group_id }), ...(parent_id && { parentId: parent_id }) };
      // Programs leave out what is 0, and so mean the default by it.
      const ids = await findIds(call, filter, Math.min(max_clients_count || DEFAULT_CLIENTS, MOST_CLIENTS)).catch((error: unknown) => {
        if (error instanceof AppError && error.code === 'client.not_found') return [];
        throw error;
      });
      return { clients_info: await readClients(call.db, ids, wantedMembers(fields, ['name', 'number']), call.zone) };
    },
  }),
];
