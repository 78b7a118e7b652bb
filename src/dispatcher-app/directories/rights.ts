// The rights of operators in the order of the form; every one is in a group (a test holds it).
import type { Right } from '../../contract/rights.js';

export const rightGroups: readonly (readonly [name: string, rights: readonly Right[]])[] = [
  ['clients', ['client.view', 'client.create', 'client.change', 'client.delete', 'client.block', 'client.move', 'client.signInAs', 'rating.reset']],
  ['money', ['balance.see', 'operation.book', 'operation.bookPastFloor']],
  ['orders', ['order.manage', 'call.report', 'message.send']],
  ['directories', ['attribute.seeHidden', 'attribute.manage', 'group.manage', 'tariff.manage', 'crew.manage']],
  ['service', ['import.run', 'history.see', 'personalData.erase', 'agreement.manage', 'operator.manage']],
];
