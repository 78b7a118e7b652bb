// A ZIP archive, made piece by piece, so that nobody waits while a large one is packed.
import { setImmediate } from 'node:timers/promises';
import { strToU8, Zip, ZipDeflate } from 'fflate';

export interface ZipEntry {
  name: string;
  pieces: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>;
}

export async function zip(entries: AsyncIterable<ZipEntry>, modifiedAt: Date): Promise<Buffer> {
  const packed: Uint8Array[] = [];
  let failure: Error | null = null;
  const archive = new Zip((error, piece) => {
    if (error) failure = error;
    else packed.push(piece);
  });
  for await (const { name, pieces } of entries) {
    const entry = new ZipDeflate(name, { level: 6 });
    entry.mtime = modifiedAt;
    archive.add(entry);
    for await (const piece of pieces) {
      entry.push(typeof piece === 'string' ? strToU8(piece) : piece);
      await setImmediate();
    }
    entry.push(new Uint8Array(0), true);
  }
  archive.end();
  if (failure) throw failure;
  return Buffer.concat(packed);
}
