// Which column of a file goes where, while it is being corrected: the server's guess, and what was changed of it.
import { useState } from 'react';
import type { ColumnMapping, ImportOptions, ImportView, MappingInput } from '../../contract/imports.js';

/** Several columns may fill these; a test holds it against the contract. */
export const repeatable: ReadonlySet<string> = new Set(['phones', 'tags', 'comment', 'driverNote', 'address', 'ignore']);

export interface MappingState {
  input: Required<Pick<MappingInput, 'mapping' | 'options'>>;
  targetOf(column: number): string | undefined;
  setTarget(column: number, target: string | undefined): void;
  setOptions(part: Partial<Record<keyof ImportOptions, unknown>>): void;
  reset(): void;
  /** Targets that have two columns and may have one. */
  twice: ReadonlySet<string>;
  has(target: string): boolean;
}

export function useMapping(view: Pick<ImportView, 'mapping' | 'options'>): MappingState {
  const [mapping, setMapping] = useState<ColumnMapping[] | null>(null);
  const [options, setOptions] = useState<ImportOptions | null>(null);
  const now = mapping ?? view.mapping;
  const nowOptions = options ?? view.options;
  const chosen = now.map(({ target }) => target);
  return {
    input: { mapping: now, options: nowOptions },
    targetOf: (column) => now.find((one) => one.column === column)?.target,
    setTarget(column, target) {
      const rest = now.filter((one) => one.column !== column);
      setMapping(target === undefined ? rest : [...rest, { column, target }].sort((a, b) => a.column - b.column));
    },
    setOptions: (part) => setOptions(Object.fromEntries(Object.entries({ ...nowOptions, ...part }).filter(([, value]) => value !== undefined && value !== '')) as ImportOptions),
    reset() {
      setMapping(null);
      setOptions(null);
    },
    twice: new Set(chosen.filter((target, index) => chosen.indexOf(target) < index && !repeatable.has(target))),
    has: (target) => chosen.includes(target),
  };
}
