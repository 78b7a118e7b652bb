// Phones: who has a number, and messages to one.
import { queueMessage } from '../messages/messages.js';
import { parsePhone } from '../lib/phone.js';
import { clientsByPhone } from '../orders/facts.js';
import { commonError } from './answer.js';
import { loadSql, queryOptionalRow } from '../db/sql.js';
import { ownError } from './errors.js';
import { type ApiRequest, type CodeTable, optional, request, required } from './request.js';
import { bool, phone, text } from './values.js';

const sql = loadSql(import.meta.url);

const PHONE_LENGTH = 30;
const MESSAGE_LENGTH = 1_000;
const PURPOSE = 'commonApi';

const analyzeCodes: CodeTable = { 100: { descr: 'Телефон {phone} не найден' } };

/** A flag that was not given counts as true where no other is, else as false; one that was given counts as given. */
function isWanted(flag: boolean | undefined, others: readonly (boolean | undefined)[]): boolean {
  return flag ?? !others.includes(true);
}

export const phoneRequests: readonly ApiRequest[] = [
  request({
    name: 'analyze_phone', kind: 'GET', summary: 'Чей это телефон: клиента или его сотрудника (водителей и справочника телефонов здесь нет)',
    params: {
      phone: required(phone()), search_in_drivers_mobile: optional(bool), search_in_drivers_home: optional(bool), search_in_clients: optional(bool), search_in_phones: optional(bool),
    },
    codes: analyzeCodes,
    async handle({ db, about }, { phone: number, search_in_clients, ...others }) {
      const { search_in_drivers_mobile, search_in_drivers_home, search_in_phones } = others;
      const wanted = isWanted(search_in_clients, [search_in_drivers_mobile, search_in_drivers_home, search_in_phones]);
      const [clientId] = wanted ? await clientsByPhone(db, parsePhone(number, db.defaults.phoneCountry).digits) : [];
      const owner = clientId === undefined ? null : await queryOptionalRow<{ kind: string; parentId: number | null }>(db, sql('find_place'), { client_id: clientId });
      if (clientId === undefined || owner === null) throw ownError(analyzeCodes, 100, { phone: number });
      about(clientId);
      const isEmployee = owner.kind === 'employee' && owner.parentId !== null;
      // In this order: one client cuts the text at colons and takes what comes after the fifth for the id.
      return { phone_type: 'client', id: isEmployee ? owner.parentId : clientId, client_employee_id: isEmployee ? clientId : 0 };
    },
  }),
  request({
    name: 'send_sms', kind: 'FORM', summary: 'Отправка SMS',
    params: { phone: required(phone(PHONE_LENGTH)), message: required(text(MESSAGE_LENGTH)) },
    async handle({ db, about }, values) {
      const { digits, isE164 } = parsePhone(values.phone, db.defaults.phoneCountry);
      if (!isE164) throw commonError(9, 'phone не является номером, на который можно отправить SMS');
      const owners = await clientsByPhone(db, digits);
      // Somebody else's message is not for the card of whoever is first.
      const clientId = owners.length === 1 ? (owners[0] as number) : null;
      if (clientId !== null) about(clientId);
      await db.transaction((tx) => queueMessage(tx, { clientId, channel: 'sms', recipient: `+${digits}`, subject: null, body: values.message, purpose: PURPOSE }));
      return {};
    },
  }),
];
