// Telephony: the exchange tells which call comes in.
import { IncomingCall, ReportCallInput } from '../contract/calls.js';
import { command } from '../http/operation.js';
import { reportCall } from '../telephony/incoming-calls.js';

export const callOperations = [
  command(
    {
      id: 'reportCall', method: 'post', path: '/calls', tag: 'Telephony', permission: 'call.report', status: 201,
      summary: 'A call comes in: for the telephone exchange; the operators at whom it rings see who it is, and order with one key (S-6). The number is forgotten after five minutes',
      body: ReportCallInput, response: IncomingCall,
    },
    (tx, actor, { body }) => reportCall(tx, actor, body),
  ),
];
