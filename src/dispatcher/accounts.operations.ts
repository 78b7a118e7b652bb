// Money as operators see and book it.
import { type Static, Type } from 'typebox';
import { balanceWithEmployees, bookOperation, cancelOperation, getOperation, listAccounts, listOperations, transfer } from '../accounts/accounts.js';
import { createInvoice, getInvoice, invoicePdf, listInvoices, payInvoice } from '../accounts/invoices.js';
import { listPayers } from '../accounts/payers.js';
import { makeStatement, type StatementRequest, statementPdf, statementTable } from '../accounts/statements.js';
import { AccountView, EntryId, InvoiceInput, InvoiceView, OperationInput, OperationPage, OperationView, StatementQuery, StatementView, TransferInput } from '../contract/accounts.js';
import { ClientParams } from '../contract/clients.js';
import { closed, Id, Instant, MAX_ID, Money, nullable, page, PageQuery, Reference, Text } from '../contract/primitives.js';
import { command, Download, procedure, query } from '../http/operation.js';
import { toCsv, toXlsx } from '../documents/table.js';
import { AppError } from '../lib/app-error.js';
import type { SqlRunner } from '../db/sql.js';
import { decodeCursor, encodeCursor } from '../lib/cursor.js';
import { ancestorChain } from '../tree/tree.js';
import { fromMinor } from '../lib/money.js';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const KindId = Type.Integer({ minimum: 0, maximum: 2_147_483_647 });
const shared = { tag: 'Money' } as const;
const bookingErrors = ['client.not_found', 'client.deleted', 'account.none', 'account.kind_not_found', 'account.carrier_not_found', 'ledger.currency', 'ledger.below_floor', 'request.key_reused', 'auth.forbidden'] as const;

/** An empty list of nobody is no answer: it throws client.not_found. */
async function requireClient(db: SqlRunner, id: number): Promise<void> {
  await ancestorChain(db, id);
}

