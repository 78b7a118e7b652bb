// Clients that no root leads to are on a cycle, below one, or below a client whose parent is missing. Which is which
// is found by walking up once from each: every client is passed once, so the time is linear at any depth.
import type { SqlBlock } from '../db/sql.js';
import { type Findings, type Look, NAMED, type Offender } from './findings.js';

interface Unreached {
  id: number;
  parentId: number | null;
  name: string;
}

const SHOWN = 10;

/** Each cycle is one offender; what hangs below it is counted, not named. */
export async function findCycles(look: Look, unreached: SqlBlock): Promise<Findings> {
  const clients = new Map((await look.rows<Unreached>(unreached)).map((row) => [row.id, row]));
  const walkOf = new Map<number, number>();
  const cycles: Offender[] = [];
  let breaches = 0;
  for (const start of clients.keys()) {
    const path: Unreached[] = [];
    let at = clients.get(start);
    while (at && !walkOf.has(at.id)) {
      walkOf.set(at.id, start);
      path.push(at);
      at = clients.get(at.parentId as number);
    }
    if (!at || walkOf.get(at.id) !== start) continue;
    const cycle = path.slice(path.indexOf(at));
    breaches += cycle.length;
    cycles.push({ id: at.id, what: `it is its own superior: ${describe(cycle, at)}` });
  }
  return { breaches, first: cycles.sort((a, b) => (a.id as number) - (b.id as number)).slice(0, NAMED) };
}

function describe(cycle: Unreached[], top: Unreached): string {
  const names = cycle.slice(0, SHOWN).map(({ id, name }) => `"${name}" (${id})`);
  return [...names, ...(cycle.length > SHOWN ? [`… ${cycle.length} clients …`] : []), `"${top.name}" (${top.id})`].join(' below ');
}
