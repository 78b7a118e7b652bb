// Invoices for payment: numbered by one per carrier and year, without gaps, also when many are made at once. Paying
// one books a receipt, once, however often the notice comes (M-10).
import type { Content } from 'pdfmake/interfaces.js';
import type { Actor } from '../auth/actor.js';
import { ownFields, requireLive } from '../clients/card.js';
import { timeZoneOf } from '../clients/time-zone.js';
import type { InvoiceInput, InvoiceView, OperationView } from '../contract/accounts.js';
import type { BankDetails } from '../contract/settings.js';
import type { Db, Tx } from '../db/database.js';
import { loadSql, queryOptionalRow, queryRow, queryRows, type SqlRunner } from '../db/sql.js';
import { toPdf } from '../documents/pdf.js';
import { dayText, documentLanguage, labelText, moneyText, type Word, wordsIn } from '../documents/words.js';
import { record } from '../history/history.js';
import { AppError, fieldError } from '../lib/app-error.js';
import { fromMinor, toMinor } from '../lib/money.js';
import { effectiveSettings } from '../resolution/resolution.js';
import { getOperation, payerId } from './accounts.js';
import { bookEntry } from './ledger.js';

const sql = loadSql(import.meta.url);

const DEFAULT_SERVICE: Record<string, string> = { ru: 'Транспортные услуги', en: 'Transport services', fr: 'Services de transport' };

/** Makes an invoice and gives its id. The payer's bank details are its own, else the nearest superior's. */
export async function createInvoice(tx: Tx, actor: Actor, clientId: number, input: InvoiceInput): Promise<number> {
  await requireLive(tx, clientId);
  const [client, [effective]] = [await ownFields(tx, clientId), await effectiveSettings(tx, [clientId], false)];
  const carrier = await queryOptionalRow<{ id: number; name: string; currency: string; details: { legalName?: string } | null }>(tx, sql('select_carrier'), { carrier_id: input.carrierId ?? null });
  if (!carrier) throw fieldError('account.carrier_not_found', 'body/carrierId', 'There is no such carrier.');
  if (carrier.currency !== input.sum.currency) throw fieldError('ledger.currency', 'body/sum/currency', `must be ${carrier.currency}, the currency of the carrier`);
  const bankDetails = (effective?.settings.bankDetails?.value ?? {}) as BankDetails;
  const today = tx.clock.now().setZone(await timeZoneOf(tx, clientId));
  // The row of the number is locked until the end of the transaction: the next one waits, and a rollback leaves no gap.
  const { number } = await queryRow<{ number: number }>(tx, sql('take_number'), { carrier_id: carrier.id, year: today.year });
  const { id } = await queryRow<{ id: number }>(tx, sql('insert_invoice'), {
    carrier_id: carrier.id, year: today.year, number, client_id: clientId, issued_on: today.toISODate() ?? '', sum_minor: toMinor(input.sum.amount).toString(), currency: input.sum.currency,
    service_name: input.serviceName?.trim() || (DEFAULT_SERVICE[documentLanguage(client.language)] as string), vat_percent: input.vatPercent ?? null,
    payer: JSON.stringify({ name: client.name, address: client.address, language: client.language, ...bankDetails }),
    receiver: JSON.stringify({ name: carrier.details?.legalName ?? carrier.name, ...carrier.details }), actor_name: actor.name, created_at: tx.clock.now().toJSDate(),
  });
  await record(tx, actor, { entity: 'invoice', entityId: id, version: null, action: 'invoice.created', changes: { number: [null, number], sum: [null, input.sum], clientId: [null, clientId] } });
  return id;
}

interface Row {
  id: number; number: number; year: number; issuedOn: string; clientId: number; carrierId: number; carrierName: string; amount: string; currency: string;
  vatPercent: number | null; serviceName: string; payer: Record<string, unknown>; receiver: Record<string, unknown>; paidBy: string | null; actorName: string;
}

export async function getInvoice(db: SqlRunner, id: number): Promise<InvoiceView> {
  const row = await queryOptionalRow<Row>(db, sql('select_invoice'), { invoice_id: id });
  if (!row) throw new AppError('invoice.not_found');
  return toView(row);
}

/** A client's invoices, newest first. */
export async function listInvoices(db: SqlRunner, clientId: number, before: number | null, limit: number): Promise<InvoiceView[]> {
  return (await queryRows<Row>(db, sql('list_invoices'), { client_id: clientId, before, limit })).map(toView);
}

