// Daily orders on the dispatcher's screen (O-11): made with the keys, changed by two people, made of a ride that was there.
import { expect } from 'chai';
import { DateTime } from 'luxon';
import type { Page } from 'playwright-core';
import { makeDailyOrders } from '../../src/orders/make-daily.js';
import { ordering, rub } from '../orders/support.js';
import { expectAccessible, expectQuiet, keepPicture, type ScreenOptions } from '../support/browser.js';
import { useScreens } from '../support/screens.js';

describe('Screen of daily orders (O-11)', function () {
  this.timeout(60_000);
  const { server, screen } = useScreens();
  const { call, must, tree, set, fill, item, order } = ordering(server);
  let ids: Record<string, number>;
  let page: Page;
  const open = async (at: string, options: ScreenOptions = {}) => {
    page = await screen.open({ at, ...options });
    await page.locator('.line-sign.live').waitFor();
  };
  /** What the server does every second. */
  const work = () => makeDailyOrders(server.get().context.db, (error) => {
    throw error;
  });
  const schedules = async () => (await must(call('GET', '/daily-orders'))).items;

  before(async () => {
    ids = await tree('Firm(Dept(Clerk),Other)');
    await set(ids.Firm, 'tariff', await item('/tariffs', { name: 'City', fare: { minimum: '200' } }));
    await fill(ids.Firm, '1000');
    await must(call('PATCH', `/clients/${ids.Firm}`, { timeZone: 'Europe/Moscow' }));
  });

  it('is made with the keys alone, tells what is missing, shows the days to come; its first order comes by itself', async () => {
    await open('/orders?tab=daily');
    await page.getByRole('heading', { name: 'No daily orders' }).waitFor();
    await page.keyboard.press('Insert');
    await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === 'Customer');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('alert').getByText('Choose the customer.').waitFor();
    await page.keyboard.type('Clerk');
    await page.locator('.ant-select-item-option').filter({ hasText: 'Clerk', visible: true }).first().waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.who-bar.allowed').getByText('Clerk').waitFor();
    await page.keyboard.press('Alt+o');
    await page.keyboard.type('Home');
    await page.keyboard.press('Alt+t');
    await page.keyboard.type('Office');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('alert').getByText('Say the time.').waitFor();
    await page.keyboard.type('0830');
    // Every day of the week, so that it does not matter which one the test runs on.
    for (const day of ['Saturday', 'Sunday']) await page.getByRole('checkbox', { name: day }).check();
    const days = page.getByRole('complementary', { name: 'Days to come' }).getByRole('listitem');
    const now = DateTime.now().setZone('Europe/Moscow');
    const first = now.set({ hour: 8, minute: 30 }) > now ? now : now.plus({ days: 1 });
    await days.first().filter({ hasText: first.setLocale('en').toLocaleString({ day: 'numeric', month: 'long' }) }).waitFor();
    await expectAccessible(page);
    await keepPicture(page, 'daily-new');
    await page.keyboard.press('Control+Enter');
    await page.waitForURL(/tab=daily/);
    const row = page.getByRole('grid', { name: 'Daily' }).getByRole('row').filter({ hasText: 'Clerk' });
    await row.waitFor();
    await work();
    await row.getByRole('button', { name: '№' }).waitFor();
    expect(await schedules()).to.have.length(1);
    expect((await schedules())[0]).to.deep.include({ time: '08:30', weekdays: [1, 2, 3, 4, 5, 6, 7], addresses: [{ address: 'Home' }, { address: 'Office' }], leadMinutes: null });
    expectQuiet(screen);
  });

  it('is changed by two people: other fields both count, the same one shows mine and theirs; errors stand at their fields', async () => {
    const { id } = await must(call('POST', '/daily-orders', { clientId: ids.Firm, employeeId: ids.Other, weekdays: [1, 3], time: '10:00', firstOn: '2099-01-05', comment: 'gate' }));
    await open(`/orders/daily/${id}`);
    await page.locator('#daily-passenger').fill('Anna');
    await must(call('PATCH', `/daily-orders/${id}`, { comment: 'door' }));
    // What was not touched follows at once.
    await page.waitForFunction(() => (document.querySelector('#daily-comment') as HTMLInputElement).value === 'door');
    expect(await page.locator('#daily-passenger').inputValue()).to.equal('Anna');
    await must(call('PATCH', `/daily-orders/${id}`, { passenger: 'Boris' }));
    await page.locator('#daily-cost').fill('C-7');
    await page.keyboard.press('Control+Enter');
    const conflict = page.getByRole('alert').filter({ hasText: 'Somebody else has changed this meanwhile' });
    await conflict.getByRole('cell', { name: 'Boris' }).waitFor();
    await expectAccessible(page);
    await conflict.getByRole('button', { name: 'Take theirs' }).click();
    await page.waitForFunction(() => (document.querySelector('#daily-passenger') as HTMLInputElement).value === 'Boris');
    // Refused by the server: the sentence stands at the field.
    await page.locator('#daily-last').fill('2098-12-31');
    await page.getByRole('alert').getByText('This day lies before the first one.').waitFor();
    await page.keyboard.press('Control+Enter');
    await page.locator('.who-bar ~ .ant-alert, .ant-alert').first().waitFor();
    // A reload loses nothing.
    await page.reload();
    await page.waitForFunction(() => (document.querySelector('#daily-last') as HTMLInputElement | null)?.value.includes('2098'));
    await page.locator('#daily-last').fill('2099-12-31');
    await page.keyboard.press('Control+Enter');
    await page.waitForURL(/tab=daily/);
    expect(await must(call('GET', `/daily-orders/${id}`))).to.deep.include({ passenger: 'Boris', comment: 'door', costCentre: 'C-7', lastOn: '2099-12-31' });
    expectQuiet(screen);
  });

  it('repeats a ride every day from its order, and says where the chain stops when the open order is deleted', async () => {
    const { id } = await must(order({ clientId: ids.Clerk, addresses: [{ address: 'Flat' }, { address: 'School' }], at: '2099-03-02T05:15:00Z', sum: rub('100'), passenger: 'Mia' }));
    await open(`/orders?tab=preliminary&order=${id}`);
    await page.getByRole('button', { name: 'Make daily…' }).click();
    await page.waitForURL(/orders\/daily\/new/);
    expect(await page.getByRole('textbox', { name: 'Time' }).inputValue()).to.equal('08:15');
    expect(await page.locator('#order-stop-1').inputValue()).to.equal('School');
    await page.keyboard.press('Control+Enter');
    await page.waitForURL(/tab=daily/);
    const row = page.getByRole('grid', { name: 'Daily' }).getByRole('row').filter({ hasText: 'Mia' });
    await row.waitFor();
    await work();
    await row.getByRole('button', { name: '№' }).click();
    await page.getByRole('button', { name: 'Abort…' }).click();
    await page.getByRole('checkbox', { name: /Also stop daily order/ }).check();
    await page.getByRole('button', { name: 'Abort the order' }).click();
    await page.getByRole('dialog').getByText('Aborted').first().waitFor();
    const [made] = (await schedules()).filter(({ passenger }: { passenger: string }) => passenger === 'Mia');
    expect(made.state).to.equal('stopped');
    await page.getByRole('dialog').getByRole('button', { name: `№ ${made.id}` }).click();
    await page.waitForURL(new RegExp(`orders/daily/${made.id}$`));
    await page.locator('#order-stop-1').waitFor();
    expectQuiet(screen);
  });
});
