// Clients as operators see and change them.
import { Type } from 'typebox';
import { transferRest } from '../accounts/accounts.js';
import { type Actor, can } from '../auth/actor.js';
import { clientCard } from '../clients/card.js';
import { changeClient, createClient } from '../clients/clients.js';
import { listClients } from '../clients/list.js';
import { seenMoney } from './seen-money.js';
import { moveClient } from '../clients/move.js';
import { clearOwnSetting, setOwnSetting } from '../clients/own-settings.js';
import { blockClient, deleteClient, removeClient, restoreClient, unblockClient } from '../clients/states.js';
import {
  BlockClientInput, CardOrPreview, ChangeClientInput, ClientCard, ClientPage, ClientParams, ClientSettingParams, CreateClientInput,
  DryRun, ListClientsQuery, MoveClientInput, SettingInput, StateInput,
} from '../contract/clients.js';
import { Effective, Why } from '../contract/effective.js';
import { closed, page, PageQuery } from '../contract/primitives.js';
import { AnyTimeQuery, AtQuery } from '../contract/timeline.js';
import type { Tx } from '../db/database.js';
import type { SqlRunner } from '../db/sql.js';
import { previewAct } from '../resolution/preview.js';
import { command, query, RolledBack } from '../http/operation.js';
import { parseInstant } from '../lib/clock.js';
import { effectiveSettings, whySetting } from '../resolution/resolution.js';
import { clientAt } from '../timeline/past-card.js';
import { effectiveAt, pastInstant, whyAt } from '../timeline/timeline.js';
import { clientHistoryPage, HistoryRowView } from './history.view.js';

const cardErrors = [
  'client.api_login_taken', 'client.terminal_account_taken', 'client.referral_code_taken', 'client.family_account_not_allowed', 'setting.needs_own_account', 'setting.reference_not_found', 'account.not_empty', 'ledger.below_floor',
] as const;

const seesHidden = (actor: Actor) => can(actor, 'attribute.seeHidden');
const card = (tx: SqlRunner, actor: Actor, id: number) => clientCard(tx, id, seesHidden(actor));

/** Does it; with dryRun it also does it, so that every refusal and consequence is the real one, and rolls everything back (D-5). */
async function doOrPreview(tx: Tx, actor: Actor, id: number, dryRun: boolean | undefined, act: () => Promise<unknown>): Promise<ClientCard> {
  if (dryRun) {
    const consequences = await previewAct(tx, id, seesHidden(actor), act);
    throw new RolledBack(async () => ({ dryRun: true, consequences: await consequences() }));
  }
  await act();
  return card(tx, actor, id);
}

