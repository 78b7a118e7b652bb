// The directories, one entry each. What differs between them is here; how they are shown and saved is not.
import type { ReactNode } from 'react';
import type { TFunction } from 'i18next';
import type { GridColumn } from '../../ui/components/DataGrid.js';
import { MoneyText, StateTag } from '../../ui/components/small.js';
import { formatDate } from '../../ui/format/dates.js';
import type { Money } from '../../ui/format/money.js';
import { formatNumber } from '../../ui/format/numbers.js';
import { AgreementForm } from './forms/AgreementForm.js';
import { AttributeForm } from './forms/AttributeForm.js';
import { CrewForm } from './forms/CrewForm.js';
import { GroupForm, useGroupItem } from './forms/GroupForm.js';
import { CommonApiUserForm, OperatorForm, RoleForm } from './forms/people-forms.js';
import { CarrierForm, CrewGroupForm, DiscountCardForm, DiscountForm, DynamicPriorityForm, NameForm, SettlementRuleForm, TransitionRuleForm } from './forms/small-forms.js';
import { TariffForm } from './forms/TariffForm.js';
import { TariffShiftForm } from './forms/TariffShiftForm.js';
import { changeGroup, createGroup } from './group-fields.js';
import type { ItemScreen, Row } from './screens.js';
import { TransitionsDryRun } from './TransitionsDryRun.js';

const column = (t: TFunction, key: string, width: string, render: (row: Row) => ReactNode, more: Partial<GridColumn<Row>> = {}): GridColumn<Row> => ({ key, title: t(`column.${key}`), width, render, ...more });
const name = (t: TFunction) => column(t, 'name', 'minmax(160px, 3fr)', (row) => row.name);
const active = (t: TFunction) => column(t, 'active', '110px', ({ active: on }) => (on === false ? <StateTag tone="plain">{t('off')}</StateTag> : ''));
const words = (row: Row) => row.name;
const shared = { seen: 'client.view', right: 'tariff.manage', words } as const;
const blankName = () => ({ name: '' });

const groups: ItemScreen = {
  ...shared, path: 'groups', noun: 'Group', list: 'listGroups', entity: 'group', right: 'group.manage', Form: GroupForm, useItem: useGroupItem, create: createGroup, change: changeGroup,
  columns: (t) => [
    name(t), column(t, 'type', '155px', ({ type }) => t(`value.type.${type}`)), column(t, 'isDefault', '120px', ({ isDefault }) => (isDefault ? <StateTag tone="fine">{t('group.default')}</StateTag> : '')),
    column(t, 'settingCount', '90px', ({ settings }) => Object.keys(settings as object).length || '', { end: true }),
  ],
  blank: () => ({ name: '', type: 'legal', isDefault: false, familyAccountAllowed: false, retentionMonths: null }),
};

const transitions: ItemScreen = {
  ...shared, path: 'group-transition-rules', noun: 'GroupTransitionRule', list: 'listGroupTransitionRules', entity: 'groupTransitionRule', right: 'group.manage', Form: TransitionRuleForm, Above: TransitionsDryRun,
  columns: (t, nameOf) => [
    column(t, 'position', '60px', ({ position }) => position as number, { end: true }), name(t),
    column(t, 'fromGroupId', 'minmax(90px, 2fr)', (row) => nameOf('groups', row.fromGroupId)), column(t, 'toGroupId', 'minmax(90px, 2fr)', (row) => nameOf('groups', row.toGroupId)), active(t),
  ],
  blank: () => ({ name: '', fromGroupId: null, toGroupId: null, condition: {}, active: true, position: 0 }),
  check: ({ fromGroupId, toGroupId, condition }) => ({
    ...(fromGroupId === null && { fromGroupId: 'required' }), ...(toGroupId === null ? { toGroupId: 'required' } : fromGroupId === toGroupId && { toGroupId: 'otherGroup' }),
    ...(Object.keys(condition as object).length === 0 && { minTurnover: 'oneCondition' }),
  }),
};

const attributes: ItemScreen = {
  ...shared, path: 'attributes', noun: 'Attribute', list: 'listAttributes', entity: 'attribute', right: 'attribute.manage', Form: AttributeForm,
  columns: (t) => [
    column(t, 'order', '60px', ({ order }) => order as number, { end: true }), name(t), column(t, 'type', '150px', ({ type }) => t(`value.type.${type}`)),
    column(t, 'boundTo', 'minmax(90px, 1fr)', ({ boundTo }) => (boundTo as string[]).map((bound) => t(`value.boundTo.${bound}`)).join(', ')), column(t, 'hidden', '90px', ({ hidden }) => (hidden ? <StateTag tone="look">{t('attribute.hidden')}</StateTag> : '')),
  ],
  blank: () => ({ name: '', type: 'flag', order: 0, hidden: false, choices: null, boundTo: ['client'] }),
  check: ({ type, choices }): Record<string, string> => {
    const listed = (choices ?? []) as { name: string }[];
    if (listed.some((choice) => !choice.name.trim())) return { choices: 'choiceName' };
    if (type === 'numberChoice' && listed.some((choice) => !/^-?\d+([.,]\d+)?$/.test(choice.name.trim()))) return { choices: 'choiceNumber' };
    return {};
  },
};

