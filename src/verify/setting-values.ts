// Own values against the catalogue: the key exists, the value fits its schema, what it refers to exists, and whoever
// says it may say it (D-10). Equal values are looked at once for all who have them.
import type { ValidateFunction } from 'ajv/dist/2020.js';
import { type AttributeDefinition, attributeSetting, type SettingDefinition, settingsCatalogue } from '../contract/settings.js';
import { loadSql, type SqlBlock } from '../db/sql.js';
import { compileSchema, describeErrors } from '../lib/schema-check.js';
import { type Findings, type Look, NAMED } from './findings.js';

const sql = loadSql(import.meta.url);

interface ValueRow {
  owner: 'client' | 'group';
  place: 'root' | 'subordinate' | 'group';
  key: string;
  value: unknown;
  count: number;
  first: number;
}

interface Known {
  definition: SettingDefinition;
  validate: ValidateFunction;
}

export async function findWrongValues(look: Look, distinctValues: SqlBlock): Promise<Findings> {
  const attributes = await look.rows<AttributeDefinition>(sql('select_attributes'));
  const known = new Map<string, Known>();
  for (const definition of [...settingsCatalogue, ...attributes.map(attributeSetting)]) known.set(definition.key, { definition, validate: compileSchema(definition.value) });
  const references = new Map<string, Set<number>>();
  for (const { directory, id } of await look.rows<{ directory: string; id: number }>(sql('select_references'))) {
    references.set(directory, (references.get(directory) ?? new Set()).add(id));
  }
  const findings: Findings = { breaches: 0, first: [] };
  await look.stream<ValueRow>(distinctValues, (row) => {
    const wrong = whatIsWrong(row, known.get(row.key), references);
    if (wrong === null) return;
    findings.breaches += row.count;
    if (findings.first.length >= NAMED) return;
    const others = row.count > 1 ? ` (and ${row.count - 1} more with the same value)` : '';
    findings.first.push({ id: null, what: `${row.owner} ${row.first}${others}: ${row.key} ${JSON.stringify(row.value).slice(0, 100)} ${wrong}` });
  });
  return findings;
}

function whatIsWrong({ place, value }: ValueRow, known: Known | undefined, references: Map<string, Set<number>>): string | null {
  if (!known) return 'is no setting';
  const { definition, validate } = known;
  if (value === null) return definition.inheritance === 'right' ? 'must be allow or forbid' : null;
  if (!validate(value)) return describeErrors(validate.errors ?? [], 'value').map(({ message }) => message).join('; ');
  if (definition.inheritance === 'right' && value === 'allow' && place === 'subordinate') return 'is said by a subordinate client, which can only forbid';
  if (definition.reference === undefined) return null;
  const missing = ([value].flat() as number[]).find((id) => !references.get(definition.reference as string)?.has(id));
  return missing === undefined ? null : `refers to ${missing}, which does not exist`;
}
