// A file or a recipe's data set → its table. Runs in a process of its own for all but small text files (reader.ts).
import type { RecipeName } from '../../contract/imports.js';
import { readRecipe } from '../recipes/recipes.js';
import { isGzip, isZip, unpack } from './archives.js';
import { decodeText } from './decode-text.js';
import { readCsv } from './read-csv.js';
import { readXlsx } from './read-xlsx.js';
import { type Table, unreadable } from './table.js';

export type Source = { kind: 'file'; content: Buffer } | { kind: 'recipe'; name: RecipeName; dataDir: string | null };

export async function readSource(source: Source): Promise<Table> {
  return source.kind === 'recipe' ? readRecipe(source.name, source.dataDir) : readFile(source.content);
}

/** What the file is, is told by its first bytes, not by its name. */
export async function readFile(content: Buffer): Promise<Table> {
  if (content.length === 0) throw unreadable('The file is empty.');
  if (isZip(content)) return readXlsx(content);
  return readCsv(decodeText(isGzip(content) ? unpack(content) : content));
}
