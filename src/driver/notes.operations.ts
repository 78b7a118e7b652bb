// What crews may ask: the notes on their current orders, and the greeting signs for these. Everything is found from the crew
// who asks; an order of another crew is one that does not exist.
import { AcknowledgeInput, Acknowledged, DriverNotes, SignQuery } from '../contract/driver.js';
import { closed, Id } from '../contract/primitives.js';
import { crewSign } from '../greeting-sign/greeting-sign.js';
import { command, Download, query } from '../http/operation.js';
import { acknowledgeNote, driverNotes } from '../notes/driver-feed.js';

const shared = { tag: 'Driver app', permission: 'signedIn' } as const;
const params = closed({ id: Id });

export const driverNoteOperations = [
  query(
    { ...shared, id: 'listDriverNotes', method: 'get', path: '/driver/notes', summary: "The notes on the crew's current orders, by order; nothing without the right of the crew's group (N-3)", response: DriverNotes },
    (db, actor) => driverNotes(db, actor.id as number),
  ),
  command(
    {
      ...shared, id: 'acknowledgeNote', method: 'post', path: '/driver/notes/{id}/acknowledge', summary: 'Say that a note was read, for one of the current orders; it is kept', params, body: AcknowledgeInput,
      response: Acknowledged, errors: ['note.not_found', 'conflict.version'],
    },
    (tx, actor, { params: { id }, body: { orderId, version = null } }) => acknowledgeNote(tx, actor, id, orderId, version),
  ),
  query(
    {
      ...shared, id: 'getDriverGreetingSign', method: 'get', path: '/driver/orders/{id}/greeting-sign.png', summary: 'The greeting sign for one of the current orders; the right to see notes is not needed', params, query: SignQuery,
      response: Download, download: 'image/png', errors: ['order.not_found'],
    },
    (db, actor, { params: { id }, query: { size = 'phone' } }) => crewSign(db, actor.id as number, id, size),
  ),
] as const;
