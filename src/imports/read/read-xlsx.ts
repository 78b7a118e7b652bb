// XLSX through read-excel-file, after a look whether the archive unpacks to something of a sane size.
import { inflateRawSync } from 'node:zlib';
import { readSheet } from 'read-excel-file/node';
import { MAX_UNPACKED, type Table, tableOf, unreadable } from './table.js';

/** The first sheet. Days become YYYY-MM-DD, instants RFC 3339, whole numbers plain digits. */
export async function readXlsx(content: Buffer): Promise<Table> {
  refuseBombs(content);
  let sheet: unknown[][];
  try {
    sheet = await readSheet(content, { trim: false });
  } catch (error) {
    throw unreadable(`The workbook cannot be read: ${(error as Error).message.slice(0, 200)}`);
  }
  return tableOf(sheet.map((row) => row.map(cellText)));
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return dateText(value);
  if (typeof value === 'number') return numberText(value);
  return String(value).replaceAll('\u0000', '');
}

function dateText(date: Date): string {
  if (Number.isNaN(date.getTime())) return '';
  // A day is a number without fraction; seconds may be a rounding away from it.
  const iso = new Date(Math.round(date.getTime() / 1_000) * 1_000).toISOString();
  return iso.endsWith('T00:00:00.000Z') ? iso.slice(0, 10) : iso;
}

/** 79161234567 and 0.3, not 7.9161234567e10 and 0.30000000000000004: a sheet keeps 15 digits. */
function numberText(value: number): string {
  const rounded = Number(value.toPrecision(15));
  return Number.isInteger(rounded) && Math.abs(rounded) < 1e21 ? BigInt(rounded).toString() : String(rounded);
}

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;

/** Unpacks every entry once, with a limit: what the archive says about its own sizes need not be true. */
function refuseBombs(content: Buffer): void {
  let left = MAX_UNPACKED;
  try {
    for (const { method, start, packed } of entries(content)) {
      if (method === 0) left -= packed;
      else left -= inflateRawSync(content.subarray(start, start + packed), { maxOutputLength: Math.max(left, 1) }).length;
      if (left <= 0) throw Object.assign(new Error(), { code: 'ERR_BUFFER_TOO_LARGE' });
    }
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE') throw unreadable(`The workbook unpacks to more than ${MAX_UNPACKED / 1024 / 1024} MiB.`);
    throw unreadable('The workbook is damaged.');
  }
}

function* entries(content: Buffer): Generator<{ method: number; start: number; packed: number }> {
  let end = content.length - 22;
  const lowest = Math.max(0, end - 65_535);
  while (end >= lowest && content.readUInt32LE(end) !== END_OF_DIRECTORY) end -= 1;
  if (end < lowest) throw new Error('no directory');
  const count = content.readUInt16LE(end + 10);
  let at = content.readUInt32LE(end + 16);
  for (let entry = 0; entry < count; entry += 1) {
    if (content.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new Error('bad directory');
    const local = content.readUInt32LE(at + 42);
    const start = local + 30 + content.readUInt16LE(local + 26) + content.readUInt16LE(local + 28);
    yield { method: content.readUInt16LE(at + 10), start, packed: content.readUInt32LE(at + 20) };
    at += 46 + content.readUInt16LE(at + 28) + content.readUInt16LE(at + 30) + content.readUInt16LE(at + 32);
  }
}
