// Accounts, transfers, budgets, statements, invoices and card top-ups of the own subtree (C-5).
import { type Static, Type } from 'typebox';
import { balanceWithEmployees, listAccounts, listOperations, transfer } from '../accounts/accounts.js';
import { createInvoice, getInvoice, invoicePdf, listInvoices } from '../accounts/invoices.js';
import { balanceOutlook } from '../accounts/outlook.js';
import { paymentGateway } from '../accounts/payment-gateway.js';
import { makeStatement, statementPdf, statementTable } from '../accounts/statements.js';
import { getTopUp, listTopUps, startCardTopUp } from '../accounts/top-ups.js';
import type { Actor } from '../auth/actor.js';
import { listBudgets, removeBudget, setBudget } from '../budgets/budgets.js';
import { AccountView, type InvoiceView, type OperationView, StatementQuery, StatementView } from '../contract/accounts.js';
import { BudgetInput, BudgetParams, BudgetView } from '../contract/budgets.js';
import {
  type CabinetInvoice as Invoice, CabinetInvoice, CabinetInvoiceInput, CabinetOperation, type CabinetOperation as Operation, CabinetOperationPage, CabinetOperationsQuery, CabinetOutlook, CabinetTopUp, type CabinetTopUp as TopUp, CabinetTransferInput,
} from '../contract/cabinet-money.js';
import { ClientParams } from '../contract/clients.js';
import { closed, Instant, Money, page, PageQuery } from '../contract/primitives.js';
import type { BankDetails } from '../contract/settings.js';
import type { TopUpView } from '../contract/top-ups.js';
import { TopUpInput } from '../contract/top-ups.js';
import type { SqlRunner } from '../db/sql.js';
import { toCsv, toXlsx } from '../documents/table.js';
import { Download } from '../http/operation.js';
import { AppError } from '../lib/app-error.js';
import { parseInstant } from '../lib/clock.js';
import { decodeCursor, encodeCursor } from '../lib/cursor.js';
import { fromMinor } from '../lib/money.js';
import { effectiveSettings } from '../resolution/resolution.js';
import { cabinetCommand, cabinetProcedure, cabinetQuery } from './operation.js';
import { type Sight, sightOf } from './sight.js';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const shared = { tag: 'Cabinet: money' } as const;
const reading = { ...shared, method: 'get', permission: 'signedIn' } as const;
const ofClient = { params: ClientParams, targets: { 'params.id': 'client' } } as const;
const active = ['cabinet.blocked', 'cabinet.read_only'] as const;

function cutOperation(sight: Sight, { pastFloorReason: _, actorName: __, carrierId: ___, otherClient, ...operation }: OperationView): Operation {
  return { ...operation, otherClient: otherClient && sight.who(otherClient) };
}

async function cutOperations(db: SqlRunner, actor: Actor, operations: readonly OperationView[]): Promise<Operation[]> {
  const sight = await sightOf(db, actor, operations.map(({ otherClient }) => otherClient?.id));
  return operations.map((operation) => cutOperation(sight, operation));
}

function cutInvoice({ id, number, year, issuedOn, clientId, receiver, sum, vat, serviceName, paidBy }: InvoiceView): Invoice {
  return { id, number, year, issuedOn, clientId, receiver: String(receiver.name ?? ''), sum, vat, serviceName, paidBy };
}

function cutTopUp({ actorName: _, channel: __, carrierId: ___, paymentId: ____, terminalAccount: _____, ...topUp }: TopUpView): TopUp {
  return topUp;
}

async function bankDetailsOf(db: SqlRunner, clientId: number): Promise<{ details: BankDetails; sourceId: number | undefined; usesOwnAccount: boolean }> {
  const [effective] = await effectiveSettings(db, [clientId], false);
  const { value, source } = effective?.settings.bankDetails ?? {};
  return { details: (value ?? {}) as BankDetails, sourceId: source?.kind === 'own' ? clientId : source?.id, usesOwnAccount: (effective?.settings.payer?.value as { id: number } | undefined)?.id === clientId };
}

