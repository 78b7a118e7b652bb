import type { ImportOptions } from '../../contract/imports.js';
import type { Table } from '../read/table.js';

export interface Recipe {
  readonly title: string;
  /** Folder of the data set, and its files in the order in which they are handed to `toTable`. */
  readonly folder: string;
  readonly files: readonly string[];
  /** Column name → target; other columns are ignored. */
  readonly mapping: Readonly<Record<string, string>>;
  readonly options: ImportOptions;
  toTable?(tables: readonly Table[]): Table;
}
