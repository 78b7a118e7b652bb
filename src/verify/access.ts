// What must hold for the ways into the cabinet and for the user agreement (C-1, C-2, C-10), in the form of checks.ts.
import { loadSql } from '../db/sql.js';
import type { Check } from './checks.js';

const sql = loadSql(import.meta.url);

export const accessChecks: readonly Check[] = [
  { id: 'persons', rule: 'C-2', title: 'a person has several logins, each with a password', over: 'logins', of: 'client', look: { block: sql('persons_have_logins') } },
  { id: 'switched', rule: 'C-2', title: 'what was opened by switching hangs on a session of the same person', over: 'logins', of: 'client', look: { block: sql('switched_within_person') } },
  { id: 'agreement-versions', rule: 'D-8', title: 'versions of the user agreement follow their history', over: 'agreements', of: '', look: { block: sql('agreement_versions') } },
  { id: 'agreements', rule: 'C-10', title: 'numbers go up in the order of publishing, and only what was published is accepted', over: 'agreements', of: '', look: { block: sql('agreements_in_order') } },
];
