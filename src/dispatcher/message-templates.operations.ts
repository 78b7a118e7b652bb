// Texts of messages about orders.
import { Type } from 'typebox';
import { TemplateInput, TemplateList, TemplateParams, TemplateView } from '../contract/message-templates.js';
import { command, query } from '../http/operation.js';
import { clearTemplate, listTemplates, setTemplate } from '../orders/message-templates.js';

const path = '/message-templates/{event}/{channel}/{language}';
const shared = { tag: 'Messages' } as const;

export const messageTemplateOperations = [
  query(
    { ...shared, id: 'listMessageTemplates', method: 'get', path: '/message-templates', permission: 'client.view', summary: 'Texts of messages about orders, by event, channel and language', response: TemplateList },
    (db) => listTemplates(db),
  ),
  command(
    { ...shared, id: 'setMessageTemplate', method: 'put', path, permission: 'group.manage', summary: 'Write a text of our own', params: TemplateParams, body: TemplateInput, response: TemplateView, errors: ['conflict.version', 'conflict.busy'] },
    (tx, actor, { params, body, version }) => setTemplate(tx, actor, params, body, version),
  ),
  command(
    { ...shared, id: 'clearMessageTemplate', method: 'delete', path, permission: 'group.manage', status: 204, summary: 'Back to the built-in text', params: TemplateParams, response: Type.Null(), errors: ['item.not_found'] },
    async (tx, actor, { params }) => {
      await clearTemplate(tx, actor, params);
      return null;
    },
  ),
];
