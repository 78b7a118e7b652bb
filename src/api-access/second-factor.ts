// The second factor of a client (C-1): time-based one-time passwords (RFC 6238), and recovery codes for a lost telephone.
// A code is good once: the step that it belongs to is taken in the same statement.
import { createHash, randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import type { Actor } from '../auth/actor.js';
import type { Db, Tx } from '../db/database.js';
import { loadSql, queryOptionalRow, type SqlRunner } from '../db/sql.js';
import { record } from '../history/history.js';
import { AppError, fieldError } from '../lib/app-error.js';
import { countWrongCode, refuseLockedCodes } from './sign-in.js';

const sql = loadSql(import.meta.url);

const PERIOD_S = 30;
/** One step to each side: clocks of telephones differ. */
const WINDOW = 1;
const RECOVERY_CODES = 10;

const hashCode = (code: string) => createHash('sha256').update(code.replace(/[\s-]/g, '').toLowerCase()).digest();

function totpOf(secret: string, label: string): TOTP {
  return new TOTP({ issuer: 'Treeline', label, algorithm: 'SHA1', digits: 6, period: PERIOD_S, secret: Secret.fromBase32(secret) });
}

/** Whether there was a code to check. Throws auth.second_factor if one is needed and none came, auth.code_wrong, auth.locked. */
export async function checkSecondFactor(db: Db, clientId: number, code: string | null): Promise<boolean> {
  const factor = await db.prisma.clientSecondFactor.findUnique({ where: { clientId } });
  if (!factor?.confirmedAt) return false;
  if (code === null) throw new AppError('auth.second_factor');
  await refuseLockedCodes(db, clientId);
  if (!(await takeCode(db, clientId, factor.secret, code))) {
    await countWrongCode(db, clientId);
    throw new AppError('auth.code_wrong');
  }
  return true;
}

async function takeCode(db: SqlRunner & Pick<Db, 'clock'>, clientId: number, secret: string, code: string): Promise<boolean> {
  if (/^\s*\d{3}\s?\d{3}\s*$/.test(code)) {
    const timestamp = db.clock.now().toMillis();
    const delta = totpOf(secret, '').validate({ token: code.replace(/\s/g, ''), timestamp, window: WINDOW });
    if (delta === null) return false;
    const step = Math.floor(timestamp / 1_000 / PERIOD_S) + delta;
    return (await queryOptionalRow(db, sql('take_step'), { client_id: clientId, step })) !== null;
  }
  return (await queryOptionalRow(db, sql('take_recovery'), { client_id: clientId, code_hash: hashCode(code) })) !== null;
}

export interface NewSecondFactor {
  secret: string;
  /** For a QR code. */
  address: string;
}

/** A new secret, not asked for until a first code has proved it. Throws second_factor.exists. */
export async function startSecondFactor(tx: Tx, actor: Actor): Promise<NewSecondFactor> {
  const clientId = actor.id as number;
  const before = await tx.prisma.clientSecondFactor.findUnique({ where: { clientId } });
  if (before?.confirmedAt) throw new AppError('second_factor.exists');
  const secret = new Secret({ size: 20 }).base32;
  const data = { secret, confirmedAt: null, lastStep: 0n, recovery: [], createdAt: tx.clock.now().toJSDate() };
  await tx.prisma.clientSecondFactor.upsert({ where: { clientId }, create: { clientId, ...data }, update: data });
  const { apiLogin } = await tx.prisma.client.findUniqueOrThrow({ where: { id: clientId }, select: { apiLogin: true } });
  return { secret, address: totpOf(secret, apiLogin ?? actor.name).toString() };
}

/** Proves the secret with a first code. Gives the recovery codes, shown this once. Throws second_factor.none, request.invalid at body/code. */
export async function confirmSecondFactor(tx: Tx, actor: Actor, code: string): Promise<string[]> {
  const clientId = actor.id as number;
  const factor = await tx.prisma.clientSecondFactor.findUnique({ where: { clientId } });
  if (!factor || factor.confirmedAt) throw new AppError(factor ? 'second_factor.exists' : 'second_factor.none');
  if (!(await takeCode(tx, clientId, factor.secret, code))) throw fieldError('request.invalid', 'body/code', 'is not the code that the app shows now');
  const codes = Array.from({ length: RECOVERY_CODES }, () => randomBytes(8).toString('hex').replace(/(.{4})(?=.)/g, '$1-'));
  await tx.prisma.clientSecondFactor.update({ where: { clientId }, data: { confirmedAt: tx.clock.now().toJSDate(), recovery: codes.map((each) => new Uint8Array(hashCode(each))) } });
  await record(tx, actor, { entity: 'client', entityId: clientId, version: null, action: 'client.second_factor_on' });
  return codes;
}

/** Switches it off, with a code. Throws second_factor.none, request.invalid at body/code. */
export async function removeSecondFactor(tx: Tx, actor: Actor, code: string): Promise<void> {
  const clientId = actor.id as number;
  const factor = await tx.prisma.clientSecondFactor.findUnique({ where: { clientId } });
  if (!factor?.confirmedAt) throw new AppError('second_factor.none');
  if (!(await takeCode(tx, clientId, factor.secret, code))) throw fieldError('request.invalid', 'body/code', 'is not the code that the app shows now, nor a recovery code that is left');
  await tx.prisma.clientSecondFactor.delete({ where: { clientId } });
  await record(tx, actor, { entity: 'client', entityId: clientId, version: null, action: 'client.second_factor_off' });
}

export async function hasSecondFactor(db: Db | Tx, clientId: number): Promise<boolean> {
  return (await db.prisma.clientSecondFactor.count({ where: { clientId, NOT: { confirmedAt: null } } })) > 0;
}
