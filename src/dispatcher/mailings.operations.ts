// Messages to many clients (S-13).
import { CreateMailingInput, ListMailingsQuery, MailingAnswer, MailingPage, MailingView } from '../contract/mailings.js';
import { closed, Id } from '../contract/primitives.js';
import { command, query } from '../http/operation.js';
import { createMailing, getMailing, listMailings } from '../messages/mailings.js';

const shared = { tag: 'Messages' } as const;

export const mailingOperations = [
  command(
    {
      ...shared, id: 'createMailing', method: 'post', path: '/mailings', permission: 'message.send', status: 201, idempotent: true,
      summary: 'Write to one client, a group, or all with a language or tag; dryRun counts who would get it (S-13)', body: CreateMailingInput, response: MailingAnswer,
      errors: ['group.reference_not_found', 'request.key_reused'],
    },
    (tx, actor, { body }, { idempotencyKey = null }) => createMailing(tx, actor, body, idempotencyKey),
  ),
  query(
    { ...shared, id: 'listMailings', method: 'get', path: '/mailings', permission: 'client.view', summary: 'Mailings, newest first, with how many of their messages wait, were sent, failed', query: ListMailingsQuery, response: MailingPage, errors: ['request.cursor_invalid'] },
    (db, _actor, { query: page }) => listMailings(db, page),
  ),
  query(
    { ...shared, id: 'getMailing', method: 'get', path: '/mailings/{id}', permission: 'client.view', summary: 'One mailing; its messages are at /messages?mailingId=', params: closed({ id: Id }), response: MailingView, errors: ['item.not_found'] },
    (db, _actor, { params: { id } }) => getMailing(db, id),
  ),
];
