// Reference lists (commonapi.md §4): no parameters, no codes of their own.
import { directories } from '../directories/definitions.js';
import { type Directory, type Item, listItems } from '../directories/directories.js';
import type { Money } from '../contract/primitives.js';
import type { Db } from '../db/database.js';
import { listGroups } from '../groups/groups.js';
import { toMinor } from '../lib/money.js';
import { type ApiCall, type ApiRequest, optional, request, required } from './request.js';
import { ownError } from './errors.js';
import { crewStates, orderStates } from './states.js';
import { bool, integer, number, text, toWireMoney } from './values.js';

const list = (name: string, summary: string, read: (call: ApiCall) => Promise<Record<string, unknown>>): ApiRequest =>
  request({ name, kind: 'GET', summary, params: {}, handle: read });

function items(db: Db, entity: string): Promise<Item[]> {
  return listItems(db, directories.find((directory) => directory.entity === entity) as Directory);
}

/** In order of their ids, as these lists have always been. */
async function rows<Row extends { id: number }, Wire>(found: Promise<Row[]>, toWire: (row: Row) => Wire): Promise<Wire[]> {
  return (await found).sort((a, b) => a.id - b.id).map(toWire);
}

const named = ({ id, name }: { id: number; name: string }) => ({ id, name });

async function orderAttributes(db: Db): Promise<Item[]> {
  return (await items(db, 'attribute')).filter(({ boundTo }) => (boundTo as string[]).includes('order'));
}

const UPDATE_CODES = {
  100: { descr: 'Атрибут с ID {id} не найден' },
  101: { descr: 'Атрибут с ID {id} не является глобальным' },
};

export const listRequests: readonly ApiRequest[] = [
  list('get_client_groups_list', 'Группы клиентов', async ({ db }) => ({ client_groups: await rows(listGroups(db), named) })),
  list('get_tariffs_list', 'Тарифы', async ({ db }) => ({ tariffs: await rows(items(db, 'tariff'), ({ id, name, active }) => ({ id, name, is_active: active })) })),
  list('get_discounts_list', 'Скидки', async ({ db }) => ({
    discounts: await rows(items(db, 'discount'), ({ id, name, sum, percent }) => ({ id, name, sum: sum ? toWireMoney(toMinor((sum as Money).amount)) : 0, percent: (percent as number | null) ?? 0 })),
  })),
  list('get_services_list', 'Услуги: логические атрибуты заказа', async ({ db }) => ({
    services: (await rows(orderAttributes(db), (attribute) => attribute)).filter(({ type }) => type === 'flag').map((attribute) => ({ ...named(attribute), sum: 0, percent: 0 })),
  })),
  list('get_order_params_list', 'Параметры заказа: все атрибуты заказа', async ({ db }) => ({
    order_params: await rows(orderAttributes(db), (attribute) => ({ ...named(attribute), sum: 0, percent: 0, order_access_control: false })),
  })),
  list('get_crew_groups_list', 'Группы экипажей', async ({ db }) => ({ crew_groups: await rows(items(db, 'crewGroup'), named) })),
  list('get_uds_list', 'Службы ЕДС: их здесь нет', async () => ({ uds: [] })),
  list('get_order_states_list', 'Состояния заказов', async () => ({ order_states: orderStates.map(({ id, name, type }) => ({ id, name, state_type: type })) })),
  list('get_crew_states_list', 'Состояния экипажей', async () => ({ crew_states: crewStates })),
  list('get_global_attributes', 'Глобальные атрибуты: их здесь нет', async () => ({ global_attributes: [] })),
  request({
    name: 'update_global_attribute', kind: 'JSON', summary: 'Глобальных атрибутов здесь нет: код 101 или 100',
    params: { id: required(integer()), bool_value: optional(bool), num_value: optional(number), str_value: optional(text(), { empty: 'value' }) },
    codes: UPDATE_CODES,
    async handle({ db }, { id }) {
      const known = (await items(db, 'attribute')).some((attribute) => attribute.id === id);
      throw ownError(UPDATE_CODES, known ? 101 : 100, { id });
    },
  }),
];
