import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { ordering, rub } from '../orders/support.js';
import { expectAccessible, expectQuiet, keepPicture, openScreen, type Screen, type ScreenOptions, useBrowser } from '../support/browser.js';
import { useServer } from '../support/server.js';

describe('Screen of the orders (S-6)', function () {
  this.timeout(60_000);
  useBrowser();
  const server = useServer();
  const { call, must, fill, item, set, order, state } = ordering(server);
  const ids: Record<'firm' | 'unit' | 'clerk' | 'blocked' | 'guarded' | 'one' | 'two', number> = { firm: 0, unit: 0, clerk: 0, blocked: 0, guarded: 0, one: 0, two: 0 };
  let screen: Screen;
  let page: Page;

  const phone = (number: string, identifiesCaller = true) => [{ number, main: true, identifiesCaller }];
  const create = async (fields: object): Promise<number> => (await must(call('POST', '/clients', fields))).id;
  const orders = async (): Promise<{ id: number; customer: { id: number }; addresses: { address: string }[]; state: string; penalty: { amount: string } }[]> => (await must(call('GET', '/orders'))).items;
  const open = async (at: string, options: ScreenOptions = {}) => {
    screen = await openScreen(server.get(), { at, ...options });
    page = screen.page;
    await page.locator('.line-sign.live').waitFor();
  };

  before(async () => {
    const tariff = await item('/tariffs', { name: 'City', fare: { minimum: '200' } });
    ids.firm = await create({ name: 'Firm', address: 'Main street 1', driverNote: 'Call reception first' });
    await set(ids.firm, 'tariff', tariff);
    await fill(ids.firm, '10000');
    ids.unit = await create({ name: 'Unit', parentId: ids.firm });
    ids.clerk = await create({ name: 'Clerk', parentId: ids.unit, phones: phone('+7 916 000-00-01') });
    const debtor = await create({ name: 'Debtor', parentId: ids.firm });
    ids.blocked = await create({ name: 'Debtors clerk', parentId: debtor, phones: phone('+7 916 000-00-02') });
    await must(call('POST', `/clients/${debtor}/block`, { reason: 'unpaid' }));
    ids.guarded = await create({ name: 'Guarded', parentId: ids.firm, phones: phone('+7 916 000-00-03') });
    await must(call('PUT', `/clients/${ids.guarded}/order-password`, { password: 'taiga' }));
    ids.one = await create({ name: 'Shared one', parentId: ids.unit, phones: phone('+7 916 000-00-04', false) });
    ids.two = await create({ name: 'Shared two', parentId: ids.unit, phones: phone('+7 916 000-00-04', false) });
  });
  afterEach(async () => {
    await screen.close();
  });

  it('rings, and an order is made of the call with the keys alone: F2, where to, Ctrl+Enter', async () => {
    await open('/clients');
    await must(call('POST', '/calls', { phone: '8 916 000 00 01', line: 'city' }));
    const card = page.getByRole('article', { name: /Call from/ });
    await card.getByText('Clerk').waitFor();
    await card.getByText('May ride').waitFor();
    await expectAccessible(page);
    await page.keyboard.press('F2');
    await page.locator('.who-bar.allowed').getByText('Clerk').waitFor();
    await page.waitForFunction(() => document.activeElement?.id === 'order-stop-1');
    expect(await page.locator('#order-stop-0').inputValue()).to.equal('Main street 1');
    await page.getByText('Call reception first').waitFor();
    await page.keyboard.type('Airport');
    await expectAccessible(page);
    const fits = await page.locator('.order-form').evaluate((form) => form.scrollHeight <= form.clientHeight);
    expect(fits, 'the form needs no scrolling at 768 px').to.equal(true);
    await keepPicture(page, 'order-form');
    await page.keyboard.press('Control+Enter');
    await page.waitForURL(/order=\d+/);
    const [made] = await orders();
    expect(made).to.deep.include({ customer: { id: ids.clerk, name: 'Clerk' } });
    expect(made?.addresses.map(({ address }) => address)).to.deep.equal(['Main street 1', 'Airport']);
    await page.getByRole('dialog').getByText('Airport').first().waitFor();
    await expectAccessible(page);
    expectQuiet(screen);
  });

  it('sends a call away with Escape', async () => {
    await open('/orders');
    await must(call('POST', '/calls', { phone: '8 916 000 00 01' }));
    await page.getByRole('article', { name: /Call from/ }).getByText('Clerk').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('article', { name: /Call from/ }).waitFor({ state: 'detached' });
    expectQuiet(screen);
  });

  it('opens with O, takes a number as it is typed, leads to fields by their letters, repeats the last addresses with Alt and a digit', async () => {
    await open('/clients');
    await page.keyboard.press('o');
    await page.waitForFunction(() => document.activeElement?.id === 'order-phone');
    await page.keyboard.type('89160000001');
    await page.locator('.who-bar.allowed').getByText('Clerk').waitFor();
    await page.locator('.recent-order').first().waitFor();
    await page.keyboard.press('Alt+1');
    await page.waitForFunction(() => (document.querySelector('#order-stop-1') as HTMLInputElement).value === 'Airport');
    await page.keyboard.press('Alt+w');
    await page.keyboard.type('+90');
    await page.getByText(/in 1 hour|in 2 hours|in 90 minutes|in 89 minutes/).waitFor();
    await page.keyboard.press('Alt+s');
    await page.keyboard.type('333');
    await page.locator('.order-sum').getByText('₽333.00').first().waitFor();
    // Leaving keeps the draft.
    await page.keyboard.press('Escape');
    await page.waitForURL(/\/orders$/);
    await page.locator('#order-sum').waitFor({ state: 'detached' });
    await page.keyboard.press('o');
    await page.waitForFunction(() => (document.querySelector('#order-sum') as HTMLInputElement | null)?.value === '333');
    await page.locator('.order-sum').getByText('₽333.00').first().waitFor();
    await page.keyboard.press('Control+Enter');
    await page.waitForURL(/tab=preliminary/);
    expectQuiet(screen);
  });

  it('says in a sentence who is in the way, unblocks from there, and keeps what was typed (O-3)', async () => {
    await open('/orders/new?phone=89160000002');
    const bar = page.locator('.who-bar.refused');
    await bar.getByText('The employee is blocked: unpaid.').waitFor();
    await bar.getByRole('button', { name: 'Debtor', exact: true }).first().waitFor();
    await page.locator('#order-stop-1').fill('Station');
    const before = (await orders()).length;
    await page.keyboard.press('Control+Enter');
    await page.waitForTimeout(500);
    expect((await orders()).length).to.equal(before);
    expect(await page.locator('#order-stop-1').inputValue()).to.equal('Station');
    await expectAccessible(page);
    await bar.getByRole('button', { name: 'Unblock…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Unblock' }).click();
    await page.locator('.who-bar.allowed').waitFor();
    await page.keyboard.press('Control+Enter');
    await page.waitForURL(/order=\d+/);
    expect((await orders())[0]?.customer.id).to.equal(ids.blocked);
    expectQuiet(screen);
  });

  it('asks for the password, tells a wrong one, and goes on with the right one', async () => {
    await open('/orders/new?phone=89160000003');
    await page.locator('#order-password').waitFor();
    await page.locator('#order-stop-1').fill('Bank');
    await page.keyboard.press('Control+Enter');
    await page.waitForFunction(() => document.activeElement?.id === 'order-password');
    await page.keyboard.type('tundra');
    await page.keyboard.press('Control+Enter');
    await page.locator('.who-bar.refused').getByText('This is not the password of "Guarded".').waitFor();
    await page.locator('#order-password').fill('taiga');
    await page.keyboard.press('Control+Enter');
    await page.waitForURL(/order=\d+/);
    expect((await orders())[0]?.customer.id).to.equal(ids.guarded);
    expectQuiet(screen);
  });

  it('asks which of several clients calls, and takes the answer by its digit', async () => {
    await open('/orders/new?phone=89160000004');
    await page.getByText('2 clients have this number.').waitFor();
    await page.locator('#order-phone').focus();
    await page.keyboard.press('Enter');
    await expectAccessible(page);
    const second = (await page.locator('.candidates button').nth(1).textContent()) ?? '';
    await page.keyboard.press('2');
    await page.locator('.who-bar.allowed').waitFor();
    await page.locator('#order-stop-1').fill('Harbour');
    await page.keyboard.press('Control+Enter');
    await page.waitForURL(/order=\d+/);
    expect((await orders())[0]?.customer.id).to.equal(second.includes('Shared one') ? ids.one : ids.two);
    expectQuiet(screen);
  });

  it('makes one order when the line is lost between the order and its answer', async () => {
    let asked = 0;
    screen = await openScreen(server.get(), { at: '/orders' });
    page = screen.page;
    await page.routeWebSocket(/socket\.io/, (socket) => {
      const onward = socket.connectToServer();
      let swallow = false;
      socket.onMessage((message) => {
        if (String(message).includes('"createOrder"')) {
          asked += 1;
          swallow = asked === 1;
        }
        onward.send(message);
      });
      onward.onMessage((message) => {
        if (swallow && /^43/.test(String(message))) void socket.close();
        else socket.send(message);
      });
    });
    await page.goto(`${server.get().url}/orders/new?phone=89160000001`);
    await page.locator('.who-bar.allowed').waitFor();
    await page.locator('#order-stop-1').fill('Lost and found');
    await page.keyboard.press('Control+Enter');
    await page.waitForURL(/order=\d+/);
    expect(asked).to.equal(2);
    expect((await orders()).filter(({ addresses }) => addresses.some(({ address }) => address === 'Lost and found'))).to.have.length(1);
  });

  it('lists orders as others make them, and aborts one after saying what that costs (O-13)', async () => {
    const { id: groupId } = (await must(call('GET', `/clients/${ids.firm}/effective`))).group ?? (await must(call('GET', '/groups'))).items[0];
    await must(call('PUT', `/groups/${groupId}/penalties`, { items: [{ state: 'driverAssigned', sum: rub('50') }] }));
    await open('/orders');
    const { id } = await must(order({ clientId: ids.clerk, addresses: [{ address: 'Here' }, { address: 'There' }], sum: rub('100') }));
    await page.locator(`.grid-row[data-key="${id}"]`).getByText('Here → There').waitFor();
    await must(state(id, 'driverAssigned', { driver: 'Ivan', car: 'A 001' }));
    await page.locator(`.grid-row[data-key="${id}"]`).getByText('Driver assigned').waitFor();
    await expectAccessible(page);
    await page.locator(`.grid-row[data-key="${id}"]`).click();
    await page.getByRole('button', { name: 'Abort…' }).click();
    await page.getByText(/This costs Firm/).waitFor();
    await page.getByLabel('Reason').fill('changed his mind');
    await page.getByRole('button', { name: 'Abort the order' }).click();
    await page.getByRole('dialog').getByText('Aborted').first().waitFor();
    expect((await must(call('GET', `/orders/${id}`))).penalty.amount).to.equal('50.00');
    await page.locator(`.grid-row[data-key="${id}"]`).waitFor({ state: 'detached' });
    expectQuiet(screen);
  });

  it('changes an order that holds all the money there is: its own hold is free for it; one kopeck more is told before saving (M-7)', async () => {
    const thrifty = await create({ name: 'Thrifty' });
    await fill(thrifty, '100');
    const { id } = await must(order({ clientId: thrifty, addresses: [{ address: 'Here' }], sum: rub('100'), pay: { useCashless: true } }));
    await open(`/orders/${id}/change`);
    await page.locator('.who-bar.allowed').getByText('Thrifty').waitFor();
    await page.locator('#order-sum').fill('100,01');
    await page.locator('.who-bar.refused').getByText('on the account of "Thrifty"').waitFor();
    await page.locator('#order-sum').fill('99');
    await page.locator('.who-bar.allowed').waitFor();
    await page.keyboard.press('Control+Enter');
    await page.waitForURL(/order=\d+/);
    expect((await must(call('GET', `/orders/${id}`))).total.amount).to.equal('99.00');
    // What aborting costs is told as it will be: no more than is free.
    await page.getByRole('button', { name: 'Abort…' }).click();
    await page.getByText('There is no penalty').waitFor();
    await page.getByLabel('Another penalty').fill('500');
    await page.getByText('₽100.00').filter({ visible: true }).first().waitFor();
    await page.getByText('No more is free on the account.').waitFor();
    await page.getByRole('button', { name: 'Abort the order' }).click();
    await page.getByRole('dialog').getByText('Aborted').first().waitFor();
    expect((await must(call('GET', `/orders/${id}`))).penalty.amount).to.equal('100.00');
    expectQuiet(screen);
  });

  it('changes an order, and finishes another with what it came to, in Russian and dark', async () => {
    const { id } = await must(order({ clientId: ids.clerk, addresses: [{ address: 'Дом' }, { address: 'Работа' }], sum: rub('100') }));
    await open(`/orders/${id}/change`, { language: 'ru', scheme: 'dark' });
    await page.locator('#order-passenger').fill('Мария');
    await expectAccessible(page);
    await page.keyboard.press('Control+Enter');
    await page.waitForURL(/order=\d+/);
    await page.getByRole('dialog').getByText('Мария').first().waitFor();
    await page.getByRole('button', { name: 'Завершить…' }).click();
    await page.getByLabel('Итоговая сумма').fill('150,50');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByText('Завершён').first().waitFor();
    expect((await must(call('GET', `/orders/${id}`)))).to.deep.include({ state: 'finished', passenger: 'Мария', total: rub('150.50') });
    await keepPicture(page, 'order-finished');
    expectQuiet(screen);
  });
});