const tariffs: ItemScreen = {
  ...shared, path: 'tariffs', noun: 'Tariff', list: 'listTariffs', entity: 'tariff', Form: TariffForm,
  columns: (t) => [
    name(t),
    ...(['minimum', 'perKmInTown', 'perMinute'] as const).map((key) => column(t, key, '100px', ({ fare }) => {
      const { currency = 'RUB', [key]: amount } = (fare ?? {}) as { currency?: string; minimum?: string; perKmInTown?: string; perMinute?: string };
      return amount === undefined ? '' : <MoneyText money={{ amount, currency } as Money} />;
    }, { end: true })),
    active(t),
  ],
  blank: () => ({ name: '', active: true, fare: null }),
};

const tariffShifts: ItemScreen = {
  ...shared, path: 'tariff-shifts', noun: 'TariffShift', list: 'listTariffShifts', entity: 'tariffShift', Form: TariffShiftForm,
  columns: (t, nameOf) => [
    name(t), column(t, 'rowCount', '70px', ({ entries }) => (entries as unknown[]).length, { end: true }),
    column(t, 'tariffs', 'minmax(120px, 3fr)', ({ entries }) => [...new Set((entries as { tariffId: number }[]).map(({ tariffId }) => nameOf('tariffs', tariffId)))].join(', ')),
  ],
  blank: () => ({ name: '', entries: [] }),
};

const discounts: ItemScreen = {
  ...shared, path: 'discounts', noun: 'Discount', list: 'listDiscounts', entity: 'discount', Form: DiscountForm,
  columns: (t) => [
    name(t), column(t, 'discount', '130px', ({ percent, sum }) => (typeof percent === 'number' ? `${formatNumber(percent)} %` : <MoneyText money={sum as Money | null} />), { end: true }), active(t),
  ],
  blank: () => ({ name: '', active: true, percent: 10, sum: null }),
};

const discountCards: ItemScreen = {
  ...shared, path: 'discount-cards', noun: 'DiscountCard', list: 'listDiscountCards', entity: 'discountCard', paged: true, Form: DiscountCardForm, words: ({ number }) => String(number),
  columns: (t, nameOf) => [
    column(t, 'number', 'minmax(120px, 2fr)', (row) => String(row.number)), column(t, 'discount', 'minmax(110px, 2fr)', ({ discountId }) => nameOf('discounts', discountId)),
    column(t, 'validFrom', '110px', ({ validFrom }) => (validFrom ? formatDate(validFrom as string) : '')), column(t, 'validTo', '110px', ({ validTo }) => (validTo ? formatDate(validTo as string) : '')), active(t),
  ],
  blank: () => ({ number: '', discountId: null, active: true, validFrom: null, validTo: null }),
  check: ({ number, discountId, validFrom, validTo }) => ({
    ...(!String(number).trim() && { number: 'required' }), ...(discountId === null && { discountId: 'required' }),
    ...(Boolean(validFrom) && Boolean(validTo) && String(validFrom) > String(validTo) && { validTo: 'before' }),
  }),
};

const crewGroups: ItemScreen = {
  ...shared, path: 'crew-groups', noun: 'CrewGroup', list: 'listCrewGroups', entity: 'crewGroup', Form: CrewGroupForm,
  columns: (t) => [name(t), column(t, 'seesDriverNotes', '170px', ({ seesDriverNotes }) => (seesDriverNotes ? t('yes') : ''))], blank: () => ({ name: '', seesDriverNotes: false }),
};

const crews: ItemScreen = {
  ...shared, path: 'crews', noun: 'Crew', list: 'listCrews', entity: 'crew', right: 'crew.manage', Form: CrewForm,
  columns: (t, nameOf) => [name(t), column(t, 'crewNumber', '90px', ({ id, number }) => (number as number | null) ?? id, { end: true }), column(t, 'crewGroupId', 'minmax(110px, 2fr)', ({ crewGroupId }) => nameOf('crewGroups', crewGroupId)), active(t)],
  blank: () => ({ name: '', number: null, crewGroupId: null, active: true }),
};

const dynamicPriority: ItemScreen = {
  ...shared, path: 'dynamic-priority-rules', noun: 'DynamicPriorityRule', list: 'listDynamicPriorityRules', entity: 'dynamicPriorityRule', Form: DynamicPriorityForm,
  columns: (t) => [name(t), column(t, 'priority', '110px', ({ priority }) => priority as number, { end: true })], blank: () => ({ name: '', priority: 0 }),
};

const accountKinds: ItemScreen = {
  ...shared, path: 'account-kinds', noun: 'AccountKind', list: 'listAccountKinds', entity: 'accountKind', Form: NameForm,
  columns: (t) => [column(t, 'id', '60px', ({ id }) => id, { end: true }), name(t)], blank: blankName,
};

