// Phones: who has a number, and messages to one.
import { queueMessage } from '../messages/messages.js';
import { parsePhone } from '../lib/phone.js';
import { clientsByPhone } from '../orders/facts.js';
import { commonError } from './answer.js';
import { type ApiRequest, request, required } from './request.js';
import { phone, text } from './values.js';

const PHONE_LENGTH = 30;
const MESSAGE_LENGTH = 1_000;
const PURPOSE = 'commonApi';

export const phoneRequests: readonly ApiRequest[] = [
  request({
    name: 'send_sms', kind: 'FORM', summary: 'Отправка SMS',
    params: { phone: required(phone(PHONE_LENGTH)), message: required(text(MESSAGE_LENGTH)) },
    async handle({ db }, values) {
      const { digits, isE164 } = parsePhone(values.phone, db.defaults.phoneCountry);
      if (!isE164) throw commonError(9, 'phone не является номером, на который можно отправить SMS');
      const owners = await clientsByPhone(db, digits);
      // Somebody else's message is not for the card of whoever is first.
      const clientId = owners.length === 1 ? (owners[0] as number) : null;
      await db.transaction((tx) => queueMessage(tx, { clientId, channel: 'sms', recipient: `+${digits}`, subject: null, body: values.message, purpose: PURPOSE }));
      return {};
    },
  }),
];
