// Refusals of the domain in the words of this wire, which is Russian throughout; what has none here is told in English.
import type { ErrorCode } from '../contract/errors.js';

export const refusals: Partial<Record<ErrorCode, string>> = {
  'account.none': 'у клиента нет собственного счета',
  'account.not_empty': 'счета клиента не пусты',
  'account.carrier_not_found': 'перевозчик не найден',
  'client.cycle': 'клиент не может быть подчинен самому себе',
  'client.deleted': 'клиент удален',
  'client.family_account_not_allowed': 'группа клиентов не допускает семейных счетов',
  'client.group_on_root_only': 'у подчиненного клиента действует группа его корневого клиента',
  'client.not_deleted': 'клиент не удален',
  'client.phone_taken': 'по этому номеру определяется другой клиент',
  'client.person_not_root': 'частное лицо не может быть подчиненным',
  'image.unreadable': 'изображение не читается: нужны PNG, JPEG, WebP или GIF',
  'ledger.below_floor': 'недостаточно средств: баланс станет ниже допустимого',
  'ledger.currency': 'валюта счета другая',
  'order.not_found': 'заказ не найден',
  'order.reviewed': 'отзыв об этом заказе уже есть',
  'order.state': 'состояние заказа этого не допускает',
  'order.sum_needed': 'не указана сумма заказа',
  'order.card_not_valid': 'дисконтная карта недействительна',
  'order.employee_not_below': 'сотрудник не подчинен этому клиенту',
  'request.too_large': 'слишком велик',
  'setting.needs_own_account': 'нужен собственный счет',
};

/** By the keyword of the schema that a value does not fit. */
export const misfits: Readonly<Record<string, string>> = {
  maxLength: 'слишком длинный', minLength: 'слишком короткий', pattern: 'недопустимые символы или вид', enum: 'недопустимое значение', type: 'значение не того типа', format: 'недопустимый вид',
  minimum: 'слишком мал', maximum: 'слишком велик', maxItems: 'слишком много значений', required: 'не указан', uniqueItems: 'одно значение дважды', multipleOf: 'слишком много знаков после запятой',
  'phone.duplicate': 'телефон указан дважды', 'phone.second_main': 'основной телефон может быть только один',
};
