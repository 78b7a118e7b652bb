// The dry run: for each node what it would do to the directory, as history-like changes. Nothing is written here.
import type { Actor } from '../auth/actor.js';
import type { Phone } from '../contract/clients.js';
import type { ImportCounts, ImportOptions, RowOutcome } from '../contract/imports.js';
import type { Db } from '../db/database.js';
import { same } from '../history/conflicts.js';
import type { Changes } from '../history/history.js';
import { ancestorChains } from '../tree/tree.js';
import { type Node, placeOf } from './link.js';
import { existingClients, type ExistingClient, ownersOfNumbers, type Place, placeNodes } from './match.js';
import { type SettingCells, settingCells } from './setting-cells.js';
import { clip } from './text.js';

export interface PlannedRow {
  number: number;
  step: number | null;
  source: string | null;
  sourceRow: number | null;
  outcome: RowOutcome;
  name: string;
  externalId: string | null;
  reason: string | null;
  warnings: Node['draft']['warnings'] | null;
  clientId: number | null;
  version: number | null;
  parentId: number | null;
  parentNumber: number | null;
  changes: Changes | null;
}

export interface Plan {
  rows: PlannedRow[];
  counts: ImportCounts;
  /** Rows with something to do. */
  steps: number;
}

interface Planning {
  options: ImportOptions;
  places: Map<Node, Place>;
  existing: Map<number, ExistingClient>;
  sharedNumbers: ReadonlySet<string>;
  ancestorsOfAnchors: Map<number, ReadonlySet<number>>;
  cells: SettingCells;
  defaultGroups: Readonly<Record<'individual' | 'legal', number | null>>;
}

/** `breathe` lets other work in and may throw to stop. */
export async function planImport(db: Db, actor: Actor, nodes: readonly Node[], options: ImportOptions, owner: number | null, breathe: () => Promise<void>): Promise<Plan> {
  const places = await placeNodes(db, nodes, options, owner);
  await breathe();
  const ids = [...places.values()].map(({ existing }) => existing?.id).filter((id) => id !== undefined);
  const existing = await existingClients(db, ids);
  await breathe();
  const anchors = [...new Set([...places.values()].map(({ anchorId }) => anchorId).filter((id) => id !== null))];
  const chains = await ancestorChains(db, anchors);
  const planning: Planning = {
    options, places, existing,
    sharedNumbers: await numbersOfSeveral(db, nodes, places),
    ancestorsOfAnchors: new Map([...chains].map(([id, chain]) => [id, new Set(chain.map((link) => link.id))])),
    cells: await settingCells(db, actor),
    defaultGroups: await defaultGroups(db),
  };
  const rows: PlannedRow[] = [];
  for (const [index, node] of nodes.entries()) {
    rows.push(await planRow(planning, node));
    if (index % 1_000 === 999) await breathe();
  }
  spreadErrors(nodes, rows, places);
  return { rows, counts: countRows(rows), steps: orderSteps(nodes, rows) };
}

export function countRows(rows: readonly Pick<PlannedRow, 'outcome' | 'warnings'>[]): ImportCounts {
  const counts: ImportCounts = { create: 0, update: 0, move: 0, unchanged: 0, error: 0, warnings: 0 };
  for (const { outcome, warnings } of rows) {
    counts[outcome] += 1;
    counts.warnings += warnings?.length ?? 0;
  }
  return counts;
}

/** A switchboard number: several clients of the file have it, or one of the file and another in the directory. */
async function numbersOfSeveral(db: Db, nodes: readonly Node[], places: Map<Node, Place>): Promise<Set<string>> {
  const inFile = new Map<string, number>();
  for (const { draft, error, repeats } of nodes) {
    if (!error && !repeats) for (const { digits } of draft.phones ?? []) inFile.set(digits, (inFile.get(digits) ?? 0) + 1);
  }
  const ofFile = new Set([...places].filter(([node]) => !node.error && node.draft.phones).map(([, place]) => place.existing?.id).filter((id) => id !== undefined));
  const owners = await ownersOfNumbers(db, [...inFile.keys()]);
  return new Set([...inFile].filter(([digits, count]) => count + (owners.get(digits) ?? []).filter((id) => !ofFile.has(id)).length > 1).map(([digits]) => digits));
}

async function defaultGroups(db: Db): Promise<Planning['defaultGroups']> {
  const groups = await db.prisma.clientGroup.findMany({ where: { isDefault: true }, select: { id: true, type: true } });
  const idOf = (type: string) => groups.find((group) => group.type === type)?.id ?? null;
  return { individual: idOf('individual'), legal: idOf('legal') };
}