export const accountOperations = [
  query(
    { ...shared, id: 'listAccounts', method: 'get', path: '/clients/{id}/accounts', permission: 'balance.see', summary: "A client's accounts with balances (M-1, M-9)", params: ClientParams, response: closed({ items: Type.Array(AccountView) }), errors: ['client.not_found', 'account.none'] },
    async (db, _actor, { params: { id } }) => ({ items: await listAccounts(db, id) }),
  ),
  query(
    {
      ...shared, id: 'listPayers', method: 'post', path: '/clients/payers', permission: 'balance.see', summary: 'Who pays for each of these clients, with the balance of its main account (O-2)',
      body: closed({ ids: Type.Array(Id, { minItems: 1, maxItems: 500 }) }), response: closed({ items: Type.Array(closed({ id: Id, payer: Reference, balance: Money })) }),
    },
    async (db, _actor, { body: { ids } }) => ({ items: await listPayers(db, ids) }),
  ),
  query(
    {
      ...shared, id: 'getBalanceWithEmployees', method: 'get', path: '/clients/{id}/balance-with-employees', permission: 'balance.see', summary: 'Balance of a client and everybody below, per account kind, now or at an instant (M-9)',
      params: ClientParams, query: closed({ at: Type.Optional(Instant) }), response: closed({ items: Type.Array(closed({ accountKind: Type.Integer(), balance: Money })) }), errors: ['client.not_found'],
    },
    async (db, _actor, { params: { id }, query: { at } }) => {
      const rows = await balanceWithEmployees(db, id, at === undefined ? null : new Date(at));
      if (rows.length === 0) await requireClient(db, id);
      return { items: rows.map(({ kindId, currency, minor }) => ({ accountKind: kindId, balance: { amount: fromMinor(minor), currency } })) };
    },
  ),
  query(
    {
      ...shared, id: 'listOperations', method: 'get', path: '/clients/{id}/operations', permission: 'balance.see', summary: "A client's account book, newest first",
      params: ClientParams, query: closed({ ...PageQuery, accountKind: Type.Optional(KindId), from: Type.Optional(Instant), to: Type.Optional(Instant) }), response: OperationPage, errors: ['client.not_found', 'request.cursor_invalid'],
    },
    async (db, _actor, { params: { id }, query: { limit = 50, cursor, accountKind, from, to } }) => {
      const before = cursor === undefined ? null : decodeCursor(cursor, 'operations')[0];
      if (before !== null && !Number.isSafeInteger(before)) throw new AppError('request.cursor_invalid');
      const rows = await listOperations(db, {
        clientId: id, accountKind: accountKind ?? null, from: from === undefined ? null : new Date(from), to: to === undefined ? null : new Date(to), before: before as number | null, limit: limit + 1,
      });
      if (rows.length === 0) await requireClient(db, id);
      const last = rows[limit - 1];
      return { items: rows.slice(0, limit).map(({ postingId: _, ...operation }) => operation), nextCursor: rows.length > limit && last ? encodeCursor('operations', [last.postingId]) : null };
    },
  ),
  query(
    { ...shared, id: 'getOperation', method: 'get', path: '/operations/{id}', permission: 'balance.see', summary: 'One operation', params: closed({ id: EntryId }), response: OperationView, errors: ['operation.not_found'] },
    (db, _actor, { params: { id } }) => getOperation(db, id, null),
  ),
  procedure(
    {
      ...shared, id: 'bookOperation', method: 'post', path: '/clients/{id}/operations', permission: 'operation.book', status: 201, idempotent: true, summary: 'Book a receipt or an expense (M-5)',
      params: ClientParams, body: OperationInput, response: OperationView, errors: bookingErrors,
    },
    (db, actor, { params: { id }, body }, { idempotencyKey = null }) => bookOperation(db, actor, id, body, idempotencyKey),
  ),
  procedure(
    {
      ...shared, id: 'cancelOperation', method: 'post', path: '/operations/{id}/cancel', permission: 'operation.book', status: 201, idempotent: true, summary: 'Book the opposite; the two name each other (M-4)',
      params: closed({ id: EntryId }), body: closed({ comment: Type.Optional(nullable(Text)), pastFloorReason: Type.Optional(Type.String({ minLength: 3, maxLength: 500, pattern: '^[^\\u0000]*\\S[^\\u0000]*$' })) }), response: OperationView,
      errors: ['operation.not_found', 'operation.cancelled', 'ledger.below_floor', 'request.key_reused', 'auth.forbidden'],
    },
    (db, actor, { params: { id }, body }, { idempotencyKey = null }) => cancelOperation(db, actor, id, body, idempotencyKey),
  ),
  procedure(
    {
      ...shared, id: 'createTransfer', method: 'post', path: '/transfers', permission: 'operation.book', status: 201, idempotent: true, summary: 'Move money between two clients of one organisation (M-8)',
      body: TransferInput, response: OperationView, errors: [...bookingErrors, 'transfer.same_client', 'transfer.other_tree'],
    },
    (db, actor, { body }, { idempotencyKey = null }) => transfer(db, actor, body, idempotencyKey),
  ),
  query(
    { ...shared, id: 'getStatement', method: 'get', path: '/clients/{id}/statement', permission: 'balance.see', summary: 'Opening balance, entries, closing balance of an account (M-11)', params: ClientParams, query: StatementQuery, response: StatementView, errors: ['client.not_found', 'request.too_large'] },
    (db, _actor, { params, query: request }) => makeStatement(db, statementRequest(params.id, request)),
  ),
  ...([['csv', 'text/csv'], ['xlsx', XLSX], ['pdf', 'application/pdf']] as const).map(([format, download]) =>
    query(
      {
        ...shared, id: `getStatement${format.charAt(0).toUpperCase()}${format.slice(1)}`, method: 'get', path: `/clients/{id}/statement.${format}`, permission: 'balance.see', summary: `The statement as ${format.toUpperCase()}`,
        params: ClientParams, query: StatementQuery, response: Download, download, errors: ['client.not_found', 'request.too_large'],
      },
      async (db, _actor, { params, query: request }) => {
        const statement = await makeStatement(db, statementRequest(params.id, request));
        const content = format === 'pdf' ? await statementPdf(statement) : format === 'csv' ? toCsv(statementTable(statement)) : await toXlsx(statementTable(statement));
        return { fileName: `statement-${params.id}-${request.from}-${request.to}.${format}`, content };
      },
    ),
  ),
  command(
    { ...shared, id: 'createInvoice', method: 'post', path: '/clients/{id}/invoices', permission: 'operation.book', status: 201, summary: 'Make an invoice for payment', params: ClientParams, body: InvoiceInput, response: InvoiceView, errors: ['client.not_found', 'client.deleted', 'account.carrier_not_found', 'ledger.currency'] },
    async (tx, actor, { params: { id }, body }) => getInvoice(tx, await createInvoice(tx, actor, id, body)),
  ),
  query(
    { ...shared, id: 'listInvoices', method: 'get', path: '/clients/{id}/invoices', permission: 'balance.see', summary: "A client's invoices, newest first", params: ClientParams, query: closed(PageQuery), response: page(InvoiceView), errors: ['client.not_found', 'request.cursor_invalid'] },
    async (db, _actor, { params: { id }, query: { limit = 50, cursor } }) => {
      const before = cursor === undefined ? null : decodeCursor(cursor, 'invoices')[0];
      if (before !== null && !(Number.isInteger(before) && Number(before) > 0 && Number(before) <= MAX_ID)) throw new AppError('request.cursor_invalid');
      const invoices = await listInvoices(db, id, before as number | null, limit + 1);
      if (invoices.length === 0) await requireClient(db, id);
      const items = invoices.slice(0, limit);
      return { items, nextCursor: invoices.length > limit ? encodeCursor('invoices', [items[limit - 1]?.id]) : null };
    },
  ),
  query(
    { ...shared, id: 'getInvoice', method: 'get', path: '/invoices/{id}', permission: 'balance.see', summary: 'One invoice', params: ClientParams, response: InvoiceView, errors: ['invoice.not_found'] },
    (db, _actor, { params: { id } }) => getInvoice(db, id),
  ),
  query(
    { ...shared, id: 'getInvoicePdf', method: 'get', path: '/invoices/{id}/pdf', permission: 'balance.see', summary: 'The invoice as PDF', params: ClientParams, response: Download, download: 'application/pdf', errors: ['invoice.not_found'] },
    async (db, _actor, { params: { id } }) => {
      const invoice = await getInvoice(db, id);
      return { fileName: `invoice-${invoice.year}-${invoice.number}.pdf`, content: await invoicePdf(invoice) };
    },
  ),
  procedure(
    { ...shared, id: 'payInvoice', method: 'post', path: '/invoices/{id}/paid', permission: 'operation.book', status: 201, summary: 'The invoice was paid: book the receipt, once (M-10)', params: ClientParams, response: OperationView, errors: ['invoice.not_found', 'account.none'] },
    (db, actor, { params: { id } }) => payInvoice(db, actor, id),
  ),
];

function statementRequest(clientId: number, { from, to, accountKind = 0, tree = false, language }: Static<typeof StatementQuery>): StatementRequest {
  return { clientId, from, to, accountKind, tree, language };
}
