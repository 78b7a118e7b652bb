// Own values of inheritable settings: set, and back to inherited, which is a different act from setting the same
// value (D-11). The same rules serve clients and groups.
import type { ValidateFunction } from 'ajv/dist/2020.js';
import { type Actor, can } from '../auth/actor.js';
import type { Money } from '../contract/primitives.js';
import { type AttributeDefinition, attributeIdOf, type BankDetails, attributeSetting, type SettingDefinition, settingDefinition } from '../contract/settings.js';
import type { Tx } from '../db/database.js';
import { loadSql, queryOptionalRow, queryRows } from '../db/sql.js';
import { record } from '../history/history.js';
import { AppError, fieldError } from '../lib/app-error.js';
import { normaliseMoney } from '../lib/money.js';
import { wrongAccount, wrongBik, wrongCorrespondentAccount, wrongInn, wrongKpp } from '../lib/russian-bank.js';
import { compileSchema, describeErrors } from '../lib/schema-check.js';
import { lockOwnFields } from './card.js';
import { refuseConflicts, same } from '../history/conflicts.js';

const sql = loadSql(import.meta.url);

/** Who the value is for: it decides what may be said. */
type Place = 'root' | 'subordinate' | 'group';

/** Sets an own value; null = explicitly none (D-12). Gives whether it differed. */
export async function setOwnSetting(tx: Tx, actor: Actor, clientId: number, key: string, value: unknown, version: number | null): Promise<boolean> {
  const definition = await requireDefinition(tx, actor, key);
  const current = await lockOwnFields(tx, clientId);
  if (definition.needsOwnAccount && !current.usesOwnAccount) {
    throw new AppError('setting.needs_own_account', `"${current.name}" does not use an account of its own, so "${definition.label}" cannot be set on it (its payer's holds).`);
  }
  const checked = await checkValue(tx, definition, value, current.parentId === null ? 'root' : 'subordinate', current.country);
  const before = key in current.settings ? { value: current.settings[key] } : null;
  const changes = { [`settings.${key}`]: [before, { value: checked }] as const };
  await refuseConflicts(tx, 'client', current, version, changes);
  if (before && same(before.value, checked)) return false;
  await queryRows(tx, sql('upsert_client_setting'), { client_id: clientId, key, value: JSON.stringify(checked) });
  await bumpVersion(tx, clientId, current.version + 1);
  await record(tx, actor, { entity: 'client', entityId: clientId, version: current.version + 1, action: 'client.setting_changed', changes });
  return true;
}

/** Back to inherited (D-11). Gives whether there was an own value. */
export async function clearOwnSetting(tx: Tx, actor: Actor, clientId: number, key: string, version: number | null): Promise<boolean> {
  await requireDefinition(tx, actor, key);
  const current = await lockOwnFields(tx, clientId);
  if (!(key in current.settings)) return false;
  const changes = { [`settings.${key}`]: [{ value: current.settings[key] }, null] as const };
  await refuseConflicts(tx, 'client', current, version, changes);
  await queryRows(tx, sql('delete_client_setting'), { client_id: clientId, key });
  await bumpVersion(tx, clientId, current.version + 1);
  await record(tx, actor, { entity: 'client', entityId: clientId, version: current.version + 1, action: 'client.setting_cleared', changes });
  return true;
}

/** The value as it will be stored, for a client or group that says so. Errors name body/value. */
export async function checkSettingValue(tx: Tx, actor: Actor, key: string, value: unknown, place: Place): Promise<unknown> {
  return checkValue(tx, await requireDefinition(tx, actor, key), value, place);
}

/** The catalogue's entry; a hidden attribute does not exist for those who may not see it. */
export async function requireDefinition(tx: Tx, actor: Actor, key: string): Promise<SettingDefinition> {
  const attributeId = attributeIdOf(key);
  if (attributeId === null) {
    const definition = settingDefinition(key);
    if (definition) return definition;
  } else {
    const attribute = await queryOptionalRow<AttributeDefinition>(tx, sql('find_attribute'), { attribute_id: Math.min(attributeId, 2_147_483_647) });
    if (attribute?.id === attributeId && (!attribute.hidden || can(actor, 'attribute.seeHidden'))) return attributeSetting(attribute);
  }
  throw new AppError('setting.unknown', `There is no setting "${key}" that can be set.`);
}

