// What a signed-in client can do about a reason: the domain's remedies are an operator's. Named is only what its rights
// reach, and otherwise whom to ask.
import { type Actor, can } from '../auth/actor.js';
import type { Reason } from '../contract/orders.js';
import { topOf } from './sight.js';

const ASK = 'Ask your superior unit or the service.';
const CASH = 'or pay in cash where that is allowed.';

/** For a reason whose client is seen, or that has none. */
export function remedyHere(actor: Actor, { code, client, remedy }: Reason): string {
  const acts = !actor.client?.blocked && !actor.client?.readOnly;
  const isBelow = client !== null && client.id !== topOf(actor);
  const keeps = acts && isBelow && can(actor, 'right.employees');
  switch (code) {
    // A block or deletion from above is not taken back here, and only the history knows whose it was.
    case 'client.deleted': return keeps ? `Restore "${client.name}" if it was deleted here, or order for somebody else.` : 'Order for somebody else.';
    case 'client.blocked':
    case 'employee.blocked': return keeps ? `Unblock "${client.name}" if it was blocked here; else ask the service.` : ASK;
    case 'contract.expired': return 'Ask the service to prolong the contract.';
    case 'password.locked': return 'Wait a quarter of an hour.';
    case 'crew_group.not_allowed': return remedy.startsWith('Choose ') ? remedy : keeps ? 'Allow a crew group.' : ASK;
    case 'tariff.not_active': return 'Ask the service for another tariff.';
    case 'client.unknown': return acts && can(actor, 'right.employees') ? 'Add an employee with this number.' : ASK;
    case 'funds.short':
    case 'funds.negative':
    case 'funds.below_minimum': {
      const ways = [...(acts && can(actor, 'cardTopUp') ? ['Top up the account'] : []), ...(keeps && can(actor, 'right.transfer') ? ['Move money there'] : [])];
      return `${ways.length ? ways.join(', ').replace(', Move', ', move') : 'Ask whoever keeps the account to top it up'}, ${CASH}`;
    }
    case 'budget.exceeded': return `${acts && isBelow && can(actor, 'right.transfer') ? 'Raise the budget, wait' : 'Wait'} for the next period, ${CASH}`;
    default: return remedy;
  }
}
