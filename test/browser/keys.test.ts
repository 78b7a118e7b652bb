import { expect } from 'chai';
import { loadDemo } from '../../src/demo/demo.js';
import { expectAccessible, expectQuiet, openScreen, type Screen, useBrowser } from '../support/browser.js';
import { useServer } from '../support/server.js';

describe('Keys of the clients (S-3)', () => {
  useBrowser();
  const server = useServer();
  let screen: Screen;
  let shop: { id: number; name: string };
  before(async () => {
    await loadDemo(server.get().context.db);
    const { body } = await server.get().call('GET', '/clients?q=Магазин&limit=1');
    shop = body.items[0];
  });
  beforeEach(async () => {
    screen = await openScreen(server.get(), { at: `/clients?client=${shop.id}` });
    await screen.page.locator('.summary-pane h2').getByText(shop.name).waitFor();
    await screen.page.locator('.grid-row').first().waitFor();
  });
  afterEach(async () => {
    expectQuiet(screen);
    await screen.close();
  });

  it('Enter opens the card, Escape closes it', async () => {
    const { page } = screen;
    await page.keyboard.press('Enter');
    await page.waitForURL(/card=/);
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.waitForURL((url) => !url.search.includes('card='));
  });

  it('Insert opens the form of a new client, and what is typed is its name', async () => {
    const { page } = screen;
    await page.keyboard.press('Insert');
    const name = page.getByRole('dialog').getByRole('textbox', { name: 'Name' });
    await name.and(page.locator(':focus')).waitFor();
    // The drawer slides in, and must not take the focus when it is there.
    await page.locator('.client-card:not([class*=motion])').waitFor();
    await page.keyboard.type('Аврора');
    expect(await name.inputValue()).to.equal('Аврора');
  });

  it('Delete shows what it would do, and deletes; Undo brings back', async () => {
    const { page } = screen;
    await page.keyboard.press('Delete');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Looked at').waitFor();
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('button', { name: 'Undo' }).waitFor();
    expect((await server.get().call('GET', `/clients/${shop.id}`)).body.ownDeleted).to.equal(true);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Undone').waitFor();
    expect((await server.get().call('GET', `/clients/${shop.id}`)).body.ownDeleted).to.equal(false);
  });

  it('Ctrl+F and / go to the search, Ctrl+K to the search from anywhere, Escape clears', async () => {
    const { page } = screen;
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
    for (const key of ['Control+f', '/']) {
      await page.keyboard.press(key);
      expect(await focused(), key).to.equal('Search');
      await page.keyboard.type('xyzzy');
      await page.waitForURL(/q=xyzzy/);
      await page.keyboard.press('Escape');
      await page.waitForURL((url) => !url.search.includes('q='));
    }
    await page.keyboard.press('Control+k');
    expect(await focused()).to.equal('Find a client');
  });

  it('F5 asks for everything again without reloading the page', async () => {
    const { page } = screen;
    await page.evaluate(() => Object.assign(globalThis, { stillHere: true }));
    await page.keyboard.press('F5');
    await page.waitForTimeout(300);
    expect(await page.evaluate(() => (globalThis as { stillHere?: boolean }).stillHere)).to.equal(true);
  });

  it('? shows all keys', async () => {
    const { page } = screen;
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard' }).getByText('Add a client').waitFor();
    await expectAccessible(page);
  });

  it('the menu key opens the actions of a row, and moves without dragging', async () => {
    const { page } = screen;
    const { body: other } = await server.get().call('GET', '/clients?q=Центральный офис&limit=1');
    await page.goto(new URL(`/clients?client=${shop.id}&q=${encodeURIComponent(shop.name)}`, server.get().url).toString());
    await page.locator('.grid-row.selected').waitFor();
    await page.getByRole('grid', { name: 'Clients' }).focus();
    await page.keyboard.press('Shift+F10');
    await page.getByRole('menuitem', { name: 'Move…' }).click();
    const dialog = page.getByRole('dialog', { name: `Move ${shop.name}` });
    await dialog.getByRole('combobox').and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    // The keys of the list hold again.
    await page.getByRole('grid', { name: 'Clients' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Shift+F10');
    await page.getByRole('menuitem', { name: 'Move…' }).click();
    await dialog.getByRole('combobox').and(page.locator(':focus')).waitFor();
    await page.keyboard.type('Центральный офис');
    await page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option').getByText('Центральный офис').first().waitFor();
    await page.keyboard.press('Enter');
    await dialog.getByRole('button', { name: 'Show what it does' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Move', exact: true }).click();
    await page.getByRole('button', { name: 'Undo' }).waitFor();
    expect((await server.get().call('GET', `/clients/${shop.id}`)).body.parentId).to.equal(other.items[0].id);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Undone').waitFor();
  });
});
