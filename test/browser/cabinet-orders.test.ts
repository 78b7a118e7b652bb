import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { parse } from 'csv-parse/sync';
import type { Page } from 'playwright-core';
import { signedInFirm } from '../cabinet/support.js';
import { ordering, rub } from '../orders/support.js';
import { DESKTOP, PHONE, expectAccessible, expectQuiet, keepPicture } from '../support/browser.js';
import { openLine } from '../support/cut-line.js';
import { useScreens } from '../support/screens.js';

/** Three steps on a phone, one page on a desktop. */
const SIZES = [PHONE, DESKTOP];

describe('Cabinet: orders (C-5, C-6, C-9)', () => {
  const { server, screen } = useScreens({ screen: () => ({ client: token, ...PHONE }) });
  const { call, must, set, state, budget } = ordering(server);
  let ids: Record<string, number>;
  let token: string;
  before(async () => {
    ({ ids, token } = await signedInFirm(server.get()));
  });
  const { open } = screen;
  const ordersOf = async (customer: number | undefined) => (await must(call('GET', `/orders?customerId=${customer}`))).items;

  const guests = async () => (await must(call('GET', '/orders?kind=current&limit=200'))).items.filter(({ passenger }: { passenger: string | null }) => passenger === 'A guest');

  for (const size of SIZES) {
    const next = async (page: Page) => {
      if (size === PHONE) await page.getByRole('button', { name: 'Next' }).click();
    };

    it(`orders for an employee at ${size.width} px, and the car shows at once`, async () => {
      const page = await open(size);
      await page.getByRole('link', { name: 'Order a ride' }).click();
      await page.getByRole('combobox', { name: 'For whom' }).fill('Ann');
      await page.getByRole('option', { name: 'Anna' }).click();
      await expectAccessible(page);
      await next(page);
      await page.getByLabel('From', { exact: true }).fill('Lenina 1');
      await page.getByLabel('To', { exact: true }).fill('Airport');
      await page.reload();
      await next(page);
      expect(await page.getByLabel('To', { exact: true }).inputValue(), 'C-9: nothing typed is lost').to.equal('Airport');
      await expectAccessible(page);
      await next(page);
      await page.getByText('Left on the account').waitFor();
      await expectAccessible(page);
      await keepPicture(page, `order-check-${size.width}`);
      await page.getByRole('button', { name: 'Order now' }).click();
      await page.getByText(/Order \d+ is made/).waitFor();
      const [order] = await ordersOf(ids.Anna);
      expect(order.addresses.map(({ address }: { address: string }) => address)).to.deep.equal(['Lenina 1', 'Airport']);
      await must(state(order.id, 'driverAssigned', { driver: 'Ivan', car: `Kia ${size.width}` }));
      await page.getByText(`Kia ${size.width}`).waitFor();
      await page.getByRole('link', { name: 'Home' }).click();
      await page.getByText(`Kia ${size.width} · Ivan`).waitFor();
      await expectAccessible(page);
      await keepPicture(page, `home-ride-${size.width}`);
      expectQuiet(screen);
    });

    it(`orders for later at ${size.width} px, and cancels with the price told`, async () => {
      const page = await open({ at: '/cabinet/orders/new', ...size });
      await page.getByRole('combobox', { name: 'For whom' }).fill('Bor');
      await page.getByRole('option', { name: 'Boris' }).waitFor();
      await page.keyboard.press('Enter');
      await next(page);
      await page.getByLabel('From', { exact: true }).fill('Mira 5');
      await page.getByLabel('Later').check();
      await page.getByLabel('Day and time').fill('2040-05-01T09:30');
      await expectAccessible(page);
      await next(page);
      await page.getByRole('button', { name: 'Order for then' }).click();
      await page.getByText(/Order \d+ is made/).waitFor();
      expect((await ordersOf(ids.Boris))[0].at, 'in the zone of the client').to.match(/^2040-05-01T/);
      await page.getByRole('button', { name: 'Cancel' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText('Cancelling now costs').waitFor();
      await expectAccessible(page);
      await dialog.getByRole('button', { name: 'Cancel the order' }).click();
      await page.locator('output').getByText('cancelled').waitFor();
      expectQuiet(screen);
    });

    it(`C-5 tells a refusal at ${size.width} px with its reason before sending, in place of the button, and takes it back when the reason goes`, async () => {
      await budget(ids.North, 'day', '0');
      await set(ids.North, 'cashForbidden', true);
      await must(call('POST', `/clients/${ids.North}/block`, { reason: 'left' }));
      const page = await open({ at: '/cabinet/orders/new', ...size });
      await page.getByRole('combobox', { name: 'For whom' }).fill('Nor');
      await page.getByRole('option', { name: 'North' }).click();
      await next(page);
      await page.getByLabel('From', { exact: true }).fill('Mira 5');
      await next(page);
      await page.getByText('This order would be refused').waitFor();
      expect(await page.getByRole('button', { name: 'Order now' }).count()).to.equal(0);
      await expectAccessible(page);
      await keepPicture(page, `refusal-${size.width}`);
      await must(call('POST', `/clients/${ids.North}/unblock`, {}));
      await must(call('DELETE', `/clients/${ids.North}/budgets/day`));
      await must(call('DELETE', `/clients/${ids.North}/settings/cashForbidden`));
      await page.getByRole('button', { name: 'Order now' }).waitFor();
      expectQuiet(screen);
    });
  }

  it('C-9 makes one order when the server has made it and its answer is lost', async function () {
    this.timeout(90_000);
    const before = (await ordersOf(ids.South)).length;
    const line = await openLine(server.get().url);
    const page = await screen.open({ at: '/cabinet/orders/new', ...DESKTOP, url: line.url });
    try {
      await page.getByRole('combobox', { name: 'For whom' }).fill('Sou');
      await page.getByRole('option', { name: 'South' }).click();
      await page.getByLabel('From', { exact: true }).fill('Sadovaya 2');
      await page.getByText('Left on the account').waitFor();
      line.loseAnswers();
      await page.getByRole('button', { name: 'Order now' }).click();
      while ((await ordersOf(ids.South)).length === before) await page.waitForTimeout(50);
      line.cut();
      await page.getByText('The order is being sent again').waitFor();
      line.mend();
      await page.getByText(/Order \d+ is made/).waitFor({ timeout: 30_000 });
      expect((await ordersOf(ids.South)).length).to.equal(before + 1);
    } finally {
      await line.close();
    }
  });

  it('C-9 has what was typed again after the tab was closed while the answer was lost, and still makes one order', async function () {
    this.timeout(90_000);
    const line = await openLine(server.get().url);
    await screen.open({ at: '/cabinet/orders/new', ...DESKTOP, url: line.url });
    try {
      await screen.page.getByLabel('Passenger').fill('A guest');
      await screen.page.getByLabel('From', { exact: true }).fill('Mira 77');
      await screen.page.getByText('Left on the account').waitFor();
      line.loseAnswers();
      await screen.page.getByRole('button', { name: 'Order now' }).click();
      while ((await guests()).length === 0) await screen.page.waitForTimeout(50);
      await Promise.all([screen.page.waitForEvent('close'), screen.page.close({ runBeforeUnload: true })]);
      line.cut();
      line.mend();
      const page = await screen.context.newPage();
      await page.goto(new URL('/cabinet/orders/new', line.url).toString());
      await page.getByLabel('From', { exact: true }).waitFor();
      expect(await page.getByLabel('From', { exact: true }).inputValue()).to.equal('Mira 77');
      expect(await page.getByLabel('Passenger').inputValue()).to.equal('A guest');
      await page.getByRole('button', { name: 'Order now' }).click();
      await page.getByText(/Order \d+ is made/).waitFor();
      expect(await guests()).to.have.length(1);
    } finally {
      await line.close();
    }
  });

  it('changes an open order on a phone, tells what somebody else has changed meanwhile, and refuses before sending', async () => {
    const { id } = await must(call('POST', '/orders', { clientId: ids.Anna, addresses: [{ address: 'Old 1', comment: 'the yard' }, { address: 'Old 2' }], at: '2040-05-01T09:30:00Z' }));
    const page = await open({ at: `/cabinet/orders/${id}` });
    await page.getByRole('link', { name: 'Change', exact: true }).click();
    await page.getByRole('heading', { name: `Change order ${id}` }).waitFor();
    expect(await page.getByRole('button', { name: 'Save the changes' }).isDisabled(), 'nothing to save yet').to.equal(true);
    await page.getByLabel('To', { exact: true }).fill('New 2');
    await page.getByLabel('Comment').fill('mine');
    await expectAccessible(page);
    await page.reload();
    expect(await page.getByLabel('To', { exact: true }).inputValue(), 'nothing typed is lost').to.equal('New 2');
    await must(call('PATCH', `/orders/${id}`, { comment: 'theirs' }));
    await page.getByRole('button', { name: 'Save the changes' }).click();
    const conflict = page.getByRole('alert');
    await conflict.getByText('theirs theirs').waitFor();
    await expectAccessible(page);
    await keepPicture(page, 'order-conflict-390');
    await conflict.getByRole('button', { name: 'Keep mine' }).click();
    await page.getByText(`Order ${id} is changed.`).waitFor();
    const changed = await must(call('GET', `/orders/${id}`));
    expect(changed).to.deep.include({ comment: 'mine', addresses: [{ address: 'Old 1', comment: 'the yard' }, { address: 'New 2' }] });
    await page.getByRole('link', { name: 'Change', exact: true }).click();
    await set(ids.Anna, 'cashForbidden', true);
    await page.getByLabel('Payment', { exact: true }).selectOption('cash');
    await page.getByText('With these changes the order would be refused').waitFor();
    expect(await page.getByRole('button', { name: 'Save the changes' }).count()).to.equal(0);
    await must(call('DELETE', `/clients/${ids.Anna}/settings/cashForbidden`));
    await page.getByRole('button', { name: 'Save the changes' }).waitFor();
    await must(state(id, 'aborted', {}));
    await page.getByText('cannot be changed any more').waitFor();
    expectQuiet(screen);
  });

  it('O-12 rates a ride, orders it again, and saves the list as it is in the database', async () => {
    const { id } = await must(call('POST', '/orders', { clientId: ids.Boris, addresses: [{ address: 'Here' }, { address: 'There' }], sum: rub('120.00'), costCentre: 'CC-7' }));
    await must(state(id, 'finished'));
    const page = await open({ at: '/cabinet/orders?tab=finished', ...DESKTOP });
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save as CSV' }).click()]);
    const rows = parse(readFileSync((await file.path()) as string), { bom: true, columns: true }) as Record<string, string>[];
    const row = rows.find((one) => one['No.'] === String(id));
    expect(row).to.include({ Customer: 'Boris', From: 'Here', To: 'There', 'Cost centre': 'CC-7', State: 'finished', Total: '120.00' });
    await expectAccessible(page);
    await page.getByRole('link', { name: /Here → There/ }).click();
    await page.getByRole('button', { name: '4 stars' }).click();
    await page.getByLabel('Comment').fill('Calm driving');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('Passenger: ').waitFor();
    expect((await must(call('GET', `/orders/${id}/feedback`))).items[0]).to.include({ stars: 4, comment: 'Calm driving' });
    await page.getByRole('button', { name: 'Order again' }).click();
    expect(await page.getByLabel('To', { exact: true }).inputValue()).to.equal('There');
    expect(await page.getByRole('combobox', { name: 'For whom' }).inputValue()).to.equal('Boris');
    await page.getByRole('button', { name: 'Order now' }).click();
    await page.getByText(/Order \d+ is made/).waitFor();
    expect((await ordersOf(ids.Boris))[0]).to.deep.include({ costCentre: 'CC-7', source: 'cabinet' });
    expectQuiet(screen);
  });

  it('O-11 makes a schedule, changes it, and takes no guest from whoever may keep no employees', async () => {
    const page = await open({ at: '/cabinet/orders?tab=daily' });
    await page.getByRole('button', { name: 'New daily order' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Time', { exact: true }).fill('08:15');
    await dialog.getByLabel('From', { exact: true }).fill('Home');
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText(/^08:15 ·/).waitFor();
    await page.getByRole('button', { name: 'Change', exact: true }).click();
    await dialog.getByLabel('Time', { exact: true }).fill('09:45');
    await dialog.getByLabel('Saturday').check();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText(/^09:45 ·/).waitFor();
    const [daily] = (await must(call('GET', '/daily-orders'))).items;
    expect(daily).to.deep.include({ time: '09:45', weekdays: [1, 2, 3, 4, 5, 6], addresses: [{ address: 'Home' }] });
    await set(ids.Org, 'right.employees', 'forbid');
    await page.goto(new URL('/cabinet/orders/new', server.get().url).toString());
    await page.getByRole('combobox', { name: 'For whom' }).waitFor();
    expect(await page.getByLabel('Passenger').count()).to.equal(0);
    await set(ids.Org, 'right.employees', 'allow');
    await page.getByLabel('Passenger').waitFor();
    expectQuiet(screen);
  });
});
