// What was typed in a tab that was closed: the next tab of the same client goes on with it, under the same key (C-9). Only
// what is left behind is here; tabs that are open have each their own.
import { type Draft, KEPT } from './draft.js';

const NAME = 'treeline.cabinet.left';
const OWN = `treeline.cabinet.${KEPT}`;
/** Nobody goes on with yesterday's order. */
const HOURS = 12;

interface Left {
  of: number;
  at: number;
  draft: Draft;
}

export function leaveBehind(of: number, draft: Draft): void {
  const { customer, from, to, passenger, comment } = draft;
  // A private window may have no room at all.
  try {
    if (customer || from || to || passenger || comment) localStorage.setItem(NAME, JSON.stringify({ of, at: Date.now(), draft: { ...draft, password: '' } } satisfies Left));
  } catch {
    // Then it is lost with the tab.
  }
}

/** Makes it this tab's own, once, unless there is something typed here already. */
export function adoptLeft(of: number): void {
  try {
    const left = JSON.parse(localStorage.getItem(NAME) ?? 'null') as Left | null;
    localStorage.removeItem(NAME);
    if (left && left.of === of && Date.now() - left.at < HOURS * 3_600_000 && sessionStorage.getItem(OWN) === null) sessionStorage.setItem(OWN, JSON.stringify(left.draft));
  } catch {
    // What cannot be read is nobody's.
  }
}
