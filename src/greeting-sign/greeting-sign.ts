// The greeting sign that a driver holds up: the effective text (setting greetingSign), else the passenger's name, else the
// customer's; with the effective logo.
import type { SignSize } from '../contract/driver.js';
import type { Reference } from '../contract/primitives.js';
import type { Db } from '../db/database.js';
import { loadSql, queryOptionalRow } from '../db/sql.js';
import { AppError } from '../lib/app-error.js';
import { readImage } from '../images/images.js';
import { loadResolution } from '../resolution/data.js';
import { resolveSettings } from '../resolution/resolve.js';
import { drawSign } from './draw.js';

const sql = loadSql(import.meta.url);

interface Sign {
  fileName: string;
  content: Buffer;
}

/** Throws client.not_found. */
export async function clientSign(db: Db, clientId: number, size: SignSize): Promise<Sign> {
  return { fileName: `greeting-sign-client-${clientId}.png`, content: await draw(db, clientId, null, size) };
}

/** Throws order.not_found. */
export function orderSign(db: Db, orderId: number, size: SignSize): Promise<Sign> {
  return signOf(db, orderId, null, size);
}

/** The same for a crew; throws order.not_found for whatever is not one of its current orders. */
export function crewSign(db: Db, crewId: number, orderId: number, size: SignSize): Promise<Sign> {
  return signOf(db, orderId, crewId, size);
}

async function signOf(db: Db, orderId: number, crewId: number | null, size: SignSize): Promise<Sign> {
  const order = await queryOptionalRow<{ customerId: number; passenger: string | null }>(db, sql('select_order'), { order_id: orderId, crew_id: crewId });
  if (!order) throw new AppError('order.not_found');
  return { fileName: `greeting-sign-order-${orderId}.png`, content: await draw(db, order.customerId, order.passenger, size) };
}

async function draw(db: Db, clientId: number, passenger: string | null, size: SignSize): Promise<Buffer> {
  const input = (await loadResolution(db, [clientId])).get(clientId);
  if (!input) throw new AppError('client.not_found');
  const { settings } = resolveSettings(input, { hiddenAttributes: false });
  const text = (settings.greetingSign?.value as string | null)?.trim() || passenger || (input.chain[0]?.name as string);
  const logo = settings.logo?.value as Reference | null;
  return drawSign(text, logo ? (await readImage(db, logo.id)).content : null, size);
}
