// A sign as a picture: the logo above, the text below, as large as it fits. The font comes with the package and has Cyrillic
// letters, so that a sign looks the same on every machine.
import { createRequire } from 'node:module';
import sharp, { type OverlayOptions } from 'sharp';
import type { SignSize } from '../contract/driver.js';

/** Pixels: A4 landscape at 150 dpi; a phone held sideways. */
const SIZES: Record<SignSize, { width: number; height: number }> = { a4: { width: 1_754, height: 1_240 }, phone: { width: 1_920, height: 1_080 } };
const MARGIN = 0.06;
const LOGO_SHARE = 0.3;

let fontFile: string | undefined;

function font(): string {
  const require = createRequire(import.meta.url);
  // What it calls bold is Roboto Medium.
  fontFile ??= (require('pdfmake/fonts/Roboto.js') as { Roboto: { bold: string } }).Roboto.bold;
  return fontFile;
}

/** A PNG. `logo` is a picture of any size, or null. */
export async function drawSign(text: string, logo: Buffer | null, size: SignSize): Promise<Buffer> {
  const { width, height } = SIZES[size];
  const margin = Math.round(height * MARGIN);
  const inner = { width: width - 2 * margin, height: height - 2 * margin };
  const logoHeight = logo ? Math.round(inner.height * LOGO_SHARE) : 0;
  const gap = logo ? margin : 0;
  const layers: OverlayOptions[] = [];
  if (logo) {
    const { data, info } = await sharp(logo).resize(inner.width, logoHeight, { fit: 'inside' }).png().toBuffer({ resolveWithObject: true });
    layers.push({ input: data, left: Math.round((width - info.width) / 2), top: margin + Math.round((logoHeight - info.height) / 2) });
  }
  const room = { width: inner.width, height: inner.height - logoHeight - gap };
  const drawn = await textPicture(text, room);
  if (drawn) layers.push({ input: drawn.data, left: Math.round((width - drawn.info.width) / 2), top: margin + logoHeight + gap + Math.round((room.height - drawn.info.height) / 2) });
  return sharp({ create: { width, height, channels: 3, background: 'white' } }).composite(layers).png().toBuffer();
}

/** Longer than any name: only such words are broken, or their letters would be too small to be read across a hall. */
const LONGEST_WORD = 30;

/** Text that fits into the room: the letters get as large as its longest word allows, lines break between words; null: nothing to be seen. */
async function textPicture(text: string, room: { width: number; height: number }) {
  if (!/[\p{L}\p{N}\p{P}\p{S}]/u.test(text)) return null;
  const longest = Math.max(...text.split(/\s+/).map((word) => [...word].length));
  const wrap = longest > LONGEST_WORD ? 'word-char' : 'word';
  const drawn = await sharp({ text: { text: escapeMarkup(text), font: 'Roboto Medium', fontfile: font(), ...room, align: 'centre', rgba: true, wrap } }).png().toBuffer();
  // Fitting is approximate: a long text may come out some pixels too large.
  return sharp(drawn).resize(room.width, room.height, { fit: 'inside', withoutEnlargement: true }).png().toBuffer({ resolveWithObject: true });
}

/** The text is Pango's markup. */
function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