/** Is it a value of this setting at all, whoever says it? */
export function validValue(definition: SettingDefinition, value: unknown): boolean {
  return validatorOf(definition)(value);
}

async function checkValue(tx: Tx, definition: SettingDefinition, value: unknown, place: Place, country: string | null = null): Promise<unknown> {
  if (value === null) {
    if (definition.inheritance === 'right') throw wrong(definition, 'must be allow or forbid; to inherit, delete the own value');
    return null;
  }
  const validate = validatorOf(definition);
  if (!validate(value)) {
    const errors = describeErrors(validate.errors ?? [], 'body/value');
    throw new AppError('request.invalid', `${definition.label}: ${errors.map(({ message }) => message).join('; ')}`, { errors });
  }
  if (definition.inheritance === 'right' && value === 'allow' && place === 'subordinate') {
    throw fieldError('setting.not_here', 'body/value', 'A subordinate client can only forbid, or have it as in the superior unit.');
  }
  if (definition.reference) await requireReferences(tx, definition, [value].flat() as number[]);
  if (definition.key === 'bankDetails' && (country ?? tx.defaults.phoneCountry) === 'RU') checkRussianBankDetails(value as BankDetails);
  if (isMoney(value)) return normaliseMoney(value);
  return Array.isArray(value) ? [...value].sort((a, b) => Number(a) - Number(b)) : value;
}

/** The items referred to exist and stay: their rows are locked against removal until the end of the transaction. */
async function requireReferences(tx: Tx, definition: SettingDefinition, ids: number[]): Promise<void> {
  if (ids.length === 0) return;
  const found = await queryRows<{ id: number; active: boolean }>(tx, sql(`lock_${definition.reference}`), { ids });
  const missing = ids.find((id) => !found.some((row) => row.id === id));
  if (missing !== undefined) throw fieldError('setting.reference_not_found', 'body/value', `${definition.label}: there is no item ${missing}.`);
}

/** Check digits, where the country has them. */
function checkRussianBankDetails({ inn, kpp, bik, account, correspondentAccount }: BankDetails): void {
  const findings: [string, string | null][] = [
    ['inn', inn ? wrongInn(inn) : null],
    ['kpp', kpp ? wrongKpp(kpp) : null],
    ['bik', bik ? wrongBik(bik) : null],
    ['account', account && bik ? wrongAccount(account, bik) : null],
    ['correspondentAccount', correspondentAccount && bik ? wrongCorrespondentAccount(correspondentAccount, bik) : null],
  ];
  const errors = findings.filter(([, message]) => message !== null).map(([field, message]) => ({ path: `body/value/${field}`, code: 'checksum', message: message as string }));
  if (errors.length) throw new AppError('request.invalid', errors.map(({ path, message }) => `${path} ${message}`).join('; '), { errors });
}

async function bumpVersion(tx: Tx, id: number, version: number): Promise<void> {
  await tx.prisma.client.update({ where: { id }, data: { version, updatedAt: tx.clock.now().toJSDate() }, select: { id: true } });
}

function isMoney(value: unknown): value is Money {
  return typeof value === 'object' && value !== null && 'amount' in value;
}

function wrong(definition: SettingDefinition, message: string): AppError {
  return fieldError('request.invalid', 'body/value', `${definition.label} ${message}`);
}

// Compiled once per catalogue entry; attributes by their schema, which changes when their choices do.
const validators = new Map<string, ValidateFunction>();
function validatorOf(definition: SettingDefinition): ValidateFunction {
  const cacheKey = JSON.stringify(definition.value);
  let validate = validators.get(cacheKey);
  if (!validate) {
    if (validators.size > 5_000) validators.clear();
    validators.set(cacheKey, (validate = compileSchema(definition.value)));
  }
  return validate;
}
