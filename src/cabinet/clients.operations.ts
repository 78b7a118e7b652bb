// Units and employees as the cabinet reads and keeps them.
import type { Actor } from '../auth/actor.js';
import { changeClient, createClient } from '../clients/clients.js';
import { listClients } from '../clients/list.js';
import { clientItems } from '../clients/card.js';
import { moveClient } from '../clients/move.js';
import { blockClient, deleteClient, restoreClient, unblockClient } from '../clients/states.js';
import {
  CabinetBlockInput, CabinetBulkInput, CabinetBulkOrPreview, CabinetCardOrPreview, type CabinetClientCard, CabinetChangeClientInput, CabinetClientCard as Card, CabinetClientPage, CabinetCreateClientInput,
  CabinetEffective, CabinetListClientsQuery, CabinetMoveInput, CabinetStateInput,
} from '../contract/cabinet.js';
import { ClientParams } from '../contract/clients.js';
import type { ErrorCode } from '../contract/errors.js';
import { closed, PageQuery } from '../contract/primitives.js';
import type { Tx } from '../db/database.js';
import { RolledBack } from '../http/operation.js';
import { AppError } from '../lib/app-error.js';
import { decodeCursor, encodeCursor } from '../lib/cursor.js';
import { previewAct } from '../resolution/preview.js';
import { invite } from './access.js';
import { cabinetCard, cabinetEffective, cutConsequences, cutItems, notTakenUp, wasSetByOthers } from './clients.view.js';
import { cabinetCommand, cabinetQuery } from './operation.js';
import { sightOf, topOf } from './sight.js';

const shared = { tag: 'Cabinet: employees' } as const;
const writing = { ...shared, permission: 'right.employees' } as const;
const write = ['cabinet.blocked', 'cabinet.read_only', 'client.not_found', 'conflict.version', 'conflict.busy'] as const satisfies readonly ErrorCode[];
const fieldErrors = ['client.deleted', 'client.person_not_root', 'client.phone_taken', 'client.external_id_taken', 'setting.reference_not_found'] as const satisfies readonly ErrorCode[];

/** Does it, or with dryRun only tells what it would do (D-5). */
export async function doOrPreview<T>(tx: Tx, of: number | readonly number[], dryRun: boolean | undefined, act: () => Promise<unknown>, answer: () => Promise<T>): Promise<T> {
  if (dryRun) {
    const consequences = await previewAct(tx, of, false, act);
    throw new RolledBack(async () => ({ dryRun: true, consequences: cutConsequences(await consequences()) }));
  }
  await act();
  return answer();
}

function changed(tx: Tx, actor: Actor, id: number, dryRun: boolean | undefined, act: () => Promise<unknown>): Promise<CabinetClientCard> {
  return doOrPreview(tx, id, dryRun, act, () => cabinetCard(tx, actor, id));
}

/** A block or deletion by the service or by somebody above is not the client's to take back. */
async function requireOwnDoing(tx: Tx, actor: Actor, id: number, field: 'blocked' | 'deleted'): Promise<void> {
  const row = await tx.prisma.client.findUniqueOrThrow({ where: { id }, select: { blocked: true, deleted: true } });
  if (row[field] && (await wasSetByOthers(tx, (by) => sightOf(tx, actor, [by]), id, field))) throw new AppError('cabinet.not_yours');
}

const unblock = async (tx: Tx, actor: Actor, id: number, version: number | null) => {
  await requireOwnDoing(tx, actor, id, 'blocked');
  await unblockClient(tx, actor, id, version);
};
const block = async (tx: Tx, actor: Actor, id: number, reason: string | null, version: number | null) => {
  await requireOwnDoing(tx, actor, id, 'blocked');
  await blockClient(tx, actor, id, reason, version);
};
const restore = async (tx: Tx, actor: Actor, id: number, version: number | null) => {
  await requireOwnDoing(tx, actor, id, 'deleted');
  await restoreClient(tx, actor, id, version);
};

/** D-14: whoever pays from the account of another does not give accounts away. */
export function requireOwnAccount(actor: Actor): void {
  if (!actor.client?.usesOwnAccount) throw new AppError('cabinet.no_own_account');
}

