// What a signed-in client passes on to those below: access, rights, own accounts, crew groups (D-14).
import { Type } from 'typebox';
import { transferRest } from '../accounts/accounts.js';
import type { Actor } from '../auth/actor.js';
import { requireRight } from '../auth/actor.js';
import { clientCard, ownFields } from '../clients/card.js';
import { changeClient } from '../clients/clients.js';
import { clearOwnSetting, setOwnSetting } from '../clients/own-settings.js';
import {
  CabinetCardOrPreview, type CabinetClientCard, CabinetCrewGroups, type CabinetCrewGroups as CrewGroups, CabinetCrewGroupsInput, CabinetOwnAccountInput, CabinetRights, type CabinetRights as Rights, CabinetRightsInput, CabinetRightsOrPreview,
} from '../contract/cabinet.js';
import { ClientParams } from '../contract/clients.js';
import { closed, type Reference } from '../contract/primitives.js';
import type { CabinetRight } from '../contract/rights.js';
import type { Tx } from '../db/database.js';
import type { SqlRunner } from '../db/sql.js';
import { fieldError } from '../lib/app-error.js';
import { effectiveSettings } from '../resolution/resolution.js';
import { invite } from './access.js';
import { doOrPreview, requireOwnAccount } from './clients.operations.js';
import { cabinetCard, crewGroupsNamed, rightsOf } from './clients.view.js';
import { cabinetCommand, cabinetQuery } from './operation.js';
import { topOf } from './sight.js';

const shared = { tag: 'Cabinet: employees', params: ClientParams } as const;
const writing = { ...shared, permission: 'right.employees', targets: { 'params.id': 'below' } } as const;
const write = ['cabinet.blocked', 'cabinet.read_only', 'client.not_found', 'conflict.version', 'conflict.busy'] as const;

async function changeRights(tx: Tx, actor: Actor, id: number, grant: readonly CabinetRight[], withdraw: readonly CabinetRight[]): Promise<void> {
  const both = grant.find((right) => withdraw.includes(right));
  if (both) throw fieldError('request.invalid', 'body/withdraw', `${both} cannot be granted and withdrawn at once`);
  for (const right of [...grant, ...withdraw]) requireRight(actor, right);
  const { settings } = await ownFields(tx, id);
  for (const right of grant) if (settings[right] === 'forbid') await clearOwnSetting(tx, actor, id, right, null);
  for (const right of withdraw) if (settings[right] !== 'forbid') await setOwnSetting(tx, actor, id, right, 'forbid', null);
}

interface Effective {
  allowed: Reference[] | null;
  default: Reference | null;
}

async function effectiveCrewGroups(db: SqlRunner, id: number): Promise<Effective> {
  const [effective] = await effectiveSettings(db, [id], false);
  return { allowed: (effective?.settings.crewGroups?.value ?? null) as Reference[] | null, default: (effective?.settings.defaultCrewGroup?.value ?? null) as Reference | null };
}

async function crewGroupsOf(db: SqlRunner, actor: Actor, id: number): Promise<CrewGroups> {
  const { settings } = await clientCard(db, id, false);
  const mine = (await effectiveCrewGroups(db, topOf(actor))).allowed;
  return {
    ...(await effectiveCrewGroups(db, id)), ownAllowed: (settings.crewGroups ?? null) as number[] | null, ownDefault: (settings.defaultCrewGroup ?? null) as number | null,
    choice: await crewGroupsNamed(db, mine?.map((group) => group.id) ?? null),
  };
}

/** Narrower only: from what the signed-in client itself may have. */
async function narrowCrewGroups(tx: Tx, actor: Actor, id: number, allowed: number[] | null | undefined, chosen: number | null | undefined): Promise<void> {
  const mine = (await effectiveCrewGroups(tx, topOf(actor))).allowed;
  for (const [path, given] of [['body/allowed', allowed ?? []], ['body/default', chosen == null ? [] : [chosen]]] as const) {
    const outside = mine && given.find((group) => !mine.some((one) => one.id === group));
    if (outside) throw fieldError('setting.reference_not_found', path, `There is no crew group ${outside} to choose.`);
  }
  if (allowed !== undefined) await (allowed === null ? clearOwnSetting(tx, actor, id, 'crewGroups', null) : setOwnSetting(tx, actor, id, 'crewGroups', allowed, null));
  if (chosen !== undefined) await (chosen === null ? clearOwnSetting(tx, actor, id, 'defaultCrewGroup', null) : setOwnSetting(tx, actor, id, 'defaultCrewGroup', chosen, null));
}

