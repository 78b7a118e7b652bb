// Numbers of the order requests: create_order, create_order2 and update_order each have their own for the same thing.
import type { RefusalCodes } from './order-errors.js';
import type { CodeTable } from './request.js';

const BLOCKED = 'Клиент заблокирован: {client}';
const NO_PAYER = 'Не найден клиент, который может использовать собственный счёт для оплаты заказов';
const SHORT = 'Недостаточно средств на безналичном счёте клиента';
const NEGATIVE = 'Отрицательный баланс безналичного счёта клиента';
const NO_CASH = 'Клиенту запрещена оплата наличными: максимально возможная сумма должна быть оплачена безналично (с основного счёта)';
const TARIFF = 'Тариф с ID {tariff_id} не найден';
const CREW_GROUP = 'Группа экипажей с ID {crew_group_id} не найдена';
const UDS = 'Служба ЕДС с ID {uds_id} не найдена';
const CLIENT = 'Клиент с ID {client_id} не найден';
const EMPLOYEE = 'Сотрудник клиента с ID {client_employee_id} не найден';
const EMPLOYEE_BLOCKED = 'Сотрудник клиента заблокирован: {client}';
const ATTRIBUTE = 'Параметр (атрибут) заказа с ID {id} не найден';
const UNBOUND = 'Атрибут с ID {id} нельзя привязать к заказу';
const ORDER = 'Заказ с ID {order_id} не найден';
const STATE = 'Состояние заказа с ID {state_id} не найдено';
const NOT_MET = 'Изменение состояния не соответствует условиям';
const SPECIAL = 'Специальная проверка не пройдена';

const tariff = { on: ['order.reference_not_found@tariffId'], descr: TARIFF };
const crewGroup = { on: ['order.reference_not_found@crewGroupId'], descr: CREW_GROUP };
const notBelow = ['order.employee_not_below'];

export const createCodes: CodeTable = {
  100: { descr: 'Заказ с такими параметрами уже создан' },
  101: tariff,
  102: crewGroup,
  103: { descr: UDS },
  110: { descr: BLOCKED },
  111: { descr: NO_PAYER },
  114: { descr: SHORT },
  115: { descr: NEGATIVE },
  116: { descr: NO_CASH },
};

export const createRefusals: RefusalCodes = {
  client: 111, employee: 110, clientBlocked: 110, employeeBlocked: 110, noPayer: 111, crewGroup: 102, tariff: 101, specialCheck: null, short: 114, negative: 115, cashForbidden: 116,
};

export const createCodes2: CodeTable = {
  ...createCodes,
  104: { on: ['client.not_found'], descr: CLIENT },
  105: { descr: 'Зона с ID {zone_id} не найдена' },
  106: { descr: 'Стоянка с ID {parking_id} не найдена' },
  107: { on: notBelow, descr: EMPLOYEE },
  108: { descr: ATTRIBUTE },
  109: { descr: UNBOUND },
  112: { descr: EMPLOYEE_BLOCKED },
  113: { descr: SPECIAL },
};

export const createRefusals2: RefusalCodes = { ...createRefusals, client: 104, employee: 107, employeeBlocked: 112, specialCheck: 113 };

export const updateCodes: CodeTable = {
  100: { on: ['order.not_found'], descr: ORDER },
  101: { descr: STATE },
  102: tariff,
  103: { on: ['order.reference_not_found@discountId'], descr: 'Скидка с ID {discount_id} не найдена' },
  104: crewGroup,
  105: { descr: UDS },
  106: { on: ['client.not_found'], descr: CLIENT },
  107: { on: ['order.state', 'order.sum_needed'], descr: NOT_MET },
  108: { descr: ATTRIBUTE },
  109: { descr: UNBOUND },
  110: { descr: SPECIAL },
  111: { descr: SHORT },
  112: { descr: NO_CASH },
  113: { descr: BLOCKED },
  114: { on: notBelow, descr: EMPLOYEE },
  115: { descr: NO_PAYER },
  116: { descr: EMPLOYEE_BLOCKED },
};

export const updateRefusals: RefusalCodes = {
  client: 106, employee: 114, clientBlocked: 113, employeeBlocked: 116, noPayer: 115, crewGroup: 104, tariff: 102, specialCheck: 110, short: 111, negative: 111, cashForbidden: 112,
};

export const stateCodes: CodeTable = { 100: { on: ['order.not_found'], descr: ORDER }, 101: { descr: 'Состояние заказа с ID {new_state} не найдено' }, 102: { on: ['order.state', 'order.sum_needed'], descr: NOT_MET } };

export const penaltyCodes: CodeTable = {
  100: { on: ['order.not_found'], descr: ORDER }, 101: { descr: 'Состояние заказа с ID {cancel_order_state_id} не найдено' }, 102: { on: ['order.state'], descr: 'Состояние заказа не соответствует условиям' },
};

export const listCodes: CodeTable = { 100: { on: ['client.not_found'], descr: CLIENT }, 101: { descr: EMPLOYEE } };

export const costCodes: CodeTable = {
  100: tariff,
  101: { descr: 'Ошибка при расчёте стоимости: по тарифу нечего считать' },
  102: { on: ['order.reference_not_found@discountId'], descr: 'Скидка с ID {discount_id} не найдена' },
  103: { on: ['client.not_found'], descr: CLIENT },
  104: { descr: 'Зона подачи с ID {zone_id} не найдена' },
  105: { descr: 'Зона назначения с ID {zone_id} не найдена' },
  106: { on: ['order.reference_not_found@discountCard'], descr: 'Дисконтная карта с ID {disc_card_id} не найдена' },
  107: { descr: 'Зона остановки с ID {zone_id} не найдена' },
  108: crewGroup,
  109: { descr: UDS },
  110: { on: ['order.card_not_valid'], descr: 'Дисконтная карта с ID {disc_card_id} не действует' },
  111: { on: notBelow, descr: EMPLOYEE },
};

export const costCodes2: CodeTable = { ...costCodes, 112: { descr: ATTRIBUTE }, 113: { descr: UNBOUND }, 114: { on: ['order.not_found'], descr: ORDER } };
