// The tabs of the card in their order (directory.md §4), and which field is on which.
import { type ComponentType, lazy } from 'react';
import type { Right } from '../../contract/rights.js';

export interface CardTab {
  key: string;
  Page: ComponentType;
  /** Fields and settings that are edited there. */
  paths: readonly string[];
  right?: Right;
  rootOnly?: true;
}

const tab = (key: string, load: () => Promise<{ default: ComponentType }>, paths: readonly string[] = [], more: Partial<CardTab> = {}): CardTab => ({ key, Page: lazy(load), paths, ...more });
const setting = (...keys: string[]) => keys.map((key) => `settings.${key}`);

export const cardTabs: readonly CardTab[] = [
  tab('general', () => import('./tabs/General.js'), [
    'name', 'kind', 'groupId', 'address', 'number', 'externalId', 'contractFrom', 'contractTo', 'usesOwnAccount', 'birthDate', 'sex', 'email', 'useEmail', 'comment', 'driverNote', 'tags', 'mark', 'registeredAt', 'language',
    'country', 'timeZone', 'contactPerson', 'responsibleManagerId', 'settings.expiredContract',
  ]),
  tab('settings', () => import('./tabs/Settings.js'), [
    'terminalAccount', 'referralCode', 'apiLogin', ...setting('tariff', 'prizeTariff', 'tariffShift', 'discount', 'prizeDiscount', 'prizeEvery', 'cashForbidden', 'exchange', 'mobileApp'),
  ]),
  tab('accounts', () => import('./tabs/Accounts.js'), ['familyAccount', 'familyMembers', ...setting('balanceFloor', 'minBalanceForCashless', 'whenFundsShort', 'cardTopUp', 'minBonusBalance')]),
  tab('phones', () => import('./tabs/Phones.js'), ['phones', 'useSms', 'useCalls']),
  tab('statistics', () => import('./tabs/Statistics.js')),
  tab('settlements', () => import('./tabs/Settlements.js'), setting('settlementRule', 'dynamicPriorityRule'), { rootOnly: true }),
  tab('notifications', () => import('./tabs/Notifications.js'), setting('notifications')),
  tab('attributes', () => import('./tabs/Attributes.js')),
  tab('crews', () => import('./tabs/Crews.js'), ['favouriteCrews', 'unwantedCrews']),
  tab('bank', () => import('./tabs/Bank.js'), setting('bankDetails')),
  tab('more', () => import('./tabs/More.js'), ['papers', ...setting('logo', 'greetingSign')]),
  tab('crewGroups', () => import('./tabs/CrewGroups.js'), setting('crewGroups', 'defaultCrewGroup')),
  tab('machinery', () => import('./tabs/Machinery.js'), setting('specialMachinery')),
  tab('cabinet', () => import('./tabs/Cabinet.js'), setting('right.employees', 'right.transfer', 'right.currentOrders', 'right.finishedOrders', 'right.dailyOrders', 'right.driverReviews')),
  tab('addresses', () => import('./tabs/Addresses.js'), ['favouriteAddresses']),
  tab('employees', () => import('./tabs/Employees.js')),
  tab('history', () => import('./tabs/History.js'), [], { right: 'history.see' }),
];

/** Where a path is edited; errors inside a record belong to the record. */
export function tabOf(path: string): string {
  const whole = path.split('/')[0] as string;
  if (whole.startsWith('settings.attribute.')) return 'attributes';
  return cardTabs.find(({ paths }) => paths.includes(whole))?.key ?? 'general';
}
