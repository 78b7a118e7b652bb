import { expect } from 'chai';
import { parse } from 'csv-parse/sync';
import readXlsxFile from 'read-excel-file/node';
import { signedIn, signedInFirm } from '../cabinet/support.js';
import { ordering, rub } from '../orders/support.js';
import { DESKTOP, PHONE, expectAccessible, expectNoSideways, expectQuiet, keepPicture, savedBy } from '../support/browser.js';
import { useScreens } from '../support/screens.js';

const NARROW = { width: 320, height: 640 };
/** Where axe looks in no other journey. */
const UNTRIED = ['/orders', '/orders?tab=daily', '/history'];

describe('Cabinet: money, reports, history (C-5, C-6, C-8)', () => {
  const { server, screen } = useScreens({ environment: { PAYMENT_GATEWAY: 'simulated' }, screen: () => ({ client: token, ...PHONE }) });
  const { call, must, set, fill, ownAccount, state, money } = ordering(server);
  let ids: Record<string, number>;
  let token: string;
  before(async () => {
    ({ ids, token } = await signedInFirm(server.get()));
    await ownAccount(ids.South);
    await must(call('POST', '/transfers', { fromClientId: ids.Org, toClientId: ids.South, sum: rub('250.50') }));
    await ride(ids.North, '120.10', { costCentre: 'CC-1' });
    await ride(ids.Org, '29.90');
    await must(call('POST', `/clients/${ids.Org}/operations`, { type: 'receipt', sum: rub('0.50'), name: 'A coin' }));
  });
  const { open } = screen;
  const ride = async (customer: number | undefined, sum: string, more: object = {}) => {
    const { id } = await must(call('POST', '/orders', { clientId: customer, sum: rub(sum), pay: { useCashless: true }, ...more }));
    await must(state(id, 'finished'));
  };

  it('M-10 pays in by card through the gateway, and makes an invoice that is saved as PDF', async () => {
    await set(ids.Org, 'bankDetails', { bankName: 'A bank', invoicesAllowed: true });
    const page = await open({ at: '/cabinet/money?tab=payIn' });
    await page.route('http://localhost:3000/**', (route) => route.fulfill({ status: 302, headers: { location: server.get().url + new URL(route.request().url()).pathname } }));
    await page.getByLabel('Sum').fill('99');
    await page.getByRole('button', { name: 'Make an invoice' }).click();
    await page.getByText('№ 1').waitFor();
    expect((await savedBy(page, 'Save as PDF')).content.subarray(0, 5).toString()).to.equal('%PDF-');
    await page.getByLabel('Sum').fill('400');
    await expectAccessible(page);
    const before = await money(ids.Org);
    await page.getByRole('button', { name: 'Pay by bank card' }).click();
    await page.getByRole('button', { name: 'Pay', exact: true }).click();
    await page.getByText('It was paid and booked.').waitFor();
    await page.getByRole('link', { name: 'Back to the cabinet' }).click();
    await page.getByText('paid', { exact: true }).waitFor();
    expect((await money(ids.Org))[0]).to.equal((Number(before[0]) + 400).toFixed(2));
    await expectAccessible(page);
    expectQuiet(screen);
  });

  it('tells at home that the contract ends, that money comes to its end, and who has not come in, as it happens', async () => {
    const page = await open();
    await page.getByRole('heading', { name: 'What is left' }).waitFor();
    expect(await page.getByLabel('Needs attention').count()).to.equal(0);
    await must(call('PATCH', `/clients/${ids.Org}`, { contractTo: new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10) }));
    await page.getByText('Your contract ends on').waitFor();
    await ride(ids.Org, '600.00');
    await page.getByText('at last week’s pace').waitFor();
    await must(call('PATCH', `/clients/${ids.Boris}`, { email: 'boris@firm.example' }));
    await must(server.get().call('POST', `/cabinet/clients/${ids.Boris}/invite`, {}, { token }));
    await page.getByText('1 person has not taken up the invitation').waitFor();
    await expectAccessible(page);
    await keepPicture(page, 'notices-390');
    const [balance] = await money(ids.Org);
    await must(call('POST', `/clients/${ids.Org}/operations`, { type: 'expense', sum: rub(balance) }));
    await page.getByText('Nothing is left for orders by account.').waitFor();
    await fill(ids.Org, '9000.00');
    await page.getByText('Nothing is left for orders by account.').waitFor({ state: 'hidden' });
    expectQuiet(screen);
  });

  it('gives a unit a budget, which the unit sees and cannot change', async () => {
    const page = await open({ at: `/cabinet/money?tab=budgets&of=${ids.South}&name=South`, ...DESKTOP });
    const month = page.getByRole('region', { name: 'Budget this month' });
    await month.getByLabel('Sum').fill('500');
    await month.getByRole('button', { name: 'Set' }).click();
    await month.getByText('100 % left').or(month.getByRole('img')).first().waitFor();
    await expectAccessible(page);
    expectQuiet(screen);
    await screen.close();
    const south = await open({ client: await signedIn(server.get(), ids.South, 'south'), at: '/cabinet/money?tab=budgets' });
    await south.getByText('₽500.00').first().waitFor();
    expect(await south.getByLabel('Sum').count()).to.equal(0);
  });

  it('reports trips and sums by month, unit, person and cost centre: the same on the screen and in the files', async () => {
    const page = await open({ at: '/cabinet/reports', ...DESKTOP });
    for (const [tab, first] of [['By month', null], ['By unit', 'Org'], ['By person', 'Org'], ['By cost centre', 'not said']] as const) {
      await page.getByRole('tab', { name: tab }).click();
      const table = page.getByRole('table', { name: tab });
      await table.getByText('₽750.00').first().waitFor();
      if (first) await table.getByRole('rowheader', { name: first }).waitFor();
      await page.locator('.chart svg').first().waitFor();
      await expectAccessible(page);
    }
    await page.getByRole('tab', { name: 'By person' }).click();
    const rows = parse((await savedBy(page, 'Save as CSV')).content, { bom: true }) as string[][];
    expect(rows.flat()).to.include.members(['North', '120.10']);
    const sheet = JSON.stringify(await readXlsxFile((await savedBy(page, 'Save as XLSX')).content));
    expect(sheet).to.include('North').and.to.include('120.1');
    expect((await savedBy(page, 'Save as PDF')).content.subarray(0, 5).toString()).to.equal('%PDF-');
    expectQuiet(screen);
  });

  it('C-8 stays readable at 320 px without sideways scrolling, with nothing serious of axe, the history in words too', async function () {
    this.timeout(120_000);
    await must(call('PATCH', `/clients/${ids.Anna}`, { driverNote: 'A rather long note for the driver, so that it has to be broken somewhere' }));
    await set(ids.South, 'balanceFloor', rub('-20.00'));
    const { id } = await must(call('POST', '/orders', { clientId: ids.Anna, addresses: [{ address: 'Проспект Шестидесятилетия Октября, 12, корпус 3, подъезд 4' }], at: '2040-05-01T09:30:00Z' }));
    const page = await open({ ...NARROW });
    for (const at of ['/', '/orders', '/orders?tab=finished', '/orders?tab=daily', '/orders/new', `/orders/${id}`, `/orders/${id}/change`, '/money', '/money?tab=statement', '/money?tab=payIn', '/reports', '/history']) {
      await page.goto(new URL(`/cabinet${at}`, server.get().url).toString());
      await page.getByRole('heading', { level: 1 }).first().waitFor({ state: 'attached' });
      await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' });
      await expectNoSideways(page, at);
      if (UNTRIED.includes(at)) await expectAccessible(page);
    }
    await page.getByText('Balance floor: inherited → ₽-20.00').or(page.getByText('Balance floor: inherited → -₽20.00')).first().waitFor();
    expectQuiet(screen);
  });
});
