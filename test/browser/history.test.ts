import { expect } from 'chai';
import { ordering } from '../orders/support.js';
import { expectAccessible, expectQuiet, openScreen, type Screen, useBrowser } from '../support/browser.js';
import { useServer } from '../support/server.js';

describe('Screen of the history (directory.md §6)', () => {
  useBrowser();
  const server = useServer();
  const { call, must, tree, set, item } = ordering(server);
  let ids: Record<string, number>;
  let comfort: number;
  let screen: Screen;
  before(async () => {
    ids = await tree('Org(South(Shop),North)');
    comfort = await item('/tariffs', { name: 'Comfort' });
    await set(ids.South, 'tariff', comfort);
  });
  afterEach(async () => {
    await screen.close();
  });

  it('tells in words what happened, filters, and the address leads back to the same view', async () => {
    screen = await openScreen(server.get(), { at: '/history' });
    const { page } = screen;
    const row = page.locator('.grid-row').filter({ hasText: 'changed a setting' });
    await row.getByText('Comfort').waitFor();
    expect(await row.textContent()).to.match(/Tariff: inherited → Comfort.*South.*Org/);
    await page.getByLabel('Who').fill('nobody of this name');
    await page.getByText('Nothing found').waitFor();
    await page.waitForURL(/who=nobody/);
    await page.getByRole('button', { name: 'Clear the filter' }).first().click();
    await row.click();
    await page.waitForURL(/row=\d+/);
    await page.goto(page.url());
    await page.locator('.history-details').getByRole('row', { name: /Tariff/ }).waitFor();
    await expectAccessible(page);
    expectQuiet(screen);
  });

  it('puts words of the program into the reader\'s language, and leaves what people wrote', async () => {
    await must(call('PATCH', `/clients/${ids.North}`, { comment: 'new', mark: 'good' }));
    await must(call('POST', '/roles', { name: 'paid', rights: ['history.see'] }));
    screen = await openScreen(server.get(), { at: '/history', language: 'ru' });
    const rows = screen.page.locator('.grid-row');
    await rows.filter({ hasText: /Комментарий: пусто → new/ }).filter({ hasText: /Отметка: обычный → хороший/ }).waitFor();
    const role = rows.filter({ hasText: /paid/ });
    await role.filter({ hasText: /Права: Видеть историю/ }).waitFor();
    expectQuiet(screen);
  });

  it('undoes a change after showing what that does, and has it back', async () => {
    const at = async () => (await must(call('GET', `/clients/${ids.South}`))).settings.tariff;
    screen = await openScreen(server.get(), { at: `/history?client=${ids.South}&action=client.setting_changed` });
    const { page } = screen;
    await page.locator('.grid-row').first().click();
    await page.getByRole('button', { name: 'Undo this change' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('2 clients get another value: Tariff').or(dialog.getByText(/clients get another value/)).first().waitFor();
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('The change is undone').waitFor();
    expect(await at()).to.equal(undefined);
    await page.getByRole('button', { name: 'Have it back' }).click();
    for (let tries = 0; (await at()) !== comfort && tries < 50; tries += 1) await page.waitForTimeout(100);
    expect(await at()).to.equal(comfort);
    expectQuiet(screen);
  });

  it('says in words why a change cannot be undone', async () => {
    await must(call('PATCH', `/clients/${ids.North}`, { comment: 'first' }));
    await must(call('PATCH', `/clients/${ids.North}`, { comment: 'second' }));
    screen = await openScreen(server.get(), { at: `/history?client=${ids.North}` });
    const { page } = screen;
    await page.locator('.grid-row').filter({ hasText: 'first' }).nth(1).click();
    await page.getByRole('button', { name: 'Undo this change' }).click();
    await page.locator('.history-details').getByRole('alert').waitFor();
    await page.goto(new URL('/history?entity=tariff', server.get().url).toString());
    await page.locator('.grid-row').first().click();
    await page.getByText('Only changes of clients and client groups can be undone here.').waitFor();
    expectQuiet(screen);
  });

  it('takes new rows in at the top at once, and holds them back while one reads further down', async () => {
    for (let number = 0; number < 60; number += 1) await must(call('PATCH', `/clients/${ids.Org}`, { comment: `note ${number}` }));
    screen = await openScreen(server.get(), { at: `/history?client=${ids.Org}` });
    const { page } = screen;
    await page.locator('.grid-row').getByText('note 59').waitFor();
    await page.getByText('live').waitFor();
    await must(call('PATCH', `/clients/${ids.Org}`, { comment: 'comes by itself' }));
    await page.locator('.grid-row').first().getByText('comes by itself').waitFor();
    const scroll = page.locator('.grid-scroll');
    await scroll.evaluate((element) => element.scrollTo(0, 600));
    await page.locator('.grid-row').getByText('→ note 30').waitFor();
    await must(call('PATCH', `/clients/${ids.Org}`, { comment: 'waits' }));
    await page.getByRole('button', { name: '1 new row' }).waitFor();
    expect(await scroll.evaluate((element) => element.scrollTop)).to.equal(600);
    expect(await page.locator('.grid-row').getByText('waits').count()).to.equal(0);
    await page.getByRole('button', { name: '1 new row' }).click();
    await page.locator('.grid-row').first().getByText('waits').waitFor();
    expectQuiet(screen);
  });

  it('travels to a moment: the tree, the card and the settings of then, a banner, and the way back', async () => {
    const then = new Date().toISOString();
    await must(call('POST', `/clients/${ids.Shop}/move`, { parentId: ids.North }));
    await must(call('PATCH', `/clients/${ids.Shop}`, { name: 'Shop of today' }));
    screen = await openScreen(server.get(), { at: `/history?at=${then}&client=${ids.Shop}` });
    const { page } = screen;
    await page.getByText('You see the directory as it was on').waitFor();
    const card = page.getByRole('region', { name: 'Client of then' });
    await card.getByRole('heading', { name: /Shop$/ }).waitFor();
    await card.getByRole('button', { name: 'South' }).first().waitFor();
    expect(await card.getByRole('row', { name: /^Tariff Comfort/ }).textContent()).to.contain('now');
    const treeOfThen = page.getByRole('tree', { name: 'Tree of then' });
    await treeOfThen.getByRole('treeitem', { name: /Org/ }).click();
    await treeOfThen.press('ArrowRight');
    await treeOfThen.getByRole('treeitem', { name: /South/ }).click();
    await treeOfThen.press('ArrowRight');
    await treeOfThen.getByRole('treeitem', { name: /Shop/ }).waitFor();
    await expectAccessible(page);
    const moment = page.getByRole('textbox', { name: 'Moment' });
    await moment.fill('22/11/2030 10:00');
    expect(await page.getByRole('button', { name: 'Go' }).isDisabled(), 'nothing is known of the future').to.equal(true);
    await moment.fill('01/02/2020 10:00');
    await page.getByRole('button', { name: 'Go' }).click();
    await page.waitForURL(/at=2020-02-01T07/);
    await page.getByText('There were no clients then').waitFor();
    await page.getByRole('button', { name: 'Back to now' }).click();
    await page.getByRole('grid', { name: 'History' }).waitFor();
    expectQuiet(screen);
  });
});
