// Statements (M-11): opening balance, entries, closing balance of one account or of a whole tree. Always equal to the
// ledger, because they are the postings themselves: opening + lines = closing is checked on every statement.
import type { Content } from 'pdfmake/interfaces.js';
import { DateTime } from 'luxon';
import type { StatementView } from '../contract/accounts.js';
import { timeZoneOf } from '../clients/time-zone.js';
import type { Defaults } from '../db/defaults.js';
import { loadSql, queryOptionalRow, queryRows, type SqlRunner } from '../db/sql.js';
import { toPdf } from '../documents/pdf.js';
import type { Table } from '../documents/table.js';
import { dayText, documentLanguage, labelText, moneyText, type Word, wordsIn } from '../documents/words.js';
import { AppError, fieldError } from '../lib/app-error.js';
import { fromMinor } from '../lib/money.js';

const sql = loadSql(import.meta.url);

/** A statement is made in memory. */
const MAX_LINES = 50_000;

export interface StatementRequest {
  clientId: number;
  /** Days where the client is, both included. */
  from: string;
  to: string;
  accountKind: number;
  /** Everybody below too who is not deleted. */
  tree: boolean;
  /** Of the document; the client's if not said. */
  language?: 'en' | 'ru' | 'fr' | undefined;
}

export async function makeStatement(db: SqlRunner & { defaults: Defaults }, { clientId, from, to, accountKind, tree, language }: StatementRequest): Promise<StatementView> {
  if (from > to) throw fieldError('request.invalid', 'query/to', 'must not be before from');
  const client = await queryOptionalRow<{ id: number; name: string; language: string | null; currency: string }>(db, sql('select_client'), { client_id: clientId });
  if (!client) throw new AppError('client.not_found');
  const zone = await timeZoneOf(db, clientId);
  const begin = DateTime.fromISO(from, { zone }).startOf('day').toJSDate();
  const end = DateTime.fromISO(to, { zone }).startOf('day').plus({ days: 1 }).toJSDate();
  interface Line { id: string; at: string; clientId: number; clientName: string; kind: string; name: string | null; comment: string | null; orderId: string | null; amount: string }
  const scope = { client_id: clientId, kind_id: accountKind, tree, currency: client.currency };
  const opening = BigInt((await queryRows<{ balance: string }>(db, sql('sum_before'), { ...scope, before: begin }))[0]?.balance ?? '0');
  const rows = await queryRows<Line>(db, sql('select_lines'), { ...scope, from: begin, to: end, limit: MAX_LINES + 1 });
  if (rows.length > MAX_LINES) throw fieldError('request.too_large', 'query/to', `A statement may have at most ${MAX_LINES} entries; choose a shorter period.`);
  let balance = opening;
  let receipts = 0n;
  let expenses = 0n;
  const lines = rows.map(({ id, amount, clientId: of, clientName, orderId, ...line }) => {
    const minor = BigInt(amount);
    balance += minor;
    if (minor > 0n) receipts += minor;
    else expenses -= minor;
    return {
      operationId: Number(id), ...line, client: { id: of, name: clientName }, orderId: orderId === null ? null : Number(orderId),
      receipt: minor > 0n ? fromMinor(minor) : null, expense: minor < 0n ? fromMinor(-minor) : null, balance: fromMinor(balance),
    };
  });
  return {
    client: { id: client.id, name: client.name }, from, to, accountKind, tree, timeZone: zone, currency: client.currency, language: documentLanguage(language ?? client.language),
    opening: fromMinor(opening), receipts: fromMinor(receipts), expenses: fromMinor(expenses), closing: fromMinor(balance), lines,
  };
}

export function statementTable(statement: StatementView): Table {
  const say = wordsIn(documentLanguage(statement.language));
  return {
    title: say('statement'),
    columns: [
      { title: say('date'), width: 20 }, { title: say('operation') }, { title: say('client'), width: 30 }, { title: say('description'), width: 40 },
      { title: say('receipt'), kind: 'money' }, { title: say('expense'), kind: 'money' }, { title: say('balance'), kind: 'money' },
    ],
    rows: [
      [statement.from, '', '', say('opening'), null, null, statement.opening],
      ...statement.lines.map((line) => [localTime(line.at, statement.timeZone), String(line.operationId), line.client.name, describe(line, say), line.receipt, line.expense, line.balance]),
      [statement.to, '', '', say('closing'), statement.receipts, statement.expenses, statement.closing],
    ],
  };
}

export function statementPdf(statement: StatementView): Promise<Buffer> {
  const language = documentLanguage(statement.language);
  const say = wordsIn(language);
  const { columns, rows } = statementTable(statement);
  const shown = (text: string, index: number) => (index >= 4 ? moneyText(text, language) : index === 0 ? `${dayText(text.slice(0, 10), language)}${text.slice(10, 16)}` : text);
  const cell = (text: string | number | null, index: number): Content => ({ text: text === null || text === '' ? '' : shown(String(text), index), alignment: index >= 4 ? 'right' : 'left', noWrap: index >= 4 });
  return toPdf({
    info: { title: `${say('statement')} — ${statement.client.name}` },
    pageOrientation: 'landscape',
    content: [
      { text: say('statement'), fontSize: 16, bold: true },
      { text: statement.client.name, fontSize: 11, margin: [0, 2, 0, 0] },
      { text: `${labelText(say('period'), language)}${dayText(statement.from, language)} – ${dayText(statement.to, language)}, ${statement.currency}`, margin: [0, 2, 0, 8] },
      {
        layout: 'lightHorizontalLines',
        table: { headerRows: 1, dontBreakRows: true, widths: [80, 50, 130, '*', 70, 70, 75], body: [columns.map(({ title }, index) => ({ text: title, bold: true, alignment: index >= 4 ? ('right' as const) : ('left' as const) })), ...rows.map((row) => row.map(cell))] },
      },
    ],
    footer: (page, pages) => ({ text: `${say('page')} ${page} / ${pages}`, alignment: 'right', margin: [0, 10, 40, 0], fontSize: 8 }),
  });
}

function describe({ kind, name, comment, orderId }: { kind: string; name: string | null; comment: string | null; orderId: number | null }, say: (word: Word) => string): string {
  // The entry's name of an order is for the books and in one language; the document has its own.
  return [orderId === null ? (name ?? say(kind as Word)) : say(kind as Word), comment, orderId === null ? null : `${say('number')} ${orderId}`].filter(Boolean).join(' · ');
}

function localTime(at: string, zone: string): string {
  return DateTime.fromISO(at, { zone }).toFormat('yyyy-MM-dd HH:mm:ss');
}
