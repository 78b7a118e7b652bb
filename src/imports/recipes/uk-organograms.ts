// UK central-government organograms, two files → one tree: department → body → reporting line of senior posts →
// groups of junior posts. A post is known by (Body, Post Unique Reference): references repeat across bodies.
import { createHash } from 'node:crypto';
import type { Remarks, SourceRow, Table } from '../read/table.js';
import type { Recipe } from './recipe.js';

const COLUMNS = ['externalId', 'parentExternalId', 'kind', 'name', 'phones', 'email', 'comment', 'tags'];
const TOP = 'XX';

export const ukOrganograms: Recipe = {
  title: 'UK central-government organograms, 31 March 2011',
  folder: 'uk-organograms-2011-03',
  files: ['senior-2011-03-31.csv', 'junior-2011-03-31.csv'],
  mapping: Object.fromEntries(COLUMNS.map((column) => [column, column])),
  options: { phoneCountry: 'GB' },
  toTable: ([senior, junior]) => combine(senior as Table, junior as Table),
};

type Cells = Record<string, string>;

function combine(senior: Table, junior: Table): Table {
  const posts = senior.rows.map((row) => ({ row: row[0], cells: named(senior, row), remarks: row[2] }));
  const groups = junior.rows.map((row) => ({ row: row[0], cells: named(junior, row), remarks: row[2] }));
  const known = new Set(posts.map(({ cells }) => postId(cells)));
  const counted = new Map<string, number>();
  return {
    columns: COLUMNS,
    rows: [
      ...structure([...posts, ...groups].map(({ cells }) => cells)),
      ...posts.map(({ row, cells, remarks }) => postRow(row, cells, known, { ...remarks, source: 'senior' })),
      ...groups.map(({ row, cells, remarks }) => groupRow(row, cells, counted, { ...remarks, source: 'junior' })),
    ],
  };
}

function named({ columns }: Table, [, cells]: SourceRow): Cells {
  return Object.fromEntries(columns.map((column, index) => [column, (cells[index] ?? '').trim()]));
}

/** Departments and bodies stand in no row of their own. A body is named as its Organisation. */
function structure(all: readonly Cells[]): SourceRow[] {
  const departments = new Map<string, SourceRow>();
  const bodies = new Map<string, SourceRow>();
  for (const cells of all) {
    const department = `department/${cells['Parent Department']}`;
    if (!departments.has(department)) departments.set(department, [null, [department, '', 'organisation', cells['Parent Department'] ?? '', '', '', '', '']]);
    const body = bodyId(cells);
    if (!bodies.has(body)) bodies.set(body, [null, [body, department, 'department', cells.Organisation ?? '', '', '', '', '']]);
  }
  return [...departments.values(), ...bodies.values()];
}

const bodyId = (cells: Cells) => `body/${cells.Body}`;
const postId = (cells: Cells) => `post/${cells.Body}/${cells['Post Unique Reference']}`;

function postRow(row: number | null, cells: Cells, known: ReadonlySet<string>, remarks: Remarks): SourceRow {
  const reportsTo = cells['Reports to Senior Post'] ?? '';
  const superior = `post/${cells.Body}/${reportsTo}`;
  const placed = reportsTo !== TOP && superior !== postId(cells) && known.has(superior);
  const misplaced = !placed && reportsTo !== TOP;
  const reason = superior === postId(cells) ? 'It reports to itself; it was put directly under its body.' : 'There is no such post in the body; it was put directly under the body.';
  const all: Remarks = misplaced ? { ...remarks, warnings: [...(remarks.warnings ?? []), { field: 'Reports to Senior Post', value: reportsTo, reason }] } : remarks;
  return [row, [
    postId(cells), placed ? superior : bodyId(cells), 'employee', cells['Job Title'] ?? '', cells['Contact Phone'] ?? '', cells['Contact E-mail'] ?? '',
    facts({ Grade: cells['Grade (or equivalent)'], Function: cells['Job/Team Function'], FTE: cells.FTE, Profession: cells['Professional/Occupational Group'] }),
    tagOf(cells.Unit),
  ], all];
}

/** Like posts may stand in several rows: the number tells them apart, and stays the same while the file does. */
function groupRow(row: number | null, cells: Cells, counted: Map<string, number>, remarks: Remarks): SourceRow {
  const superior = `post/${cells.Body}/${cells['Reporting Senior Post']}`;
  const likeness = createHash('sha1')
    .update(JSON.stringify([cells.Unit, cells.Grade, cells['Generic Job Title'], cells['Professional/Occupational Group']]))
    .digest('hex').slice(0, 12);
  const group = `group/${cells.Body}/${cells['Reporting Senior Post']}/${likeness}`;
  const number = (counted.get(group) ?? 0) + 1;
  counted.set(group, number);
  return [row, [
    `${group}/${number}`, superior, 'employee', cells['Generic Job Title'] ?? '', '', '',
    facts({ Grade: cells.Grade, FTE: cells['Number of Posts in FTE'], Profession: cells['Professional/Occupational Group'] }),
    tagOf(cells.Unit),
  ], remarks];
}

function facts(list: Record<string, string | undefined>): string {
  return Object.entries(list).filter(([, value]) => value).map(([name, value]) => `${name}: ${value}`).join('\n');
}

/** The unit is a grouping across the reporting line (1,686 posts sit in another unit than their superior): a tag. */
function tagOf(unit: string | undefined): string {
  return (unit ?? '').replaceAll(/[,;]/g, ' ').replaceAll(/\s+/g, ' ').slice(0, 60).trim();
}