async function planRow(planning: Planning, node: Node): Promise<PlannedRow> {
  const { draft } = node;
  const row: PlannedRow = {
    number: node.number, step: null, source: draft.source, sourceRow: node.implied ? null : draft.row, outcome: 'error', name: clip(node.name, 500),
    externalId: draft.externalId === null ? null : clip(draft.externalId, 500), reason: null, warnings: null,
    clientId: null, version: null, parentId: null, parentNumber: null, changes: null,
  };
  const place = planning.places.get(node);
  const client = place?.existing ? planning.existing.get(place.existing.id) : undefined;
  if (client) Object.assign(row, { clientId: client.id, version: client.version });
  if (node.repeats) Object.assign(row, { outcome: 'unchanged', reason: `The same as ${placeOf(node.repeats)}.` });
  else if (node.error || !place) row.reason = node.error ?? 'It has no place in the tree.';
  else {
    const superior = superiorFor(place, client);
    Object.assign(row, client ? await planChange(planning, node, place, client, superior) : await planCreation(planning, node, superior));
    if (row.outcome !== 'unchanged') Object.assign(row, superior);
  }
  if (draft.warnings.length) row.warnings = draft.warnings;
  return row;
}

interface SuperiorOf {
  parentId: number | null;
  parentNumber: number | null;
}

function superiorFor(place: Place, client: ExistingClient | undefined): SuperiorOf {
  if (client && !place.placed) return { parentId: client.parentId, parentNumber: null };
  return { parentId: place.parentId, parentNumber: place.parentNode?.number ?? null };
}

const isRoot = ({ parentId, parentNumber }: SuperiorOf) => parentId === null && parentNumber === null;

async function planCreation(planning: Planning, node: Node, superior: SuperiorOf): Promise<Partial<PlannedRow>> {
  const { draft } = node;
  const root = isRoot(superior);
  const usual = root ? 'organisation' : node.children.length || node.implied ? 'department' : 'employee';
  let kind = draft.kind ?? (node.implied ? undefined : planning.options.kind) ?? usual;
  if (kind === 'person' && !root) {
    kind = 'employee';
    warn(node, 'kind', 'person', 'A private person has no superior unit; it was taken as an employee.');
  }
  const groupId = root ? (groupOf(planning, node) ?? planning.defaultGroups[kind === 'person' ? 'individual' : 'legal']) : null;
  if (root && groupId === null) return { outcome: 'error', reason: 'There is no default client group for it.' };
  if (!root && draft.group !== null) warn(node, 'group', draft.group, 'Only a client without superior unit has a group; it was left out.');
  const usesOwnAccount = ownAccountOf(node, root, false);
  const values: Record<string, unknown> = {
    name: node.name, kind, ...(draft.assumedCountry && { country: draft.assumedCountry }), ...filled(draft.fields), usesOwnAccount,
    ...(draft.externalId !== null && { externalId: draft.externalId }), ...(groupId !== null && { groupId }),
    ...(draft.phones?.length && { phones: shared(draft.phones, planning.sharedNumbers) }),
  };
  const changes: Record<string, readonly [unknown, unknown]> = Object.fromEntries(Object.entries(values).map(([field, value]) => [field, [null, value] as const]));
  for (const [key, value] of await settingsOf(planning, node, root, usesOwnAccount)) if (value !== CLEARED) changes[`settings.${key}`] = [null, { value }];
  return { outcome: 'create', changes };
}

function filled(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0)));
}

/** The numbers as they are stored: what several clients have is a contact number. */
function shared(phones: readonly Phone[], sharedNumbers: ReadonlySet<string>): Phone[] {
  return phones.map((phone) => ({ ...phone, identifiesCaller: phone.identifiesCaller && !sharedNumbers.has(phone.digits) }));
}

async function planChange(planning: Planning, node: Node, place: Place, client: ExistingClient, superior: SuperiorOf): Promise<Partial<PlannedRow>> {
  const { draft } = node;
  const root = isRoot(superior);
  const wanted: Record<string, unknown> = { name: node.name, ...draft.fields };
  if (draft.externalId !== null) wanted.externalId = draft.externalId;
  if (draft.assumedCountry && client.country === null && draft.phones) wanted.country = draft.assumedCountry;
  if (draft.kind === 'person' && !root) warn(node, 'kind', 'person', 'A private person has no superior unit; it was left out.');
  else if (draft.kind) wanted.kind = draft.kind;
  if (draft.group !== null && root) wanted.groupId = groupOf(planning, node) ?? client.groupId;
  const usesOwnAccount = ownAccountOf(node, root, client.usesOwnAccount);
  wanted.usesOwnAccount = usesOwnAccount;
  leaveImpossibleContract(node, client, wanted);
  const changes: Record<string, readonly [unknown, unknown]> = {};
  for (const [field, value] of Object.entries(wanted)) if (!same(client[field], value)) changes[field] = [client[field] ?? null, value];
  const phones = draft.phones && changedPhones(planning, client, draft.phones);
  if (phones) changes.phones = [client.phones, phones];
  for (const [key, value] of await settingsOf(planning, node, root, usesOwnAccount)) {
    const before = key in client.settings ? { value: client.settings[key] } : null;
    const after = value === CLEARED ? null : { value };
    if (!same(before, after)) changes[`settings.${key}`] = [before, after];
  }
  const moves = superior.parentNumber !== null || superior.parentId !== client.parentId;
  if (moves) {
    const cycle = place.anchorId !== null && planning.ancestorsOfAnchors.get(place.anchorId)?.has(client.id);
    if (cycle) return { outcome: 'error', reason: `"${client.name}" would become its own superior.` };
    changes.parentId = [client.parentId, superior.parentId];
  }
  if (Object.keys(changes).length === 0) return { outcome: 'unchanged' };
  return { outcome: moves ? 'move' : 'update', changes };
}

