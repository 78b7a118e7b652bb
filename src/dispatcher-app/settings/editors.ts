// How each setting of the catalogue is edited. Kept apart from the catalogue, so that no schema library comes into the
// bundle; a test holds the two together.
import type { DirectoryKey } from '../../ui/api/directories.js';

export type Editor =
  | { kind: 'reference' | 'references'; directory: DirectoryKey }
  | { kind: 'choice'; values: readonly string[] }
  | { kind: 'money' | 'count' | 'flag' | 'right' | 'notifications' | 'bankDetails' | 'specialMachinery' | 'line' | 'picture' };

export interface SettingEditorProps {
  /** Of the catalogue, or attribute.ID. */
  settingKey: string;
  /** An own value as it is stored (an id, ids, allow / forbid …) or as it is answered ({id, name}); null = explicitly none; undefined = nothing chosen yet. */
  value: unknown;
  onChange(value: unknown): void;
  /** What may be said depends on the place: a subordinate client can only forbid a right (D-10). */
  scope: 'root' | 'child' | 'group';
  disabled?: boolean;
  /** Sentences of the server at parts of the value, by their path: body/value/inn. */
  errors?: ReadonlyMap<string, string>;
  /** Of the field, if the page has a visible label for it. */
  id?: string;
  status?: 'error' | '';
  /** Id of what the page tells about the field. */
  describedBy?: string;
}

const reference = (directory: DirectoryKey): Editor => ({ kind: 'reference', directory });

export const settingEditors: Readonly<Record<string, Editor>> = {
  tariff: reference('tariffs'),
  prizeTariff: reference('tariffs'),
  tariffShift: reference('tariffShifts'),
  discount: reference('discounts'),
  prizeDiscount: reference('discounts'),
  prizeEvery: { kind: 'count' },
  settlementRule: reference('settlementRules'),
  dynamicPriorityRule: reference('dynamicPriorityRules'),
  balanceFloor: { kind: 'money' },
  minBalanceForCashless: { kind: 'money' },
  minBonusBalance: { kind: 'money' },
  whenFundsShort: { kind: 'choice', values: ['forbid', 'restInCash', 'warn', 'credit'] },
  cashForbidden: { kind: 'flag' },
  expiredContract: { kind: 'choice', values: ['allow', 'refuse'] },
  exchange: { kind: 'flag' },
  mobileApp: { kind: 'flag' },
  notifications: { kind: 'notifications' },
  logo: { kind: 'picture' },
  bankDetails: { kind: 'bankDetails' },
  greetingSign: { kind: 'line' },
  specialMachinery: { kind: 'specialMachinery' },
  crewGroups: { kind: 'references', directory: 'crewGroups' },
  defaultCrewGroup: reference('crewGroups'),
  cardTopUp: { kind: 'right' },
  'right.employees': { kind: 'right' },
  'right.transfer': { kind: 'right' },
  'right.currentOrders': { kind: 'right' },
  'right.finishedOrders': { kind: 'right' },
  'right.dailyOrders': { kind: 'right' },
  'right.driverReviews': { kind: 'right' },
};

/** In the order of a form; headings are settings.section.<name>. */
export const settingSections: readonly (readonly [name: string, keys: readonly string[]])[] = [
  ['prices', ['tariff', 'tariffShift', 'discount', 'prizeEvery', 'prizeTariff', 'prizeDiscount']],
  ['money', ['balanceFloor', 'minBalanceForCashless', 'minBonusBalance', 'whenFundsShort', 'cashForbidden', 'cardTopUp', 'settlementRule', 'bankDetails']],
  ['orders', ['expiredContract', 'crewGroups', 'defaultCrewGroup', 'dynamicPriorityRule', 'exchange', 'specialMachinery', 'greetingSign', 'logo']],
  ['reach', ['mobileApp', 'notifications']],
  ['cabinet', ['right.employees', 'right.transfer', 'right.currentOrders', 'right.finishedOrders', 'right.dailyOrders', 'right.driverReviews']],
];

export const orderEvents = ['orderCreated', 'driverAssigned', 'carAtPlace', 'clientInside', 'orderFinished', 'orderAborted', 'dailyOrderNotMade'] as const;
export const channels = ['sms', 'email', 'call', 'push'] as const;
export const bankFields = ['account', 'bankName', 'bik', 'correspondentAccount', 'inn', 'kpp'] as const;
