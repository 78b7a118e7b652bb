import { parse } from 'csv-parse/sync';
import { expect } from 'chai';
import readXlsxFile from 'read-excel-file/node';
import { vatWithin } from '../../src/accounts/invoices.js';
import { useServer } from '../support/server.js';

const rub = (amount: string) => ({ amount, currency: 'RUB' });

describe('M-11 statements', () => {
  const server = useServer({ TIME_ZONE: 'Europe/London' });
  let root: number;
  let unit: number;
  const post = (path: string, body: unknown) => server.get().call('POST', path, body);
  const download = async (path: string) => {
    const response = await fetch(`${server.get().url}/api/v1${path}`, { headers: { authorization: `Bearer ${server.get().token}` } });
    return { type: response.headers.get('content-type'), content: Buffer.from(await response.arrayBuffer()) };
  };
  before(async () => {
    root = (await post('/clients', { name: 'ООО «Магнит»', timeZone: 'Asia/Vladivostok' })).body.id;
    unit = (await post('/clients', { name: 'Unit', parentId: root, usesOwnAccount: true })).body.id;
    for (const [id, type, amount, at, comment] of [
      [root, 'receipt', '100.00', '2026-01-31T13:59:59Z', 'still January in Vladivostok'],
      [root, 'receipt', '50.00', '2026-01-31T14:00:00Z', 'February there'],
      [root, 'expense', '20.00', '2026-02-10T00:00:00Z', '=HYPERLINK("http://evil")'],
      [unit, 'receipt', '7.00', '2026-02-11T00:00:00Z', 'of the unit'],
      [root, 'expense', '1.00', '2026-02-28T14:00:00Z', 'March there'],
    ]) {
      expect((await post(`/clients/${id}/operations`, { type, sum: rub(amount as string), at, comment })).status).to.equal(201);
    }
  });
  const february = 'from=2026-02-01&to=2026-02-28';

  it('cut days in the time zone of the client, and opening + entries = closing', async () => {
    const { body } = await server.get().call('GET', `/clients/${root}/statement?${february}`);
    expect(body).to.include({ opening: '100.00', receipts: '50.00', expenses: '20.00', closing: '130.00', timeZone: 'Asia/Vladivostok' });
    expect(body.lines.map(({ balance }: { balance: string }) => balance)).to.deep.equal(['150.00', '130.00']);
  });

  it('cut days in the nearest zone upwards where the client has none, in the service\'s where nobody has', async () => {
    const { body } = await server.get().call('GET', `/clients/${unit}/statement?from=2026-02-11&to=2026-02-11`);
    expect(body).to.include({ timeZone: 'Asia/Vladivostok', opening: '0.00', closing: '7.00' });
    const alone = (await post('/clients', { name: 'Alone' })).body.id;
    expect((await server.get().call('GET', `/clients/${alone}/statement?${february}`)).body.timeZone).to.equal('Europe/London');
  });

  it('are in the language that is asked for', async () => {
    const { content } = await download(`/clients/${root}/statement.csv?${february}&language=fr`);
    expect(content.toString()).to.include('Solde');
  });

  it('of a whole tree have everybody below', async () => {
    const { body } = await server.get().call('GET', `/clients/${root}/statement?${february}&tree=true`);
    expect(body).to.include({ opening: '100.00', closing: '137.00' });
    expect(body.lines.map(({ client }: { client: { name: string } }) => client.name)).to.deep.equal(['ООО «Магнит»', 'ООО «Магнит»', 'Unit']);
  });

  it('as CSV open in spreadsheet programs and carry no formulas', async () => {
    const { type, content } = await download(`/clients/${root}/statement.csv?${february}`);
    expect(type).to.match(/^text\/csv/);
    const rows = parse(content, { bom: true }) as string[][];
    expect(rows).to.have.length(5);
    expect(rows.flat().filter((cell) => /^[=+@]/.test(cell))).to.deep.equal([]);
    expect(rows[4]?.at(-1)).to.equal('130.00');
  });

  it('as XLSX have the same figures as numbers', async () => {
    const { content } = await download(`/clients/${root}/statement.xlsx?${february}`);
    const rows = (await readXlsxFile(content)) as unknown as { data: unknown[][] }[] | unknown[][];
    const table = (Array.isArray((rows[0] as { data?: unknown[][] }).data) ? (rows[0] as { data: unknown[][] }).data : rows) as unknown[][];
    expect(table[4]?.slice(4)).to.deep.equal([50, 20, 130]);
  });

  it('as PDF are PDF', async () => {
    const { type, content } = await download(`/clients/${root}/statement.pdf?${february}`);
    expect(type).to.equal('application/pdf');
    expect(content.subarray(0, 5).toString()).to.equal('%PDF-');
    expect(content.length).to.be.greaterThan(5_000);
  });

  it('refuse a period that ends before it begins, and unknown clients', async () => {
    const refused = await server.get().call('GET', `/clients/${root}/statement?from=2026-02-02&to=2026-02-01`);
    expect(refused.body.errors[0].path).to.equal('query/to');
    expect((await server.get().call('GET', `/clients/2000000000/statement?${february}`)).status).to.equal(404);
  });
});