export const cabinetClientOperations = [
  cabinetQuery(
    {
      ...shared, id: 'cabinetListClients', method: 'get', path: '/cabinet/clients', permission: 'signedIn', summary: 'Units and employees below, by level, as a whole or by search',
      query: CabinetListClientsQuery, response: CabinetClientPage, targets: { 'query.parentId': 'client' }, errors: ['client.not_found', 'request.cursor_invalid'],
    },
    async (db, actor, { query: { parentId = topOf(actor), scope, ...filter } }) => {
      const whole = filter.q?.trim() || filter.phone || filter.state === 'deleted';
      const page = await listClients(db, { ...filter, parentId, scope: scope ?? (whole ? 'subtree' : 'children'), limit: filter.limit ?? 50 }, db.clock.now().toISODate());
      return { ...page, items: await cutItems(db, actor, page.items) };
    },
  ),
  cabinetQuery(
    {
      ...shared, id: 'cabinetListInvitations', method: 'get', path: '/cabinet/clients/not-taken-up', permission: 'signedIn', summary: 'Who below was invited and has not set a password yet',
      query: closed(PageQuery), response: CabinetClientPage, errors: ['request.cursor_invalid'],
    },
    async (db, actor, { query: { limit = 50, cursor } }) => {
      const ids = await notTakenUp(db, actor, cursor === undefined ? 0 : (decodeCursor(cursor, 'notTakenUp', ['id'])[0] as number), limit + 1);
      const items = await cutItems(db, actor, await clientItems(db, ids.slice(0, limit)));
      return { items, nextCursor: ids.length > limit ? encodeCursor('notTakenUp', [ids[limit - 1]]) : null };
    },
  ),
  cabinetQuery(
    { ...shared, id: 'cabinetGetClient', method: 'get', path: '/cabinet/clients/{id}', permission: 'signedIn', summary: 'The card of a client of the own subtree', params: ClientParams, response: Card, targets: { 'params.id': 'client' }, errors: ['client.not_found'] },
    (db, actor, { params: { id } }) => cabinetCard(db, actor, id),
  ),
  cabinetQuery(
    {
      ...shared, id: 'cabinetGetEffective', method: 'get', path: '/cabinet/clients/{id}/effective', permission: 'signedIn', summary: 'Terms, limits and rights that hold for a client, and where they come from', params: ClientParams,
      response: CabinetEffective, targets: { 'params.id': 'client' }, errors: ['client.not_found'],
    },
    (db, actor, { params: { id } }) => cabinetEffective(db, actor, id),
  ),
  cabinetCommand(
    {
      ...writing, id: 'cabinetCreateClient', method: 'post', path: '/cabinet/clients', status: 201, summary: 'Add a unit or an employee', body: CabinetCreateClientInput, response: Card,
      targets: { 'body.parentId': 'client' }, errors: [...write, ...fieldErrors, 'cabinet.no_own_account'],
    },
    async (tx, actor, { body }, { ip }) => {
      if (body.usesOwnAccount !== undefined) requireOwnAccount(actor);
      return cabinetCard(tx, actor, await createClient(tx, actor, { registeredFrom: ip, ...body, parentId: body.parentId ?? topOf(actor) }));
    },
  ),
  cabinetCommand(
    {
      ...writing, id: 'cabinetChangeClient', method: 'patch', path: '/cabinet/clients/{id}', summary: 'Change fields of a client below: absent = leave, null = clear', params: ClientParams, body: CabinetChangeClientInput,
      response: CabinetCardOrPreview, targets: { 'params.id': 'below' }, errors: [...write, ...fieldErrors],
    },
    (tx, actor, { params: { id }, body, version }) => changed(tx, actor, id, body.dryRun, () => changeClient(tx, actor, id, body, version)),
  ),
  cabinetCommand(
    {
      ...writing, id: 'cabinetMoveClient', method: 'post', path: '/cabinet/clients/{id}/move', summary: 'Move a client with everything below it to another unit of the subtree', params: ClientParams, body: CabinetMoveInput,
      response: CabinetCardOrPreview, targets: { 'params.id': 'below', 'body.parentId': 'client' }, errors: [...write, 'client.cycle', 'client.deleted', 'client.person_not_root', 'client.phone_taken', 'client.external_id_taken'],
    },
    (tx, actor, { params: { id }, body: { parentId, dryRun }, version }) => changed(tx, actor, id, dryRun, () => moveClient(tx, actor, id, { parentId }, version)),
  ),
  cabinetCommand(
    {
      ...writing, id: 'cabinetBlockClient', method: 'post', path: '/cabinet/clients/{id}/block', summary: 'Block a client below and everything under it', params: ClientParams, body: CabinetBlockInput, response: CabinetCardOrPreview,
      targets: { 'params.id': 'below' }, errors: [...write, 'cabinet.not_yours'],
    },
    (tx, actor, { params: { id }, body: { reason, dryRun }, version }) => changed(tx, actor, id, dryRun, () => block(tx, actor, id, reason ?? null, version)),
  ),
  cabinetCommand(
    {
      ...writing, id: 'cabinetUnblockClient', method: 'post', path: '/cabinet/clients/{id}/unblock', summary: 'Take back a block that was not made by the service or from above', params: ClientParams, body: CabinetStateInput,
      response: CabinetCardOrPreview, targets: { 'params.id': 'below' }, errors: [...write, 'cabinet.not_yours'],
    },
    (tx, actor, { params: { id }, body: { dryRun }, version }) => changed(tx, actor, id, dryRun, () => unblock(tx, actor, id, version)),
  ),
  cabinetCommand(
    {
      ...writing, id: 'cabinetDeleteClient', method: 'post', path: '/cabinet/clients/{id}/delete', summary: 'Delete a client below (can be undone)', params: ClientParams, body: CabinetStateInput, response: CabinetCardOrPreview,
      targets: { 'params.id': 'below' }, errors: [...write, 'client.deleted'],
    },
    (tx, actor, { params: { id }, body: { dryRun }, version }) => changed(tx, actor, id, dryRun, () => deleteClient(tx, actor, id, version)),
  ),
  cabinetCommand(
    {
      ...writing, id: 'cabinetRestoreClient', method: 'post', path: '/cabinet/clients/{id}/restore', summary: 'Undo a deletion that was not made by the service or from above', params: ClientParams, body: CabinetStateInput,
      response: CabinetCardOrPreview, targets: { 'params.id': 'below' }, errors: [...write, 'client.not_deleted', 'client.phone_taken', 'cabinet.not_yours'],
    },
    (tx, actor, { params: { id }, body: { dryRun }, version }) => changed(tx, actor, id, dryRun, () => restore(tx, actor, id, version)),
  ),
  cabinetCommand(
    {
      ...writing, id: 'cabinetChangeSeveral', method: 'post', path: '/cabinet/clients/bulk', summary: 'One act for several clients below: all of them, or none; with dryRun only what it would do (D-5)',
      body: CabinetBulkInput, response: CabinetBulkOrPreview, targets: { 'body.ids': 'below', 'body.parentId': 'client' },
      errors: [...write, 'client.deleted', 'client.not_deleted', 'client.cycle', 'client.person_not_root', 'client.phone_taken', 'client.external_id_taken', 'client.no_contact', 'client.api_login_taken', 'cabinet.not_yours'],
    },
    async (tx, actor, { body: { ids, act, parentId, reason = null, dryRun } }, { context }) => {
      if ((act === 'move') !== (parentId !== undefined)) throw new AppError('request.invalid', undefined, { errors: [{ path: 'body/parentId', code: 'required', message: 'belongs to the act move, and is needed for it' }] });
      const acts: Record<typeof act, (id: number) => Promise<unknown>> = {
        move: (id) => moveClient(tx, actor, id, { parentId: parentId as number }, null),
        block: (id) => block(tx, actor, id, reason, null),
        unblock: (id) => unblock(tx, actor, id, null),
        delete: (id) => deleteClient(tx, actor, id, null),
        restore: (id) => restore(tx, actor, id, null),
        invite: (id) => invite(tx, actor, id, context.config.publicUrl),
      };
      const all = async () => {
        for (const [index, id] of ids.entries()) await acts[act](id).catch((error: unknown) => { throw placed(error, index); });
      };
      return doOrPreview(tx, ids, dryRun, all, async () => {
        const now = new Map((await clientItems(tx, ids)).map((item) => [item.id, item]));
        return { items: ids.map((id) => ({ id, version: now.get(id)?.version as number })) };
      });
    },
  ),
];

/** Says which of several it was. */
function placed(error: unknown, index: number): unknown {
  if (!(error instanceof AppError)) return error;
  return new AppError(error.code, error.message, { ...error.data, errors: [{ path: `body/ids/${index}`, code: error.code, message: error.message }] });
}
