// What a check looks with, and what it says.
import type { Db } from '../db/database.js';
import type { SqlBlock } from '../db/sql.js';

/** How many offenders are named. */
export const NAMED = 5;

/** What breaks an invariant; `what` goes on from "client 17: …". */
export interface Offender {
  id: number | null;
  what: string;
}

export interface Findings {
  breaches: number;
  first: Offender[];
}

/** A look at the database as it was at one moment. */
export interface Look {
  rows<Row>(block: SqlBlock, parameters?: Record<string, unknown>): Promise<Row[]>;
  /** The same a few thousand at a time. */
  stream<Row>(block: SqlBlock, each: (row: Row) => void): Promise<void>;
  /** For what looks by itself: the connection with the snapshot. */
  readonly withConnection: Db['withConnection'];
  readonly phoneCountry: string;
}
