// Fields whose values are words of the contract, each with a text (value.<word>). Everything else is what people wrote, also
// where that is the same word: a client may be called "new".
import { clientKinds, marks } from '../../contract/clients.js';
import { dailyOrderStates } from '../../contract/daily-orders.js';
import { scheduledStates } from '../../contract/changes.js';
import { importStates } from '../../contract/imports.js';
import { messageChannels, messageEvents } from '../../contract/message-templates.js';
import { noteAudiences, noteSeverities } from '../../contract/notes.js';
import { orderSources, orderStates } from '../../contract/orders.js';
import { attributeTypes } from '../../contract/settings.js';
import { topUpStates } from '../../contract/top-ups.js';

export const codes: Readonly<Record<string, readonly string[]>> = {
  state: [...orderStates, ...importStates, ...dailyOrderStates, ...topUpStates],
  status: scheduledStates,
  kind: clientKinds,
  mark: marks,
  sex: ['male', 'female'],
  type: [...attributeTypes, 'legal', 'individual'],
  audience: noteAudiences,
  severity: noteSeverities,
  period: ['day', 'week', 'month', 'quarter'],
  source: orderSources,
  event: messageEvents,
  channel: messageChannels,
};
