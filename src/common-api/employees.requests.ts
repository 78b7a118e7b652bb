// Light employees (commonapi.md §6). An employee is a client below another one: these requests show and change that very client
// in their own, lighter shape; client_employee_id is its id.
import type { OwnFields } from '../clients/card.js';
import { ownFields } from '../clients/card.js';
import { changeClient, createClient } from '../clients/clients.js';
import { deleteClient, restoreClient } from '../clients/states.js';
import { ChangeClientInput, CreateClientInput, type PhoneInput } from '../contract/clients.js';
import type { Reference } from '../contract/primitives.js';
import type { SqlRunner } from '../db/sql.js';
import { checkInput } from '../http/validation.js';
import { AppError } from '../lib/app-error.js';
import { compileSchema } from '../lib/schema-check.js';
import { parsePhone } from '../lib/phone.js';
import { effectiveSettings } from '../resolution/resolution.js';
import { type ApiRequest, type CodeTable, optional, request, required } from './request.js';
import { bool, integer, phones, text, type WirePhone } from './values.js';

const NAME_LENGTH = 500;
const EMAIL_LENGTH = 254;

const validateNew = compileSchema(CreateClientInput);
const validateChange = compileSchema(ChangeClientInput);

const NO_EMPLOYEE = { on: ['client.not_found'], descr: 'Сотрудник с ID {client_employee_id} не найден' };
const PHONE_TAKEN = { on: ['client.phone_taken'], descr: 'У клиента с ID {client_id} такой же телефон {number}' };

const createCodes: CodeTable = { 100: { on: ['client.not_found', 'client.parent_not_found', 'client.deleted'], descr: 'Клиент с ID {client_id} не найден' }, 101: PHONE_TAKEN };
const infoCodes: CodeTable = { 100: NO_EMPLOYEE };
const updateCodes: CodeTable = { 100: NO_EMPLOYEE, 101: PHONE_TAKEN, 102: { on: ['client.deleted'], descr: 'Нельзя изменять телефоны удаленного сотрудника' } };

/** Callers are recognised by their numbers: a number of somebody else is refused. Numbers that stay are as they were. */
function phoneInputs(given: readonly WirePhone[], country: string, present: OwnFields['phones'] = []): PhoneInput[] {
  return given.map(({ phone, is_default, use_for_call }) => {
    const { digits } = parsePhone(phone, country);
    const before = present.find((one) => one.digits === digits);
    return { number: phone, main: is_default, useForCalls: use_for_call, identifiesCaller: before?.identifiesCaller ?? true };
  });
}

/** A client without superior is nobody's employee. */
async function requireEmployee(db: SqlRunner, id: number): Promise<OwnFields> {
  const fields = await ownFields(db, id);
  if (fields.parentId === null) throw new AppError('client.not_found');
  return fields;
}

/** Whom the number belongs to, as the text of code 101 says it. */
function withOwner(error: unknown): never {
  const owner = error instanceof AppError && error.code === 'client.phone_taken' ? (error.data.client as Reference | undefined) : undefined;
  if (owner) (error as AppError).data.client_id = owner.id;
  throw error;
}

export const employeeRequests: readonly ApiRequest[] = [
  request({
    name: 'create_client_employee', kind: 'JSON', summary: 'Создание сотрудника клиента',
    params: { client_id: required(integer()), name: required(text(NAME_LENGTH)), email: optional(text(EMAIL_LENGTH)), use_email_informing: optional(bool), phones: optional(phones) },
    codes: createCodes,
    async handle({ db, actor, ip, about }, { client_id, name, email, use_email_informing, phones: list = [] }) {
      const input = {
        name, kind: 'employee' as const, parentId: client_id, phones: phoneInputs(list, db.defaults.phoneCountry),
        ...(email !== undefined && { email }), ...(use_email_informing !== undefined && { useEmail: use_email_informing }),
      };
      checkInput(validateNew, input);
      const id = await db.transaction((tx) => createClient(tx, actor, { ...input, registeredFrom: ip })).catch(withOwner);
      about(id);
      return { client_employee_id: id };
    },
  }),
  request({
    name: 'get_client_employee_info', kind: 'GET', summary: 'Сотрудник клиента', params: { client_employee_id: required(integer()) }, codes: infoCodes,
    async handle({ db, about }, { client_employee_id }) {
      about(client_employee_id);
      const fields = await requireEmployee(db, client_employee_id);
      const [effective] = await effectiveSettings(db, [client_employee_id], false);
      const { deleted, defaultCrewGroup } = effective?.settings ?? {};
      return {
        client_employee_id,
        client_id: fields.parentId,
        name: fields.name,
        is_deleted: deleted?.value === true,
        email: fields.email ?? '',
        use_email_informing: fields.useEmail,
        default_crew_group: (defaultCrewGroup?.value as Reference | null)?.id ?? 0,
        phones: fields.phones.map(({ number, main, useForCalls }) => ({ phone: number, is_default: main, use_for_call: useForCalls })),
      };
    },
  }),
  request({
    name: 'update_client_employee_info', kind: 'JSON', summary: 'Изменение сотрудника клиента; удаление и восстановление — is_deleted',
    params: {
      client_employee_id: required(integer()), name: optional(text(NAME_LENGTH)), is_deleted: optional(bool), email: optional(text(EMAIL_LENGTH), { empty: 'value' }),
      use_email_informing: optional(bool), phones: optional(phones, { about: 'весь список' }),
    },
    codes: updateCodes,
    async handle({ db, actor, about }, { client_employee_id: id, name, is_deleted, email, use_email_informing, phones: list }) {
      about(id);
      await db.transaction(async (tx) => {
        const current = await requireEmployee(tx, id);
        if (is_deleted === false && current.deleted) await restoreClient(tx, actor, id, null);
        const input = {
          ...(name !== undefined && { name }), ...(email !== undefined && { email: email === '' ? null : email }),
          ...(use_email_informing !== undefined && { useEmail: use_email_informing }),
          ...(list !== undefined && { phones: phoneInputs(list, tx.defaults.phoneCountry, current.phones) }),
        };
        checkInput(validateChange, input);
        await changeClient(tx, actor, id, input, null);
        if (is_deleted === true && !current.deleted) await deleteClient(tx, actor, id, null);
      }).catch(withOwner);
      return {};
    },
  }),
];
