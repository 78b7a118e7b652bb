// Packed files, by their first bytes.
import { gunzipSync } from 'node:zlib';
import { MAX_UNPACKED, unreadable } from './table.js';

export function isZip(content: Buffer): boolean {
  return content.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 0x03, 0x04]));
}

export function isGzip(content: Buffer): boolean {
  return content[0] === 0x1f && content[1] === 0x8b;
}

export function unpack(content: Buffer): Buffer {
  try {
    return gunzipSync(content, { maxOutputLength: MAX_UNPACKED });
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE') throw unreadable(`The file unpacks to more than ${MAX_UNPACKED / 1024 / 1024} MiB.`);
    throw unreadable('The packed file is damaged.');
  }
}
