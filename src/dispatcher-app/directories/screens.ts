// What a directory needs to be shown and changed: one entry each in all-screens.ts.
import type { TFunction } from 'i18next';
import type { ComponentType } from 'react';
import type { Right } from '../../contract/rights.js';
import type { Live } from '../../ui/api/live.js';
import type { GridColumn } from '../../ui/components/DataGrid.js';

export interface Row {
  id: number;
  version: number;
  name: string;
  [field: string]: unknown;
}

/** Names of other items by id, for the columns. */
export type NameOf = (directory: 'groups' | 'tariffs' | 'discounts' | 'crewGroups' | 'roles', id: unknown) => string;

export interface ItemScreen {
  /** In the address, and text key list.<path>. */
  path: string;
  /** Singular noun of the operations: createTariff. */
  noun: string;
  /** The operation that lists them. */
  list: string;
  /** Of the events. */
  entity: string;
  /** Seeing them takes this right; changing them takes `right`. */
  seen: Right;
  right: Right;
  paged?: boolean;
  columns(t: TFunction, nameOf: NameOf): GridColumn<Row>[];
  /** What the search looks at. */
  words(row: Row): string;
  Form: ComponentType;
  /** Shown above the list. */
  Above?: ComponentType;
  blank(): Record<string, unknown>;
  /** More of the item than the list tells. */
  useItem?(row: Row): Row;
  /** What is wrong with it before it is sent: field → text key below wrong. */
  check?(value: Readonly<Record<string, unknown>>, isNew: boolean): Record<string, string>;
  /** Other ways to save than by the two operations. */
  create?(live: Live, value: Record<string, unknown>): Promise<Row>;
  change?(live: Live, row: Row, patch: Readonly<Record<string, unknown>>, version: number | undefined, saved: (fields: readonly string[]) => void): Promise<unknown>;
  /** It cannot be made again as it was. */
  gone?: true;
  /** Cannot be changed or removed at all. */
  fixed?(row: Row): boolean;
}

export async function createItem(screen: ItemScreen, live: Live, value: Record<string, unknown>): Promise<Row> {
  if (screen.create) return screen.create(live, value);
  const { id: _, version: __, ...body } = value;
  return (await live.callByName(`create${screen.noun}`, {}, body)) as Row;
}

export function changeItem(screen: ItemScreen, live: Live, row: Row, patch: Readonly<Record<string, unknown>>, version: number | undefined, saved: (fields: readonly string[]) => void): Promise<unknown> {
  if (screen.change) return screen.change(live, row, patch, version, saved);
  return live.callByName(`change${screen.noun}`, { id: row.id }, { ...patch, ...(version !== undefined && { version }) });
}

/** What people call it. */
export function nameOf(value: Readonly<Record<string, unknown>>): string {
  return String(value.name ?? value.login ?? value.number ?? '');
}