const carriers: ItemScreen = {
  ...shared, path: 'carriers', noun: 'Carrier', list: 'listCarriers', entity: 'carrier', Form: CarrierForm,
  columns: (t) => [name(t), column(t, 'currency', '80px', ({ currency }) => String(currency)), column(t, 'isDefault', '120px', ({ isDefault }) => (isDefault ? <StateTag tone="fine">{t('group.default')}</StateTag> : ''))],
  blank: () => ({ name: '', currency: 'RUB', details: null }),
};

const settlementRules: ItemScreen = {
  ...shared, path: 'settlement-rules', noun: 'SettlementRule', list: 'listSettlementRules', entity: 'settlementRule', Form: SettlementRuleForm,
  columns: (t) => [name(t), column(t, 'settlementClient', 'minmax(120px, 2fr)', ({ client }) => String(client ?? '')), column(t, 'settlementDriver', 'minmax(120px, 2fr)', ({ driver }) => String(driver ?? ''))],
  blank: () => ({ name: '', client: '', driver: '' }),
};

const people = { seen: 'operator.manage', right: 'operator.manage' } as const;

const operators: ItemScreen = {
  ...people, path: 'operators', noun: 'Operator', list: 'listOperators', entity: 'operator', Form: OperatorForm, gone: true, words: ({ login, name: called }) => `${login} ${called}`,
  columns: (t, nameOf) => [
    column(t, 'login', 'minmax(100px, 1fr)', ({ login }) => String(login)), column(t, 'operatorName', 'minmax(120px, 2fr)', (row) => row.name),
    column(t, 'roleIds', 'minmax(120px, 2fr)', ({ roleIds }) => (roleIds as number[]).map((id) => nameOf('roles', id)).join(', ')), active(t),
  ],
  // Without a name the login is the name.
  create: (live, { name: called, ...value }) => live.callByName('createOperator', {}, { ...value, ...(String(called ?? '').trim() && { name: called }) }) as Promise<Row>,
  blank: () => ({ login: '', active: true, roleIds: [] }),
  check: ({ login, password }, isNew) => ({
    ...(!String(login ?? '').trim() ? { login: 'required' } : /\s/.test(String(login)) && { login: 'noSpaces' }), ...((isNew || password !== undefined) && String(password ?? '').length < 8 && { password: 'password' }),
  }),
};

const roles: ItemScreen = {
  ...people, path: 'roles', noun: 'Role', list: 'listRoles', entity: 'role', words, Form: RoleForm, fixed: ({ allRights }) => allRights === true,
  columns: (t) => [name(t), column(t, 'rights', '150px', ({ allRights, rights }) => (allRights ? t('role.all') : t('role.count', { count: (rights as string[]).length })))],
  blank: () => ({ name: '', rights: ['client.view'] }),
  create: (live, { name: called, rights }) => live.callByName('createRole', {}, { name: called, rights }) as Promise<Row>,
};

const commonApiUsers: ItemScreen = {
  ...people, path: 'common-api-users', noun: 'CommonApiUser', list: 'listCommonApiUsers', entity: 'commonApiUser', words, Form: CommonApiUserForm,
  columns: (t) => [column(t, 'userId', '80px', ({ id }) => id, { end: true }), name(t), column(t, 'requests', '150px', ({ requests }) => (requests === null ? t('commonApi.all') : (requests as string[]).length)), active(t)],
  blank: () => ({ name: '', active: true, requests: null }),
  // The id is what its program sends, so it is made again with the same one.
  create: (live, { version: _, ...value }) => live.callByName('createCommonApiUser', {}, Object.fromEntries(Object.entries(value).filter(([field, one]) => field !== 'id' || (typeof one === 'number' && one > 0)))) as Promise<Row>,
};

/** What a request may say; number and publication are the server's. */
const agreementFields = ['name', 'textEn', 'textRu', 'textFr', 'asksAgain'];

const agreements: ItemScreen = {
  ...shared, path: 'agreements', noun: 'Agreement', list: 'listAgreements', entity: 'agreement', right: 'agreement.manage', Form: AgreementForm, fixed: ({ number }) => number !== null,
  columns: (t) => [
    column(t, 'agreementNumber', '60px', ({ number }) => number as number | null, { end: true }), name(t),
    column(t, 'agreementState', '130px', ({ number, withdrawnAt }) => (number === null ? t('agreement.state.draft') : <StateTag tone={withdrawnAt ? 'plain' : 'fine'}>{t(withdrawnAt ? 'agreement.state.withdrawn' : 'agreement.state.published')}</StateTag>)),
    column(t, 'publishedAt', '135px', ({ publishedAt }) => (publishedAt ? formatDate(publishedAt as string) : '')),
  ],
  blank: () => ({ name: '', textEn: '', textRu: '', textFr: '', asksAgain: true }),
  create: (live, value) => live.callByName('createAgreement', {}, Object.fromEntries(Object.entries(value).filter(([field]) => agreementFields.includes(field)))) as Promise<Row>,
};

export const itemScreens: readonly ItemScreen[] = [
  groups, transitions, attributes, tariffs, tariffShifts, discounts, discountCards, crews, crewGroups, dynamicPriority, accountKinds, carriers, settlementRules, operators, roles, commonApiUsers, agreements,
];