/** Bank details tell whose they are: those of somebody above are left out. */
async function invoiceWithin(db: SqlRunner, actor: Actor, id: number): Promise<InvoiceView> {
  const invoice = await getInvoice(db, id);
  const { sourceId } = await bankDetailsOf(db, invoice.clientId);
  if ((await sightOf(db, actor, [sourceId])).sees(sourceId)) return invoice;
  const { name, address, language } = invoice.payer;
  return { ...invoice, payer: { name, address, language } };
}

const statement = (clientId: number, { from, to, accountKind = 0, tree = false, language }: Static<typeof StatementQuery>) => ({ clientId, from, to, accountKind, tree, language });

const accounts = [
  cabinetQuery(
    { ...reading, ...ofClient, id: 'cabinetListAccounts', path: '/cabinet/clients/{id}/accounts', summary: 'Accounts with balances, held and available sums, and the balance with employees', response: closed({ items: Type.Array(AccountView) }), errors: ['client.not_found', 'account.none'] },
    async (db, _actor, { params: { id } }) => ({ items: await listAccounts(db, id) }),
  ),
  cabinetQuery(
    {
      ...reading, ...ofClient, id: 'cabinetGetBalanceWithEmployees', path: '/cabinet/clients/{id}/balance-with-employees', summary: 'Balance of a client and everybody below, per account kind, now or at an instant (M-9)',
      query: closed({ at: Type.Optional(Instant) }), response: closed({ items: Type.Array(closed({ accountKind: Type.Integer(), balance: Money })) }), errors: ['client.not_found'],
    },
    async (db, _actor, { params: { id }, query: { at } }) => {
      const rows = await balanceWithEmployees(db, id, at === undefined ? null : parseInstant(at, 'query/at'));
      return { items: rows.map(({ kindId, currency, minor }) => ({ accountKind: kindId, balance: { amount: fromMinor(minor), currency } })) };
    },
  ),
  cabinetQuery(
    {
      ...reading, ...ofClient, id: 'cabinetGetOutlook', path: '/cabinet/clients/{id}/outlook', summary: 'How long the money lasts at the pace of the last seven days; null without an own account or without a floor',
      response: closed({ balance: CabinetOutlook }), errors: ['client.not_found'],
    },
    async (db, _actor, { params: { id } }) => ({ balance: await balanceOutlook(db, id) }),
  ),
  cabinetQuery(
    { ...reading, ...ofClient, id: 'cabinetListOperations', path: '/cabinet/clients/{id}/operations', summary: 'The account book, newest first', query: CabinetOperationsQuery, response: CabinetOperationPage, errors: ['client.not_found', 'request.cursor_invalid'] },
    async (db, actor, { params: { id }, query: { limit = 50, cursor, accountKind, from, to } }) => {
      const before = cursor === undefined ? null : decodeCursor(cursor, 'operations')[0];
      if (before !== null && !(Number.isSafeInteger(before) && (before as number) > 0)) throw new AppError('request.cursor_invalid');
      const rows = await listOperations(db, {
        clientId: id, accountKind: accountKind ?? null, from: from === undefined ? null : parseInstant(from, 'query/from'), to: to === undefined ? null : parseInstant(to, 'query/to'), before: before as number | null, limit: limit + 1,
      });
      const last = rows[limit - 1];
      const items = await cutOperations(db, actor, rows.slice(0, limit).map(({ postingId: _, ...operation }) => operation));
      return { items, nextCursor: rows.length > limit && last ? encodeCursor('operations', [last.postingId]) : null };
    },
  ),
  cabinetProcedure(
    {
      ...shared, id: 'cabinetTransfer', method: 'post', path: '/cabinet/transfers', permission: 'right.transfer', status: 201, idempotent: true, summary: 'Move money between two clients of the own subtree (M-8)', body: CabinetTransferInput,
      response: CabinetOperation, targets: { 'body.fromClientId': 'client', 'body.toClientId': 'client' },
      errors: [...active, 'client.not_found', 'client.deleted', 'account.none', 'account.kind_not_found', 'account.carrier_not_found', 'ledger.currency', 'ledger.below_floor', 'request.key_reused', 'transfer.same_client', 'transfer.other_tree', 'conflict.busy'],
    },
    async (db, actor, { body }, { idempotencyKey = null }) => (await cutOperations(db, actor, [await transfer(db, actor, body, idempotencyKey)]))[0] as Operation,
  ),
  cabinetQuery(
    { ...reading, ...ofClient, id: 'cabinetGetStatement', path: '/cabinet/clients/{id}/statement', summary: 'Opening balance, entries, closing balance of an account (M-11)', query: StatementQuery, response: StatementView, errors: ['client.not_found', 'request.too_large'] },
    (db, _actor, { params: { id }, query }) => makeStatement(db, statement(id, query)),
  ),
  ...([['csv', 'text/csv', 'Csv'], ['xlsx', XLSX, 'Xlsx'], ['pdf', 'application/pdf', 'Pdf']] as const).map(([format, download, suffix]) =>
    cabinetQuery(
      { ...reading, ...ofClient, id: `cabinetGetStatement${suffix}` as 'cabinetGetStatementCsv', path: `/cabinet/clients/{id}/statement.${format}`, summary: `The statement as ${format.toUpperCase()}`, query: StatementQuery, response: Download, download, errors: ['client.not_found', 'request.too_large'] },
      async (db, _actor, { params: { id }, query }) => {
        const made = await makeStatement(db, statement(id, query));
        const content = format === 'pdf' ? await statementPdf(made) : format === 'csv' ? toCsv(statementTable(made)) : await toXlsx(statementTable(made));
        return { fileName: `statement-${id}-${query.from}-${query.to}.${format}`, content };
      },
    ),
  ),
];