/** The list of the file, with what the directory knows about numbers that stay. Null: the same numbers. */
function changedPhones(planning: Planning, client: ExistingClient, wanted: readonly Phone[]): Phone[] | null {
  const digits = (phones: readonly { digits: string }[]) => phones.map((phone) => phone.digits).sort().join(' ');
  if (digits(client.phones) === digits(wanted)) return null;
  const known = new Map(client.phones.map((phone) => [phone.digits, phone]));
  const list = shared(wanted, planning.sharedNumbers).map((phone) => known.get(phone.digits) ?? { ...phone, main: false });
  return list.some(({ main }) => main) ? list : list.map((phone, index) => ({ ...phone, main: index === 0 }));
}

function leaveImpossibleContract(node: Node, client: ExistingClient, wanted: Record<string, unknown>): void {
  const from = (wanted.contractFrom === undefined ? client.contractFrom : wanted.contractFrom) as string | null;
  const to = (wanted.contractTo === undefined ? client.contractTo : wanted.contractTo) as string | null;
  if (from === null || to === null || from <= to) return;
  const field = wanted.contractTo === undefined ? 'contractFrom' : 'contractTo';
  warn(node, field, String(wanted[field]), 'The contract would end before it begins; it was left out.');
  delete wanted[field];
}

function ownAccountOf(node: Node, root: boolean, before: boolean): boolean {
  const wanted = node.draft.fields.usesOwnAccount as boolean | undefined;
  if (root && wanted === false) warn(node, 'usesOwnAccount', 'false', 'A client without superior unit always uses its own account; it was left out.');
  return root ? true : (wanted ?? before);
}

function groupOf({ cells }: Planning, node: Node): number | null {
  if (node.draft.group === null) return null;
  const found = cells.group(node.draft.group);
  if (typeof found === 'number') return found;
  warn(node, 'group', node.draft.group, `${found.refused} It was left out.`);
  return null;
}

const CLEARED = Symbol('back to inherited');

async function settingsOf(planning: Planning, node: Node, root: boolean, usesOwnAccount: boolean): Promise<[string, unknown][]> {
  const list: [string, unknown][] = [];
  for (const [key, text] of Object.entries(node.draft.settings)) {
    if (text === '') {
      list.push([key, CLEARED]);
      continue;
    }
    const read = await planning.cells.setting(key, text, root ? 'root' : 'subordinate');
    if ('refused' in read) warn(node, `settings.${key}`, text, `${read.refused} It was left out.`);
    else if (read.needsOwnAccount && !usesOwnAccount) warn(node, `settings.${key}`, text, 'It needs an account of its own; it was left out.');
    else list.push([key, read.value]);
  }
  return list;
}

function warn(node: Node, field: string, value: string, reason: string): void {
  node.draft.warnings.push({ field, value: clip(value, 200), reason });
}

/** An error that was found while planning takes the rows below along, unless their superior unit exists already. */
function spreadErrors(nodes: readonly Node[], rows: PlannedRow[], places: Map<Node, Place>): void {
  const rowOf = (node: Node) => rows[node.number - 1] as PlannedRow;
  const failed = nodes.filter((node) => rowOf(node).outcome === 'error' && !places.get(node)?.existing);
  for (const node of failed) {
    for (const child of node.children) {
      const row = rowOf(child);
      if (row.outcome === 'error') continue;
      Object.assign(row, { outcome: 'error', reason: `Its superior unit (${placeOf(node)}) has an error.`, changes: null, parentId: null, parentNumber: null });
      if (!places.get(child)?.existing) failed.push(child);
    }
  }
}

/** Superior units before their subordinates, siblings in the order of the file. */
function orderSteps(nodes: readonly Node[], rows: PlannedRow[]): number {
  let steps = 0;
  const seen = new Set<Node>();
  let level = nodes.filter((node) => !node.repeats && node.superior.kind !== 'node');
  // Nodes on a cycle cannot be reached from above, but those below them may have something to do.
  level = [...level, ...nodes.filter((node) => node.error)];
  while (level.length > 0) {
    for (const node of level) {
      const row = rows[node.number - 1] as PlannedRow;
      if (seen.has(node)) continue;
      seen.add(node);
      if (row.outcome !== 'error' && row.outcome !== 'unchanged') row.step = steps++;
    }
    level = level.flatMap(({ children }) => children).filter((node) => !seen.has(node));
  }
  return steps;
}