describe('invoices for payment', () => {
  const server = useServer();
  const post = (path: string, body?: unknown) => server.get().call('POST', path, body);
  let root: number;
  let unit: number;
  before(async () => {
    const { call } = server.get();
    const carrier = (await call('GET', '/carriers')).body.items[0];
    await call('PATCH', `/carriers/${carrier.id}`, { details: { legalName: 'ООО «Такси»', inn: '7707083893', address: 'Москва' } });
    root = (await post('/clients', { name: 'ООО «Магнит»' })).body.id;
    unit = (await post('/clients', { name: 'Отдел', parentId: root })).body.id;
    await call('PUT', `/clients/${root}/settings/bankDetails`, { value: { inn: '7707083893', bankName: 'Банк' } });
  });

  it('take the details of the nearest superior and keep them as they were', async () => {
    const made = await post(`/clients/${unit}/invoices`, { sum: rub('1200'), vatPercent: 20 });
    expect(made.status, JSON.stringify(made.body)).to.equal(201);
    expect(made.body).to.deep.include({ number: 1, vat: { percent: 20, sum: rub('200.00') }, sum: rub('1200.00') });
    expect(made.body.payer).to.include({ name: 'Отдел', inn: '7707083893', bankName: 'Банк' });
    expect(made.body.receiver).to.include({ name: 'ООО «Такси»', inn: '7707083893' });
    const pdf = await fetch(`${server.get().url}/api/v1/invoices/${made.body.id}/pdf`, { headers: { authorization: `Bearer ${server.get().token}` } });
    expect(Buffer.from(await pdf.arrayBuffer()).subarray(0, 5).toString()).to.equal('%PDF-');
  });

  it('are numbered without gaps, also when many are made at once and some are refused', async () => {
    const before = (await server.get().call('GET', `/clients/${root}/invoices?limit=1`)).body.items[0]?.number ?? 1;
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, index) => post(`/clients/${root}/invoices`, { sum: index % 3 ? rub('10') : { amount: '10', currency: 'EUR' } })),
    );
    const numbers = answers.filter(({ status }) => status === 201).map(({ body }) => body.number as number).sort((a, b) => a - b);
    expect(numbers).to.deep.equal(Array.from({ length: 20 }, (_, index) => before + 1 + index));
  });

  it('M-10 paid is booked once, on the account of who pays', async () => {
    const { id } = (await post(`/clients/${unit}/invoices`, { sum: rub('99') })).body;
    const answers = await Promise.all(Array.from({ length: 10 }, () => post(`/invoices/${id}/paid`)));
    expect(new Set(answers.map(({ body }) => body.id)).size).to.equal(1);
    expect(answers[0]?.body).to.deep.include({ clientId: root, sum: rub('99.00') });
    expect((await server.get().call('GET', `/invoices/${id}`)).body.paidBy).to.equal(answers[0]?.body.id);
  });

  it('the tax inside a sum is rounded half up', () => {
    expect(vatWithin(120_00n, 20)).to.equal(20_00n);
    expect(vatWithin(100n, 20)).to.equal(17n);
    expect(vatWithin(1n, 20)).to.equal(0n);
    expect(vatWithin(3n, 20)).to.equal(1n);
  });
});
