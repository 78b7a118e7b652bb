// Pictures from outside are decoded and encoded anew: what is stored and served is ours, never what was sent.
import { createHash } from 'node:crypto';
import sharp from 'sharp';
import type { Db, Tx } from '../db/database.js';
import { AppError, fieldError } from '../lib/app-error.js';

const MAX_BYTES = 5 * 1024 * 1024;
const MAX_SIDE = 1_024;
/** Against small files that unpack to huge pictures. */
const MAX_PIXELS = 40_000_000;
const FORMATS = new Set(['png', 'jpeg', 'webp', 'gif']);

export interface ImageView {
  id: number;
  name: string;
  type: string;
  width: number;
  height: number;
}

export interface EncodedImage {
  name: string;
  type: string;
  width: number;
  height: number;
  sha256: string;
  content: Buffer;
}

/** A PNG of at most 1024 × 1024 without metadata; throws image.unreadable, request.too_large. */
export async function encodeImage(fileName: string, content: Buffer): Promise<EncodedImage> {
  if (content.length > MAX_BYTES) throw new AppError('request.too_large', 'A picture may have at most 5 MiB.');
  try {
    const picture = sharp(content, { limitInputPixels: MAX_PIXELS, failOn: 'error' });
    const { format } = await picture.metadata();
    if (!format || !FORMATS.has(format)) throw unreadable('It must be PNG, JPEG, WebP or GIF.');
    const { data, info } = await picture.rotate().resize(MAX_SIDE, MAX_SIDE, { fit: 'inside', withoutEnlargement: true }).png().toBuffer({ resolveWithObject: true });
    const sha256 = createHash('sha256').update(data).digest('hex');
    return { name: fileName.replace(/[\u0000-\u001f]/g, '').slice(0, 200) || 'picture', type: 'image/png', width: info.width, height: info.height, sha256, content: data };
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw unreadable('It is damaged, or no picture.');
  }
}

/** Stores a picture; the same one twice is stored once. */
export async function storeImage(tx: Tx, image: EncodedImage): Promise<ImageView> {
  const known = await tx.prisma.image.findFirst({ where: { sha256: image.sha256 }, select: view });
  if (known) return known;
  return tx.prisma.image.create({ data: { ...image, content: new Uint8Array(image.content), createdAt: tx.clock.now().toJSDate() }, select: view });
}

/** Newest first; `before`: the id of the last one of the page before. */
export function listImages(db: Db, { before, limit }: { before: number | null; limit: number }): Promise<ImageView[]> {
  return db.prisma.image.findMany({ ...(before !== null && { where: { id: { lt: before } } }), orderBy: { id: 'desc' }, take: limit, select: view });
}

export async function readImage(db: Db, id: number): Promise<{ type: string; content: Buffer }> {
  const image = await db.prisma.image.findUnique({ where: { id }, select: { type: true, content: true } });
  if (!image) throw new AppError('image.not_found');
  return { type: image.type, content: Buffer.from(image.content) };
}

const view = { id: true, name: true, type: true, width: true, height: true } as const;

function unreadable(why: string): AppError {
  return fieldError('image.unreadable', 'body/file', why);
}