export const cabinetDelegationOperations = [
  cabinetCommand(
    {
      ...writing, id: 'cabinetInvite', method: 'post', path: '/cabinet/clients/{id}/invite', status: 202, summary: 'Send a one-time link by e-mail, else by SMS; without a login the client gets its e-mail address or number for one',
      response: closed({ login: Type.String(), channel: Type.Enum(['email', 'sms']), recipient: Type.String(), expiresAt: Type.String() }),
      errors: [...write, 'client.deleted', 'client.no_contact', 'client.api_login_taken'],
    },
    (tx, actor, { params: { id } }, { context }) => invite(tx, actor, id, context.config.publicUrl),
  ),
  cabinetCommand(
    {
      ...writing, id: 'cabinetSetOwnAccount', method: 'put', path: '/cabinet/clients/{id}/own-account', summary: 'Whether a client below uses its own account; only who uses one itself says so (D-14)', body: CabinetOwnAccountInput,
      response: CabinetCardOrPreview, errors: [...write, 'client.deleted', 'cabinet.no_own_account', 'account.not_empty', 'ledger.below_floor'],
    },
    (tx, actor, { params: { id }, body: { usesOwnAccount, transferRest: rest, dryRun }, version }) => {
      requireOwnAccount(actor);
      return doOrPreview<CabinetClientCard>(tx, id, dryRun, async () => {
        if (!usesOwnAccount && rest) await transferRest(tx, actor, id);
        await changeClient(tx, actor, id, { usesOwnAccount }, version);
      }, () => cabinetCard(tx, actor, id));
    },
  ),
  cabinetQuery(
    { ...shared, id: 'cabinetGetRights', method: 'get', path: '/cabinet/clients/{id}/rights', permission: 'signedIn', summary: "A client's six rights and card top-up, and which of them may be changed here", response: CabinetRights, targets: { 'params.id': 'client' }, errors: ['client.not_found'] },
    (db, actor, { params: { id } }) => rightsOf(db, actor, id),
  ),
  cabinetCommand(
    {
      ...writing, id: 'cabinetChangeRights', method: 'post', path: '/cabinet/clients/{id}/rights', summary: 'Grant and withdraw rights that the signed-in client has itself (D-14)', body: CabinetRightsInput, response: CabinetRightsOrPreview,
      errors: write,
    },
    (tx, actor, { params: { id }, body: { grant = [], withdraw = [], dryRun } }) =>
      doOrPreview<Rights>(tx, id, dryRun, () => changeRights(tx, actor, id, grant, withdraw), () => rightsOf(tx, actor, id)),
  ),
  cabinetQuery(
    { ...shared, id: 'cabinetGetCrewGroups', method: 'get', path: '/cabinet/clients/{id}/crew-groups', permission: 'signedIn', summary: 'Which crew groups a client may have, and which to choose from', response: CabinetCrewGroups, targets: { 'params.id': 'client' }, errors: ['client.not_found'] },
    (db, actor, { params: { id } }) => crewGroupsOf(db, actor, id),
  ),
  cabinetCommand(
    {
      ...writing, id: 'cabinetSetCrewGroups', method: 'put', path: '/cabinet/clients/{id}/crew-groups', summary: 'Allow a client fewer crew groups, and say the usual one: absent = leave, null = inherited', body: CabinetCrewGroupsInput,
      response: CabinetCrewGroups, errors: [...write, 'setting.reference_not_found'],
    },
    async (tx, actor, { params: { id }, body: { allowed, default: chosen } }) => {
      await narrowCrewGroups(tx, actor, id, allowed, chosen);
      return crewGroupsOf(tx, actor, id);
    },
  ),
];
