// What history rows are about in words: names for the ids in them, read once for a page.
import { type Static, Type } from 'typebox';
import { closed, nullable, Reference } from '../contract/primitives.js';
import { attributeIdOf } from '../contract/settings.js';
import { loadSql, queryRows, type SqlRunner } from '../db/sql.js';
import type { HistoryRow } from '../history/history.js';
import { referencesOf } from '../timeline/names.js';
import { ancestorChains } from '../tree/tree.js';

const sql = loadSql(import.meta.url);

export const Subject = closed(
  { name: nullable(Type.String()), client: nullable(Reference), path: Type.Array(Reference, { description: "The client's superior units, the root first" }) },
  { description: 'What it is about, as it is called now; null: it is gone' },
);
export type Subject = Static<typeof Subject>;

interface Item {
  entity: string;
  id: number;
}

/** Fields whose values are ids of something. */
const idFields: Record<string, string> = { parentId: 'client', groupId: 'group', customerId: 'client', payerId: 'client', clientId: 'client', organisationId: 'client', responsibleManagerId: 'operator', fromGroupId: 'group', toGroupId: 'group', tariffId: 'tariff', discountId: 'discount', crewGroupId: 'crewGroup', carrierId: 'carrier' };

const keyOf = ({ entity, id }: Item) => `${entity} ${id}`;

/** Items that the changes of a row name by id: values, and attributes in the names of fields. Own values stand as {value}, null is inherited. */
function itemsIn({ changes }: Pick<HistoryRow, 'changes'>): Item[] {
  return Object.entries(changes).flatMap(([field, values]) => {
    const setting = field.replace(/^settings\./, '');
    const attributeId = attributeIdOf(setting);
    const entity = idFields[field];
    return [
      ...(attributeId === null ? [] : [{ entity: 'attribute', id: attributeId }]),
      ...values.flatMap((value) => (entity !== undefined && typeof value === 'number' ? [{ entity, id: value }] : field === setting ? [] : referencesOf(setting, (value as { value: unknown } | null)?.value))),
    ];
  });
}

/** Gives a function that tells subject and names of each of the rows. */
export async function describeRows(db: SqlRunner, rows: readonly Pick<HistoryRow, 'entity' | 'entityId' | 'changes'>[]): Promise<(row: Pick<HistoryRow, 'entity' | 'entityId' | 'changes'>) => { subject: Subject | null; names: Record<string, string> }> {
  const wanted = new Map(rows.flatMap((row) => [{ entity: row.entity, id: row.entityId }, ...itemsIn(row)]).map((item) => [keyOf(item), item]));
  interface Found extends Item { name: string | null; clientId: number | null }
  const found = wanted.size === 0 ? [] : await queryRows<Found>(db, sql('select_subjects'), { wanted: JSON.stringify([...wanted.values()]) });
  const known = new Map(found.map((item) => [keyOf(item), item]));
  const chains = await ancestorChains(db, [...new Set(found.map(({ clientId }) => clientId).filter((id) => id !== null))]);
  const reference = ({ id, name }: { id: number; name: string }) => ({ id, name });
  return (row) => {
    const about = known.get(keyOf({ entity: row.entity, id: row.entityId }));
    const [client, ...above] = (about?.clientId === null || about === undefined ? undefined : chains.get(about.clientId)) ?? [];
    const names = itemsIn(row).map((item) => known.get(keyOf(item))).filter((item) => item !== undefined && item.name !== null) as (Found & { name: string })[];
    return {
      subject: about ? { name: about.name, client: client ? reference(client) : null, path: above.map(reference).reverse() } : null,
      names: Object.fromEntries(names.map((item) => [keyOf(item), item.name])),
    };
  };
}
