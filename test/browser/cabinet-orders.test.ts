import { expect } from 'chai';
import { allowAll, signedIn } from '../cabinet/support.js';
import { ordering, rub } from '../orders/support.js';
import { expectAccessible, expectQuiet, keepPicture, openScreen, type Screen, type ScreenOptions, useBrowser } from '../support/browser.js';
import { openLine } from '../support/cut-line.js';
import { useServer } from '../support/server.js';

const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1280, height: 800 };

describe('Cabinet: orders and money (C-5, C-6, C-9)', () => {
  useBrowser();
  const server = useServer();
  const { call, must, tree, set, fill, state, budget } = ordering(server);
  let ids: Record<string, number>;
  let token: string;
  let screen: Screen;
  before(async () => {
    ids = await tree('Org(South(Anna,Boris),North)');
    await allowAll(server.get(), ids.Org);
    await fill(ids.Org, '1000.00');
    token = await signedIn(server.get(), ids.Org, 'org');
  });
  const open = async (options: ScreenOptions = {}) => {
    screen = await openScreen(server.get(), { client: token, ...PHONE, ...options });
    return screen.page;
  };
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await keepPicture(screen.page, 'failed');
    await screen.close();
  });
  const ordersOf = async (customer: number | undefined) => (await must(call('GET', `/orders?customerId=${customer}`))).items;

  it('orders for an employee in three steps on a phone, and the car shows at once', async () => {
    const page = await open();
    await page.getByRole('link', { name: 'Order a ride' }).click();
    await page.getByRole('combobox', { name: 'For whom' }).fill('Ann');
    await page.getByRole('option', { name: 'Anna' }).click();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByLabel('From', { exact: true }).fill('Lenina 1');
    await page.getByLabel('To', { exact: true }).fill('Airport');
    await page.reload();
    await page.getByRole('button', { name: 'Next' }).click();
    expect(await page.getByLabel('To', { exact: true }).inputValue(), 'C-9: nothing typed is lost').to.equal('Airport');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByText('Left on the account').waitFor();
    await expectAccessible(page);
    await keepPicture(page, 'order-check-390');
    await page.getByRole('button', { name: 'Order now' }).click();
    await page.getByText(/Order \d+ is made/).waitFor();
    const [order] = await ordersOf(ids.Anna);
    expect(order.addresses.map(({ address }: { address: string }) => address)).to.deep.equal(['Lenina 1', 'Airport']);
    await must(state(order.id, 'driverAssigned', { driver: 'Ivan', car: 'White Kia' }));
    await page.getByText('White Kia').waitFor();
    await page.getByRole('link', { name: 'Home' }).click();
    await page.getByText('White Kia · Ivan').waitFor();
    await expectAccessible(page);
    await keepPicture(page, 'home-ride-390');
    expectQuiet(screen);
  });

  it('orders for later on one page on a desktop, and cancels with the price told', async () => {
    const page = await open({ at: '/cabinet/orders/new', ...DESKTOP });
    await page.getByRole('combobox', { name: 'For whom' }).fill('Bor');
    await page.getByRole('option', { name: 'Boris' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByLabel('From', { exact: true }).fill('Mira 5');
    await page.getByLabel('Later').check();
    await page.getByLabel('Day and time').fill('2040-05-01T09:30');
    await expectAccessible(page);
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

  it('C-5 tells a refusal with its reason before sending, in place of the button, and takes it back when the reason goes', async () => {
    await budget(ids.North, 'day', '0');
    await set(ids.North, 'cashForbidden', true);
    const page = await open({ at: '/cabinet/orders/new', ...DESKTOP });
    await page.getByLabel('From', { exact: true }).fill('Mira 5');
    await page.getByRole('button', { name: 'Order now' }).waitFor();
    await must(call('POST', `/clients/${ids.North}/block`, { reason: 'left' }));
    await page.getByRole('combobox', { name: 'For whom' }).fill('Nor');
    await page.getByRole('option', { name: 'North' }).click();
    await page.getByText('This order would be refused').waitFor();
    expect(await page.getByRole('button', { name: 'Order now' }).count()).to.equal(0);
    await expectAccessible(page);
    await keepPicture(page, 'refusal-1280');
    await must(call('POST', `/clients/${ids.North}/unblock`, {}));
    await must(call('DELETE', `/clients/${ids.North}/budgets/day`));
    await must(call('DELETE', `/clients/${ids.North}/settings/cashForbidden`));
    await page.getByRole('button', { name: 'Order now' }).waitFor();
    expectQuiet(screen);
  });

  it('C-9 makes one order when the server has made it and its answer is lost', async function () {
    this.timeout(90_000);
    const before = (await ordersOf(ids.South)).length;
    const line = await openLine(server.get().url);
    screen = await openScreen({ ...server.get(), url: line.url }, { client: token, at: '/cabinet/orders/new', ...DESKTOP });
    const { page } = screen;
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

  it('M-8 moves money to a unit with an account of its own, and the book and the balance follow', async () => {
    await must(call('PATCH', `/clients/${ids.South}`, { usesOwnAccount: true }));
    const page = await open({ at: '/cabinet/money', ...DESKTOP });
    await page.getByText('₽1,000.00').first().waitFor();
    await page.getByRole('button', { name: 'Move money' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox', { name: 'To', exact: true }).fill('Sou');
    await dialog.getByRole('option', { name: 'South' }).click();
    await dialog.getByLabel('Sum').fill('250,50');
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Move', exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.getByText('Transfer to South').waitFor();
    await page.getByText('₽749.50').first().waitFor();
    expect((await must(call('GET', `/clients/${ids.South}/accounts`))).items[0].balance).to.deep.equal(rub('250.50'));
    await expectAccessible(page);
    await page.getByRole('tab', { name: 'Statement' }).click();
    await page.getByText('Closing balance').waitFor();
    await expectAccessible(page);
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save as CSV' }).click()]);
    expect(file.suggestedFilename()).to.match(/^statement-\d+-.*\.csv$/);
    expectQuiet(screen);
  });
});
