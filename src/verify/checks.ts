// The invariants of the whole database, as data: what must hold, over which rows, and how it is looked for. A new
// invariant is one entry here and, mostly, one block in checks.sql that selects what breaks it.
import { settingsCatalogue } from '../contract/settings.js';
import { loadSql, type SqlBlock } from '../db/sql.js';
import { verifySearch } from '../search/search.js';
import { accessChecks } from './access.js';
import { findCycles } from './cycles.js';
import type { Findings, Look } from './findings.js';
import { moneyChecks } from './money.js';
import { noteChecks } from './notes.js';
import { orderChecks } from './orders.js';
import { findWrongDigits } from './phone-digits.js';
import { findWrongValues } from './setting-values.js';

const sql = loadSql(import.meta.url);

export type Counted = 'clients' | 'groups' | 'phones' | 'settings' | 'history' | 'operators' | 'entries' | 'orders' | 'notes' | 'crews' | 'mailings' | 'logins' | 'agreements' | 'tables and indexes';

export interface Check {
  readonly id: string;
  /** Ids of directory.md, where it has one. */
  readonly rule: string;
  readonly title: string;
  /** What the rows are, for the count in the report. */
  readonly over: Counted;
  /** What an offender's id is an id of. */
  readonly of: 'client' | 'group' | 'entry' | 'order' | 'daily order' | 'note' | 'crew' | 'budget' | '';
  readonly look: { readonly block: SqlBlock; readonly parameters?: Record<string, unknown> } | ((look: Look) => Promise<Findings>);
}

const accountKeys = settingsCatalogue.filter(({ needsOwnAccount }) => needsOwnAccount).map(({ key }) => key);

export const checks: readonly Check[] = [
  { id: 'schema', rule: '', title: 'indexes and constraints are valid', over: 'tables and indexes', of: '', look: { block: sql('valid_schema') } },
  { id: 'parent', rule: 'D-1', title: 'every superior unit exists', over: 'clients', of: 'client', look: { block: sql('parent_exists') } },
  { id: 'cycle', rule: 'D-3', title: 'nobody is their own superior', over: 'clients', of: 'client', look: (look) => findCycles(look, sql('unreached')) },
  { id: 'group', rule: 'D-4', title: 'roots have a group, others none', over: 'clients', of: 'client', look: { block: sql('group_on_roots') } },
  { id: 'root-account', rule: 'D-4', title: 'roots use their own account', over: 'clients', of: 'client', look: { block: sql('root_own_account') } },
  { id: 'person', rule: 'D-2', title: 'private persons are roots', over: 'clients', of: 'client', look: { block: sql('person_is_root') } },
  { id: 'fields', rule: 'D-7', title: 'names, blocks and contracts make sense', over: 'clients', of: 'client', look: { block: sql('own_fields') } },
  { id: 'default-group', rule: '', title: 'one default group of each type', over: 'groups', of: 'group', look: { block: sql('default_groups') } },
  { id: 'setting-owner', rule: 'D-11', title: 'own values belong to clients that exist', over: 'settings', of: 'client', look: { block: sql('settings_have_owners') } },
  { id: 'setting-value', rule: 'D-10', title: 'own values are as the catalogue says', over: 'settings', of: '', look: (look) => findWrongValues(look, sql('distinct_values')) },
  { id: 'setting-account', rule: 'D-15', title: 'account settings only with an account', over: 'settings', of: 'client', look: { block: sql('settings_need_own_account'), parameters: { keys: accountKeys } } },
  { id: 'external-id', rule: 'D-31', title: 'external ids are unique inside a root', over: 'clients', of: 'client', look: { block: sql('external_id_once') } },
  { id: 'caller-number', rule: 'D-6', title: 'a number identifies one live client', over: 'phones', of: 'client', look: { block: sql('caller_number_once') } },
  { id: 'phone-digits', rule: 'D-23', title: 'digits are those of the number', over: 'phones', of: 'client', look: (look) => findWrongDigits(look, sql('phones_to_read')) },
  { id: 'main-phone', rule: '', title: 'one main phone, no number twice', over: 'phones', of: 'client', look: { block: sql('one_main_phone') } },
  { id: 'search', rule: 'D-24', title: 'words are those of names and numbers', over: 'clients', of: '', look: (look) => findWrongWords(look) },
  { id: 'version', rule: 'D-8', title: 'versions of clients follow their history', over: 'history', of: 'client', look: { block: sql('version_chain') } },
  { id: 'group-version', rule: 'D-8', title: 'versions of groups follow their history', over: 'history', of: 'group', look: { block: sql('group_version_chain') } },
  { id: 'common-api-users', rule: 'D-8', title: 'versions of CommonAPI users follow their history', over: 'history', of: '', look: { block: sql('common_api_user_version_chain') } },
  { id: 'administrator', rule: 'S-1', title: 'somebody has all rights', over: 'operators', of: '', look: { block: sql('somebody_has_all_rights') } },
  { id: 'mailings', rule: 'S-13', title: 'mailings wrote to no more than they say, no address twice', over: 'mailings', of: '', look: { block: sql('mailings_wrote') } },
  ...moneyChecks,
  ...orderChecks,
  ...noteChecks,
  ...accessChecks,
];

async function findWrongWords(look: Look): Promise<Findings> {
  const problems = await verifySearch(look);
  return { breaches: problems.length, first: problems.map((what) => ({ id: null, what })) };
}

export const walkBlocks = [sql('create_walk'), sql('index_walk')];
export const countBlock = sql('count_rows');