const budgets = [
  cabinetQuery(
    { ...reading, ...ofClient, id: 'cabinetListBudgets', path: '/cabinet/clients/{id}/budgets', summary: "A client's budgets with what is left of them (M-12)", response: closed({ items: Type.Array(BudgetView) }), errors: ['client.not_found'] },
    async (db, _actor, { params: { id } }) => ({ items: await listBudgets(db, id) }),
  ),
  cabinetCommand(
    {
      ...shared, id: 'cabinetSetBudget', method: 'put', path: '/cabinet/clients/{id}/budgets/{period}', permission: 'right.transfer', summary: 'Give a client below a budget for itself and everybody under it', params: BudgetParams, body: BudgetInput,
      response: BudgetView, targets: { 'params.id': 'below' }, errors: [...active, 'client.not_found', 'client.deleted', 'ledger.currency', 'conflict.version', 'conflict.busy'],
    },
    (tx, actor, { params: { id, period }, body, version }) => setBudget(tx, actor, id, period, body.sum, version),
  ),
  cabinetCommand(
    {
      ...shared, id: 'cabinetRemoveBudget', method: 'delete', path: '/cabinet/clients/{id}/budgets/{period}', permission: 'right.transfer', status: 204, summary: 'No budget for this period any more', params: BudgetParams, response: Type.Null(),
      targets: { 'params.id': 'below' }, errors: [...active, 'client.not_found', 'budget.not_found'],
    },
    async (tx, actor, { params: { id, period } }) => {
      await removeBudget(tx, actor, id, period);
      return null;
    },
  ),
];

