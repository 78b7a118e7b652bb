// The photo of a client, as integrations give it. It is no version of the client: nothing else depends on it.
import type { Actor } from '../auth/actor.js';
import type { Tx } from '../db/database.js';
import { loadSql, queryOptionalRow, queryRows, type SqlRunner } from '../db/sql.js';
import { record } from '../history/history.js';
import { type EncodedImage, storeImage } from '../images/images.js';
import { AppError } from '../lib/app-error.js';
import { lockOwnFields } from './card.js';

const sql = loadSql(import.meta.url);

/** A PNG. Throws image.not_found. */
export async function readClientPhoto(db: SqlRunner, id: number): Promise<Uint8Array> {
  const photo = await queryOptionalRow<{ content: Uint8Array }>(db, sql('read_photo'), { client_id: id });
  if (!photo) throw new AppError('image.not_found', 'The client has no photo.');
  return photo.content;
}

/** Sets or (null) takes away the photo. */
export async function setClientPhoto(tx: Tx, actor: Actor, id: number, image: EncodedImage | null): Promise<void> {
  await lockOwnFields(tx, id);
  const before = (await queryOptionalRow<{ imageId: number }>(tx, sql('select_photo'), { client_id: id }))?.imageId ?? null;
  const after = image === null ? null : (await storeImage(tx, image)).id;
  if (before === after) return;
  if (after === null) await queryRows(tx, sql('delete_photo'), { client_id: id });
  else await queryRows(tx, sql('upsert_photo'), { client_id: id, image_id: after, now: tx.clock.now().toJSDate() });
  await record(tx, actor, { entity: 'client', entityId: id, version: null, action: 'client.photo_changed', changes: { photo: [before, after] } });
}

/** The photo goes for good, and its picture with it unless it is used elsewhere too. Told by the erasure that it is part of. */
export async function eraseClientPhoto(tx: Tx, id: number): Promise<void> {
  const [photo] = await queryRows<{ image_id: number }>(tx, sql('delete_photo'), { client_id: id });
  if (photo) await queryRows(tx, sql('delete_unused_image'), { image_id: photo.image_id });
}
