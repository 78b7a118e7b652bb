// Data sets that the project knows how to import: which files, which columns, which options. The full files are
// read where they are there (../shared/data, or --data), else the extracts in samples/.
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RecipeName } from '../../contract/imports.js';
import { decodeText } from '../read/decode-text.js';
import { readCsv } from '../read/read-csv.js';
import { isGzip, unpack } from '../read/archives.js';
import { type Table, unreadable } from '../read/table.js';
import { chFederalUnits } from './ch-federal-units.js';
import type { Recipe } from './recipe.js';
import { ruPredgorny } from './ru-predgorny.js';
import { ukOrganograms } from './uk-organograms.js';

export const recipes: Readonly<Record<RecipeName, Recipe>> = {
  'uk-organograms': ukOrganograms,
  'ch-federal-units': chFederalUnits,
  'ru-predgorny': ruPredgorny,
};

export function readRecipe(name: RecipeName, dataDir: string | null): Table {
  const recipe = recipes[name];
  const folder = findFolder(recipe, dataDir).folder;
  const tables = recipe.files.map((file) => {
    const content = readFileSync(fileIn(folder, file) as string);
    return readCsv(decodeText(isGzip(content) ? unpack(content) : content));
  });
  return recipe.toTable?.(tables) ?? (tables[0] as Table);
}

/** Size of the recipe's files as they lie there. */
export function recipeBytes(name: RecipeName, dataDir: string | null): number {
  const { folder } = findFolder(recipes[name], dataDir);
  return recipes[name].files.reduce((sum, file) => sum + statSync(fileIn(folder, file) as string).size, 0);
}

/** Where the recipe's files are: the whole data set, else the extract that comes with the project. */
export function findFolder(recipe: Recipe, dataDir: string | null): { folder: string; full: boolean } {
  const root = projectRoot();
  const full = [dataDir ?? path.join(root, '..', 'shared', 'data')].map((folder) => path.join(folder, recipe.folder)).find((folder) => hasAll(folder, recipe));
  if (full) return { folder: full, full: true };
  const extract = path.join(root, 'samples', recipe.folder);
  if (hasAll(extract, recipe)) return { folder: extract, full: false };
  throw unreadable(`The files of "${recipe.title}" are not here: ${recipe.files.join(', ')}.`);
}

function hasAll(folder: string, recipe: Recipe): boolean {
  return recipe.files.every((file) => fileIn(folder, file) !== null);
}

/** The file, packed or not. */
function fileIn(folder: string, file: string): string | null {
  return [file, `${file}.gz`].map((name) => path.join(folder, name)).find(existsSync) ?? null;
}

export function projectRoot(): string {
  for (let folder = path.dirname(fileURLToPath(import.meta.url)); ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, 'package.json')) || folder === path.dirname(folder)) return folder;
  }
}