const payingIn = [
  cabinetCommand(
    {
      ...shared, ...ofClient, id: 'cabinetCreateInvoice', method: 'post', path: '/cabinet/clients/{id}/invoices', permission: 'signedIn', status: 201, summary: 'Make an invoice for payment, for a client with an own account, where the service allows it', body: CabinetInvoiceInput,
      response: CabinetInvoice, errors: [...active, 'client.not_found', 'client.deleted', 'account.none', 'account.carrier_not_found', 'ledger.currency', 'cabinet.invoices_not_allowed'],
    },
    async (tx, actor, { params: { id }, body: { sum } }) => {
      const { details, usesOwnAccount } = await bankDetailsOf(tx, id);
      if (!usesOwnAccount) throw new AppError('account.none');
      if (details.invoicesAllowed !== true) throw new AppError('cabinet.invoices_not_allowed');
      return cutInvoice(await getInvoice(tx, await createInvoice(tx, actor, id, { sum })));
    },
  ),
  cabinetQuery(
    { ...reading, ...ofClient, id: 'cabinetListInvoices', path: '/cabinet/clients/{id}/invoices', summary: "A client's invoices, newest first", query: closed(PageQuery), response: page(CabinetInvoice), errors: ['client.not_found', 'request.cursor_invalid'] },
    async (db, _actor, { params: { id }, query: { limit = 50, cursor } }) => {
      const invoices = await listInvoices(db, id, cursor === undefined ? null : (decodeCursor(cursor, 'invoices', ['id'])[0] as number), limit + 1);
      const items = invoices.slice(0, limit).map(cutInvoice);
      return { items, nextCursor: invoices.length > limit ? encodeCursor('invoices', [items[limit - 1]?.id]) : null };
    },
  ),
  cabinetQuery(
    { ...reading, id: 'cabinetGetInvoice', path: '/cabinet/invoices/{id}', summary: 'One invoice', params: ClientParams, response: CabinetInvoice, targets: { 'params.id': 'invoice' }, errors: ['invoice.not_found'] },
    async (db, _actor, { params: { id } }) => cutInvoice(await getInvoice(db, id)),
  ),
  cabinetQuery(
    { ...reading, id: 'cabinetGetInvoicePdf', path: '/cabinet/invoices/{id}/pdf', summary: 'The invoice as PDF', params: ClientParams, response: Download, download: 'application/pdf', targets: { 'params.id': 'invoice' }, errors: ['invoice.not_found'] },
    async (db, actor, { params: { id } }) => {
      const invoice = await invoiceWithin(db, actor, id);
      return { fileName: `invoice-${invoice.year}-${invoice.number}.pdf`, content: await invoicePdf(invoice) };
    },
  ),
  cabinetProcedure(
    {
      ...shared, ...ofClient, id: 'cabinetStartTopUp', method: 'post', path: '/cabinet/clients/{id}/top-ups', permission: 'cardTopUp', status: 201, idempotent: true, summary: 'Start a payment by bank card; the payer pays at paymentUrl (M-10)', body: closed({ sum: TopUpInput.properties.sum }),
      response: CabinetTopUp, errors: [...active, 'client.not_found', 'client.deleted', 'account.none', 'account.carrier_not_found', 'ledger.currency', 'top_up.not_allowed', 'top_up.not_configured', 'top_up.gateway', 'request.key_reused'],
    },
    async (db, actor, { params: { id }, body }, { context, idempotencyKey = null }) => cutTopUp(await startCardTopUp(db, actor, paymentGateway(context.config), id, body, idempotencyKey)),
  ),
  cabinetQuery(
    { ...reading, ...ofClient, id: 'cabinetListTopUps', path: '/cabinet/clients/{id}/top-ups', summary: 'Payments by bank card and at terminals, newest first', query: closed(PageQuery), response: page(CabinetTopUp), errors: ['client.not_found', 'request.cursor_invalid'] },
    async (db, _actor, { params: { id }, query: { limit = 50, cursor } }) => {
      const found = await listTopUps(db, id, cursor === undefined ? null : (decodeCursor(cursor, 'topUps', ['id'])[0] as number), limit + 1);
      const items = found.slice(0, limit).map(cutTopUp);
      return { items, nextCursor: found.length > limit ? encodeCursor('topUps', [items[limit - 1]?.id]) : null };
    },
  ),
  cabinetQuery(
    { ...reading, id: 'cabinetGetTopUp', path: '/cabinet/top-ups/{id}', summary: 'One payment by bank card or at a terminal', params: ClientParams, response: CabinetTopUp, targets: { 'params.id': 'topUp' }, errors: ['top_up.not_found'] },
    async (db, _actor, { params: { id } }) => cutTopUp(await getTopUp(db, id)),
  ),
];

export const cabinetMoneyOperations = [...accounts, ...budgets, ...payingIn];
