// Bytes → text. UTF-8 and UTF-16 by their marks or by being valid; else one of the two old Windows encodings that
// spreadsheets still save in, told apart by how the non-ASCII bytes stand.
import { unreadable } from './table.js';

export function decodeText(content: Buffer): string {
  if (content[0] === 0xff && content[1] === 0xfe) return clean(new TextDecoder('utf-16le').decode(content));
  if (content[0] === 0xfe && content[1] === 0xff) return clean(new TextDecoder('utf-16be').decode(content));
  // Before the attempts below: every byte means something in the Windows encodings.
  if (content.includes(0)) throw unreadable('The file is not a table of text: it has zero bytes in it.');
  try {
    return clean(new TextDecoder('utf-8', { fatal: true }).decode(content));
  } catch {
    return clean(new TextDecoder(looksCyrillic(content) ? 'windows-1251' : 'windows-1252').decode(content));
  }
}

/** Russian words are runs of high bytes; in French, German or English text they stand alone between ASCII letters. */
function looksCyrillic(content: Buffer): boolean {
  let alone = 0;
  let inRuns = 0;
  const end = Math.min(content.length, 200_000);
  for (let at = 0; at < end; at += 1) {
    if ((content[at] as number) < 0xa8) continue;
    if ((content[at - 1] ?? 0) >= 0xa8 || (content[at + 1] ?? 0) >= 0xa8) inRuns += 1;
    else alone += 1;
  }
  return inRuns > alone;
}

function clean(text: string): string {
  let controls = 0;
  const sample = text.slice(0, 10_000);
  for (let at = 0; at < sample.length; at += 1) {
    const code = sample.charCodeAt(at);
    if (code < 32 && code !== 9 && code !== 10 && code !== 13) controls += 1;
  }
  if (controls > sample.length / 100 || text.includes('\u0000')) throw unreadable('The file is not a table of text.');
  return text;
}
