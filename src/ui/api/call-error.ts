import type { Problem } from '../../contract/errors.js';

/** Of this side of the line, beside the server's codes. */
export type LineCode = 'line.lost' | 'line.slow';

/** A field that somebody else has changed meanwhile (the server's history/conflicts.ts). */
export interface Conflict {
  field: string;
  mine: unknown;
  theirs: unknown;
  before: unknown;
}

/** What a call ends with when it does not succeed. */
export class CallError extends Error {
  constructor(
    readonly code: Problem['code'] | LineCode,
    readonly problem: Partial<Problem> & Record<string, unknown>,
  ) {
    super(problem.detail ?? problem.title ?? code);
  }

  /** The sentences at fields, by path: body/phones/0/number. */
  get fields(): ReadonlyMap<string, string> {
    return new Map((this.problem.errors ?? []).map(({ path, message }) => [path, message]));
  }

  /** Of conflict.version: what is mine and what is theirs (D-8); none of anything else. */
  get conflicts(): readonly Conflict[] {
    return this.code === 'conflict.version' ? ((this.problem.conflicts ?? []) as Conflict[]) : [];
  }
}
