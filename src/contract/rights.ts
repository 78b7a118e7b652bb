// The single rights of operators (S-1). Roles are sets of them; the administrator's role has all.
export const rights = {
  'client.view': 'See clients',
  'client.create': 'Create clients',
  'client.change': 'Change clients and their settings',
  'client.delete': 'Delete, restore and remove clients',
  'client.block': 'Block and unblock clients',
  'client.move': 'Move clients in the tree',
  'client.signInAs': 'Sign in as a client',
  'balance.see': 'See balances',
  'operation.book': 'Book operations',
  'operation.bookPastFloor': 'Book past the balance floor',
  'order.manage': 'See, create and change orders',
  'message.send': 'Write to clients by e-mail and SMS',
  'call.report': 'Tell which call comes in, as a telephone exchange does',
  'crew.manage': 'Manage crews and their tokens for the driver app',
  'rating.reset': 'Reset ratings',
  'attribute.seeHidden': 'See and change hidden attributes',
  'attribute.manage': 'Manage attributes',
  'group.manage': 'Manage client groups',
  'tariff.manage': 'Manage tariffs, discounts, crew groups and other directories',
  'agreement.manage': 'Manage the user agreement',
  'personalData.erase': 'Erase personal data',
  'history.see': 'See the history',
  'import.run': 'Run imports',
  'operator.manage': 'Manage operators and roles',
} as const;

export type Right = keyof typeof rights;
export const allRights = Object.keys(rights) as Right[];

/** The six rights of a client in the cabinet (D-13), and card top-up: settings that narrow down the tree. */
export const cabinetRights = ['right.employees', 'right.transfer', 'right.currentOrders', 'right.finishedOrders', 'right.dailyOrders', 'right.driverReviews', 'cardTopUp'] as const;
export type CabinetRight = (typeof cabinetRights)[number];
