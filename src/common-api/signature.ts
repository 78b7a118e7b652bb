// The signature of a request: hex MD5 of its raw bytes followed by the key (commonapi.md §1.3). MD5 is the format's choice.
import { createHash, timingSafeEqual } from 'node:crypto';

/** Of the raw, still encoded bytes; lower-case hex. */
export function sign(signed: Uint8Array, key: string): string {
  return createHash('md5').update(signed).update(key, 'utf8').digest('hex');
}

/** Hex of any case; compared in the same time whatever differs. */
export function isSignedBy(signed: Uint8Array, key: string, given: string | undefined): boolean {
  if (given === undefined || !/^[0-9a-fA-F]{32}$/.test(given)) return false;
  return timingSafeEqual(Buffer.from(given.toLowerCase()), Buffer.from(sign(signed, key)));
}
