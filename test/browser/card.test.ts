import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { loadDemo } from '../../src/demo/demo.js';
import { expectAccessible, expectQuiet, keepPicture, openScreen, type Screen, useBrowser } from '../support/browser.js';
import { useServer } from '../support/server.js';

/** The row of a field or setting on the card. */
const row = (page: Page, path: string) => page.locator(`.field[data-path="${path}"]`);
const save = async (page: Page) => {
  await page.keyboard.press('Control+s');
  const agree = page.locator('.ant-modal-confirm-btns .ant-btn-primary');
  await Promise.race([agree.waitFor(), page.locator('.save-bar').waitFor({ state: 'detached' })]);
  if (await agree.isVisible()) await agree.click();
  await page.locator('.save-bar').waitFor({ state: 'detached' });
};

describe('Card of a client (S-3, S-4, S-7, S-12)', () => {
  useBrowser();
  const server = useServer();
  const screens: Screen[] = [];
  const open = async (at: string, options = {}) => {
    const screen = await openScreen(server.get(), { at, ...options });
    screens.push(screen);
    await screen.page.locator('.card-panel .card-section, .card-panel .employees').first().waitFor();
    return screen;
  };
  before(async () => {
    await loadDemo(server.get().context.db);
  });
  afterEach(async () => {
    for (const screen of screens.splice(0)) await screen.close();
  });
  const client = async (id: number) => (await server.get().call('GET', `/clients/${id}`)).body;

  it('an attribute is overridden, saved with the preview for those below, given back, and the undo has it again (D-5, D-11)', async () => {
    const screen = await open('/clients?card=2&tab=attributes');
    const { page } = screen;
    const attribute = row(page, 'settings.attribute.3');
    await attribute.getByText('AMBAR').waitFor();
    await attribute.getByRole('button', { name: /^Override/ }).click();
    await attribute.getByRole('textbox').fill('OFFICE');
    await page.locator('.save-bar').getByText('1 unsaved change').waitFor();
    await page.keyboard.press('Control+s');
    await page.locator('.ant-modal-confirm').getByText('get another value').first().waitFor();
    await expectAccessible(page);
    await page.locator('.ant-modal-confirm-btns .ant-btn-primary').click();
    await page.locator('.save-bar').waitFor({ state: 'detached' });
    expect((await client(2)).settings['attribute.3']).to.equal('OFFICE');
    // The way back from this change stands beside the one from the next: only that is wanted.
    const wayBack = page.locator('.ant-notification-notice').filter({ has: page.getByRole('button', { name: 'Undo' }) });
    await wayBack.locator('.ant-notification-notice-close').click();
    await wayBack.waitFor({ state: 'detached' });
    await attribute.getByRole('button', { name: /^Back to inherited/ }).click();
    await attribute.getByText('AMBAR').waitFor();
    await save(page);
    expect((await client(2)).settings).to.not.have.property('attribute.3');
    await wayBack.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Undone').waitFor();
    expect((await client(2)).settings['attribute.3']).to.equal('OFFICE');
    expectQuiet(screen);
  });

  it('what is typed survives another card and a reload, and the switcher leads back to it (S-4)', async () => {
    const screen = await open('/clients?card=1&tab=employees');
    const { page } = screen;
    await page.keyboard.press('Control+1');
    await row(page, 'comment').getByRole('textbox').fill('Typed and not saved');
    await page.getByRole('tab', { name: /^Employees/ }).click();
    await page.locator('.employees-tree').getByRole('treeitem').first().dblclick();
    await page.waitForURL(/card=(?!1\b)\d+/);
    await page.reload();
    await page.getByRole('button', { name: /1 other unsaved/ }).click();
    await page.getByRole('menuitem').first().click();
    await page.waitForURL(/card=1(&|$)/);
    await page.locator('.field.unsaved[data-path="comment"]').waitFor();
    expect(await row(page, 'comment').getByRole('textbox').inputValue()).to.equal('Typed and not saved');
    await page.getByRole('button', { name: 'Discard' }).click();
    await page.locator('.save-bar').waitFor({ state: 'detached' });
    expectQuiet(screen);
  });

  it('two windows change different fields and both succeed; the same field shows mine and theirs, and the choice is saved (D-8)', async () => {
    const { page: anna } = await open('/clients?card=1');
    const { page: boris } = await open('/clients?card=1');
    await row(anna, 'comment').getByRole('textbox').fill('by Anna');
    await row(boris, 'driverNote').getByRole('textbox').fill('by Boris');
    await anna.getByLabel(/has unsaved changes here/).waitFor();
    await save(anna);
    await save(boris);
    expect(await client(1)).to.include({ comment: 'by Anna', driverNote: 'by Boris' });
    await anna.waitForFunction(() => [...document.querySelectorAll('textarea')].some(({ value }) => value === 'by Boris'));

    await row(anna, 'comment').getByRole('textbox').fill('Anna again');
    await row(boris, 'comment').getByRole('textbox').fill('Boris too');
    await save(boris);
    await row(anna, 'comment').getByText('Boris too').waitFor();
    await anna.keyboard.press('Control+s');
    const dialog = anna.getByRole('dialog').filter({ hasText: 'Somebody else changed the same' });
    for (const text of ['by Anna', 'Boris too', 'Anna again']) await dialog.getByText(text, { exact: true }).waitFor();
    await expectAccessible(anna);
    await keepPicture(anna, 'card-conflict');
    await dialog.getByRole('button', { name: 'Save as chosen' }).click();
    await anna.locator('.save-bar').waitFor({ state: 'detached' });
    expect((await client(1)).comment).to.equal('Anna again');
    await row(boris, 'comment').locator('textarea').filter({ hasText: 'Anna again' }).waitFor();
  });

  it('shows the reasons of a refusal at the fields and keeps what was typed', async () => {
    const { page } = await open('/clients?card=1&tab=bank');
    const details = row(page, 'settings.bankDetails');
    await details.getByLabel('INN').fill('7700123450');
    await page.keyboard.press('Control+s');
    await details.getByRole('alert').getByText('check digit').waitFor();
    await expectAccessible(page);
    expect(await details.getByLabel('INN').inputValue()).to.equal('7700123450');
    await page.getByRole('button', { name: 'Discard' }).click();
    await page.getByRole('tab', { name: 'General' }).click();
    await row(page, 'contractTo').getByRole('textbox').fill('2001-01-01');
    await page.keyboard.press('Control+s');
    await row(page, 'contractTo').getByRole('alert').waitFor();
    await page.getByRole('button', { name: 'Discard' }).click();
    await page.locator('.save-bar').waitFor({ state: 'detached' });
  });

  it('tabs go by Ctrl+1…9 and by the arrow keys; W pins the why-panel, Escape leads back to the list (S-3, S-7)', async () => {
    const { page } = await open('/clients?card=2');
    for (const [key, name] of [['1', 'General'], ['2', 'Settings'], ['7', 'Attributes'], ['9', 'Bank details']] as const) {
      await page.keyboard.press(`Control+${key}`);
      await page.getByRole('tab', { name, selected: true }).waitFor();
    }
    for (const name of ['More', 'Crew groups', 'Special machinery', 'Client cabinet', 'Favourite addresses', 'Employees', 'History', 'General']) {
      await page.keyboard.press('ArrowDown');
      await page.getByRole('tab', { name, selected: true }).waitFor();
    }
    await page.keyboard.press('Control+2');
    await page.locator('[data-why=discount]').hover();
    await page.keyboard.press('w');
    const why = page.locator('.card-why');
    await why.getByText('group Корпоративный стандарт').waitFor();
    await why.getByRole('img', { name: 'This level decides' }).waitFor();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await page.waitForURL((url) => !url.search.includes('card='));
    await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'grid');
  });

  it('a new client is made below another one with keys only, with a phone, and its card opens (D-25)', async () => {
    const screen = await openScreen(server.get(), { at: '/clients?client=2&parent=2' });
    screens.push(screen);
    const { page } = screen;
    await page.locator('.grid-row').first().waitFor();
    await page.keyboard.press('Insert');
    await page.getByText('New client below').waitFor();
    await page.keyboard.type('Новикова Вера');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Add a number' }).click();
    await page.keyboard.type('+7 903 000-11-22');
    await page.keyboard.press('Control+s');
    await page.waitForURL(/card=\d+/);
    await page.locator('#card-title').getByText('Новикова Вера').waitFor();
    const made = await client(Number(new URL(page.url()).searchParams.get('card')));
    expect(made).to.include({ name: 'Новикова Вера', parentId: 2, kind: 'employee' });
    expect(made.phones).to.have.length(1);
    expectQuiet(screen);
  });

  it('the card can be seen as it was before a change, and the change undone from its row', async () => {
    await server.get().call('PATCH', '/clients/3', { comment: 'before' });
    await server.get().call('PATCH', '/clients/3', { comment: 'after' });
    const { page } = await open('/clients?card=3&tab=history');
    const newest = page.locator('.history-row').first();
    await newest.getByText('after').waitFor();
    await newest.getByRole('button', { name: 'Card before this' }).click();
    await page.getByText('The card as it was on').waitFor();
    await page.getByRole('tab', { name: 'General' }).click();
    await page.waitForFunction(() => [...document.querySelectorAll('textarea')].some(({ value, disabled }) => value === 'before' && disabled));
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Back to now' }).click();
    await page.getByRole('tab', { name: 'History' }).click();
    await newest.getByRole('button', { name: 'Undo…' }).click();
    await page.locator('.ant-modal-confirm-btns .ant-btn-primary').click();
    await page.getByText('The change is undone').waitFor();
    expect((await client(3)).comment).to.equal('before');
  });
});