function toView({ carrierId, carrierName, amount, currency, vatPercent, paidBy, ...row }: Row): InvoiceView {
  const minor = BigInt(amount);
  return {
    ...row,
    carrier: { id: carrierId, name: carrierName },
    sum: { amount: fromMinor(minor), currency },
    vat: vatPercent === null ? null : { percent: vatPercent, sum: { amount: fromMinor(vatWithin(minor, vatPercent)), currency } },
    paidBy: paidBy === null ? null : Number(paidBy),
  };
}

/** The tax inside a sum that includes it, rounded half up to the minor unit. */
export function vatWithin(minor: bigint, percent: number): bigint {
  const hundredths = BigInt(Math.round(percent * 100));
  const whole = 10_000n + hundredths;
  return (2n * minor * hundredths + whole) / (2n * whole);
}

/** Books the receipt for a paid invoice on the account of the client, or of who pays for it. Says so again if it was paid before. */
export async function payInvoice(db: Db, actor: Actor, id: number): Promise<OperationView> {
  const { entryId, clientId } = await db.transaction(async (tx) => {
    const invoice = await queryOptionalRow<{ clientId: number; carrierId: number; amount: string; currency: string; entryId: string | null; number: number; year: number }>(tx, sql('lock_invoice'), { invoice_id: id });
    if (!invoice) throw new AppError('invoice.not_found');
    const payer = await payerId(tx, invoice.clientId);
    if (invoice.entryId !== null) return { entryId: Number(invoice.entryId), clientId: payer };
    const account = { carrierId: invoice.carrierId, kindId: 0, currency: invoice.currency };
    const amount = BigInt(invoice.amount);
    const booked = await bookEntry(tx, actor, {
      entry: { kind: 'receipt', name: `Invoice ${invoice.number}/${invoice.year}` },
      postings: [
        { account: { clientId: payer, ...account }, amount, floor: null },
        { account: { serviceRole: 'bank', ...account }, amount: -amount, floor: null },
      ],
    });
    await queryRow(tx, sql('mark_paid'), { invoice_id: id, entry_id: booked });
    await record(tx, actor, { entity: 'invoice', entityId: id, version: null, action: 'invoice.paid', changes: { paidBy: [null, booked] } });
    return { entryId: booked, clientId: payer };
  });
  return getOperation(db, entryId, clientId);
}

export function invoicePdf(invoice: InvoiceView): Promise<Buffer> {
  const language = documentLanguage(invoice.payer.language as string | null);
  const say = wordsIn(language);
  const party = (title: Word, details: Record<string, unknown>): Content => ({
    margin: [0, 0, 0, 10],
    stack: [
      { text: say(title), bold: true },
      { text: [details.name, details.address].filter(Boolean).join(', ') },
      ...(['inn', 'kpp', 'account', 'bankName', 'bik', 'correspondentAccount'] as const)
        .filter((field) => details[field])
        .map((field) => ({ text: `${labelText(say(field === 'bankName' ? 'bank' : field), language)}${String(details[field])}` })),
    ],
  });
  const title = `${say('invoice')} ${say('number')} ${invoice.number} ${say('from')} ${dayText(invoice.issuedOn, language)}`;
  const money = ({ amount, currency }: { amount: string; currency: string }) => `${moneyText(amount, language)} ${currency}`;
  const sum = money(invoice.sum);
  return toPdf({
    info: { title },
    content: [
      party('receiver', invoice.receiver),
      { text: title, fontSize: 16, bold: true, margin: [0, 10, 0, 10] },
      party('payer', invoice.payer),
      {
        layout: 'lightHorizontalLines',
        table: { headerRows: 1, widths: ['*', 120], body: [[{ text: say('service'), bold: true }, { text: say('sum'), bold: true, alignment: 'right' }], [invoice.serviceName, { text: sum, alignment: 'right' }]] },
      },
      { text: `${labelText(say('total'), language)}${sum}`, bold: true, alignment: 'right', margin: [0, 10, 0, 0] },
      { text: invoice.vat ? `${labelText(`${say('vat')} ${invoice.vat.percent} %`, language)}${money(invoice.vat.sum)}` : say('noVat'), alignment: 'right' },
    ],
  });
}