export const clientOperations = [
  query(
    {
      id: 'getEffective', method: 'get', path: '/clients/{id}/effective', tag: 'Settings', permission: 'client.view',
      summary: 'All effective settings of a client, each with its source',
      params: ClientParams, query: AnyTimeQuery, response: Effective, errors: ['client.not_found'],
    },
    async (db, actor, { params, query: { at } }) =>
      at === undefined ? ((await effectiveSettings(db, [params.id], seesHidden(actor)))[0] as Effective) : effectiveAt(db, params.id, parseInstant(at, 'query/at'), seesHidden(actor)),
  ),
  query(
    {
      id: 'getClient', method: 'get', path: '/clients/{id}', tag: 'Clients', permission: 'client.view',
      summary: "A client's own fields", params: ClientParams, query: AtQuery, response: ClientCard, errors: ['client.not_found'],
    },
    (db, actor, { params, query: { at } }) => (at === undefined ? card(db, actor, params.id) : clientAt(db, params.id, pastInstant(db, at), seesHidden(actor))),
  ),
  query(
    {
      id: 'listClients', method: 'get', path: '/clients', tag: 'Clients', permission: 'client.view',
      summary: 'List and search clients', query: ListClientsQuery, response: ClientPage, errors: ['client.not_found', 'request.cursor_invalid'],
    },
    (db, actor, { query: filter }) => listClients(db, seenMoney(actor, filter), db.clock.now().toISODate()),
  ),
  query(
    {
      id: 'listEffective', method: 'post', path: '/clients/effective', tag: 'Settings', permission: 'client.view',
      summary: 'Effective settings of many clients at once',
      body: closed({ ids: Type.Array(Type.Integer({ minimum: 1, maximum: 2_147_483_647 }), { minItems: 1, maxItems: 500 }) }),
      response: closed({ items: Type.Array(Effective) }), errors: ['client.not_found'],
    },
    async (db, actor, { body }) => ({ items: await effectiveSettings(db, body.ids, seesHidden(actor)) }),
  ),
  command(
    {
      id: 'createClient', method: 'post', path: '/clients', tag: 'Clients', permission: 'client.create', status: 201,
      summary: 'Create a client', body: CreateClientInput, response: ClientCard,
      errors: ['client.parent_not_found', 'client.deleted', 'client.group_on_root_only', 'client.person_not_root', 'client.root_own_account', 'client.contract_dates', 'client.phone_taken', 'client.external_id_taken', 'group.reference_not_found', ...cardErrors],
    },
    async (tx, actor, { body }, { ip }) => card(tx, actor, await createClient(tx, actor, { registeredFrom: ip, ...body })),
  ),
  command(
    {
      id: 'changeClient', method: 'patch', path: '/clients/{id}', tag: 'Clients', permission: 'client.change',
      summary: 'Change own fields: absent = leave, null = clear', params: ClientParams, body: ChangeClientInput, response: CardOrPreview,
      errors: ['client.not_found', 'conflict.version', 'client.deleted', 'client.group_on_root_only', 'client.person_not_root', 'client.root_own_account', 'client.contract_dates', 'client.phone_taken', 'client.external_id_taken', 'group.reference_not_found', ...cardErrors],
    },
    (tx, actor, { params, body, version }) =>
      doOrPreview(tx, actor, params.id, body.dryRun, async () => {
        if (body.usesOwnAccount === false && body.transferRest) await transferRest(tx, actor, params.id);
        await changeClient(tx, actor, params.id, body, version);
      }),
  ),
  command(
    {
      id: 'moveClient', method: 'post', path: '/clients/{id}/move', tag: 'Clients', permission: 'client.move',
      summary: 'Move a client with everything below it; parentId null makes it a root', params: ClientParams, body: MoveClientInput, response: CardOrPreview,
      errors: ['client.not_found', 'client.cycle', 'client.parent_not_found', 'client.deleted', 'client.person_not_root', 'client.group_on_root_only', 'client.phone_taken', 'client.external_id_taken', 'group.reference_not_found', 'conflict.version', 'conflict.busy'],
    },
    (tx, actor, { params, body, version }) => {
      const { parentId, groupId } = body;
      const input = { parentId, ...(groupId !== undefined && { groupId }) };
      return doOrPreview(tx, actor, params.id, body.dryRun, () => moveClient(tx, actor, params.id, input, version));
    },
  ),
  command(
    {
      id: 'deleteClient', method: 'post', path: '/clients/{id}/delete', tag: 'Clients', permission: 'client.delete',
      summary: 'Delete a client (can be undone)', params: ClientParams, body: StateInput, response: CardOrPreview, errors: ['client.not_found', 'client.deleted', 'conflict.version'],
    },
    (tx, actor, { params, body, version }) =>
      doOrPreview(tx, actor, params.id, body.dryRun, () => deleteClient(tx, actor, params.id, version)),
  ),
  command(
    {
      id: 'restoreClient', method: 'post', path: '/clients/{id}/restore', tag: 'Clients', permission: 'client.delete',
      summary: 'Undo a deletion', params: ClientParams, body: StateInput, response: CardOrPreview, errors: ['client.not_found', 'client.not_deleted', 'client.phone_taken', 'conflict.version'],
    },
    (tx, actor, { params, body, version }) =>
      doOrPreview(tx, actor, params.id, body.dryRun, () => restoreClient(tx, actor, params.id, version)),
  ),
  command(
    {
      id: 'blockClient', method: 'post', path: '/clients/{id}/block', tag: 'Clients', permission: 'client.block',
      summary: 'Block a client and everything below it, with a reason', params: ClientParams, body: BlockClientInput, response: CardOrPreview, errors: ['client.not_found', 'conflict.version'],
    },
    (tx, actor, { params, body, version }) =>
      doOrPreview(tx, actor, params.id, body.dryRun, () => blockClient(tx, actor, params.id, body.reason ?? null, version)),
  ),
  command(
    {
      id: 'unblockClient', method: 'post', path: '/clients/{id}/unblock', tag: 'Clients', permission: 'client.block',
      summary: 'Take a block away', params: ClientParams, body: StateInput, response: CardOrPreview, errors: ['client.not_found', 'conflict.version'],
    },
    (tx, actor, { params, body, version }) =>
      doOrPreview(tx, actor, params.id, body.dryRun, () => unblockClient(tx, actor, params.id, version)),
  ),
  command(
    {
      id: 'removeClient', method: 'delete', path: '/clients/{id}', tag: 'Clients', permission: 'client.delete', status: 204,
      summary: 'Remove a deleted client for good', params: ClientParams, response: Type.Null(), errors: ['client.not_found', 'client.not_deleted', 'client.in_use'],
    },
    async (tx, actor, { params }) => {
      await removeClient(tx, actor, params.id);
      return null;
    },
  ),
  command(
    {
      id: 'setClientSetting', method: 'put', path: '/clients/{id}/settings/{key}', tag: 'Settings', permission: 'client.change',
      summary: 'Set an own value; null = explicitly none', params: ClientSettingParams, body: SettingInput, response: CardOrPreview,
      errors: ['client.not_found', 'setting.unknown', 'setting.not_here', 'setting.needs_own_account', 'setting.reference_not_found', 'conflict.version'],
    },
    (tx, actor, { params, body, version }) =>
      doOrPreview(tx, actor, params.id, body.dryRun, () => setOwnSetting(tx, actor, params.id, params.key, body.value, version)),
  ),
  command(
    {
      id: 'clearClientSetting', method: 'delete', path: '/clients/{id}/settings/{key}', tag: 'Settings', permission: 'client.change',
      summary: 'Back to inherited', params: ClientSettingParams, query: closed({ dryRun: DryRun }), response: CardOrPreview, errors: ['client.not_found', 'setting.unknown', 'conflict.version'],
    },
    (tx, actor, { params, query: { dryRun }, version }) =>
      doOrPreview(tx, actor, params.id, dryRun, () => clearOwnSetting(tx, actor, params.id, params.key, version)),
  ),
  query(
    {
      id: 'whySetting', method: 'get', path: '/clients/{id}/why/{key}', tag: 'Settings', permission: 'client.view',
      summary: 'What each level says about a setting, and which one won', params: ClientSettingParams, query: AnyTimeQuery, response: Why, errors: ['client.not_found', 'setting.unknown'],
    },
    (db, actor, { params, query: { at } }) =>
      at === undefined ? whySetting(db, params.id, params.key, seesHidden(actor)) : whyAt(db, params.id, params.key, parseInstant(at, 'query/at'), seesHidden(actor)),
  ),
  query(
    {
      id: 'listClientHistory', method: 'get', path: '/clients/{id}/history', tag: 'History', permission: 'history.see',
      summary: 'What happened to a client, newest first', params: ClientParams, query: closed(PageQuery), response: page(HistoryRowView), errors: ['client.not_found', 'request.cursor_invalid'],
    },
    (db, actor, { params, query }) => clientHistoryPage(db, actor, params.id, query),
  ),
];
