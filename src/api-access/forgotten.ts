// A forgotten password (C-1): a link goes to whoever has the login or the e-mail address. Nobody learns from the answer, nor
// from its time, whether there is one; and nobody is written to more often than every five minutes.
import { setTimeout } from 'node:timers/promises';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { Actor } from '../auth/actor.js';
import type { Db } from '../db/database.js';
import { loadSql, queryRows } from '../db/sql.js';
import { AppError } from '../lib/app-error.js';
import { sendApiAccess } from './api-access.js';

const sql = loadSql(import.meta.url);

const SILENT_MINUTES = 5;
/** An address that several share: each of its clients gets its own letter, but not hundreds of them. */
const MOST = 5;
/** Longer than finding and queueing takes. */
const ANSWER_AFTER_MS = 150;
/** From one address of the network. */
const perAddress = new RateLimiterMemory({ points: 20, duration: 600 });

export async function requestPasswordLink(db: Db, actor: Actor, login: string, { publicUrl, ip, limited }: { publicUrl: string; ip: string; limited: boolean }): Promise<void> {
  if (limited) {
    await perAddress.consume(ip).catch(() => {
      throw new AppError('request.too_many', 'Too many requests from this address. Try again in ten minutes.', { retryAfter: 600 });
    });
  }
  await Promise.all([setTimeout(ANSWER_AFTER_MS), sendLinks(db, actor, login, publicUrl)]);
}

async function sendLinks(db: Db, actor: Actor, login: string, publicUrl: string): Promise<void> {
  const since = db.clock.now().minus({ minutes: SILENT_MINUTES }).toJSDate();
  const found = await queryRows<{ id: number }>(db, sql('find_by_login_or_email'), { login: login.trim(), since, limit: MOST });
  const who: Actor = { ...actor, kind: 'system', id: null, name: 'forgotten password', channel: 'cabinet' };
  for (const { id } of found) {
    await db.transaction((tx) => sendApiAccess(tx, who, id, publicUrl)).catch((error: unknown) => {
      // Who cannot be reached has to ask the service; here it would tell that there is such a login.
      if (!(error instanceof AppError)) throw error;
    });
  }
}
