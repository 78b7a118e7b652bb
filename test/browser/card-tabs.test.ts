import { expect } from 'chai';
import { loadDemo } from '../../src/demo/demo.js';
import { expectAccessible, expectQuiet, keepPicture, openScreen, useBrowser } from '../support/browser.js';
import { linkedTo, signInClient } from '../support/cabinet.js';
import { useServer } from '../support/server.js';

const tabs = [
  'general', 'settings', 'accounts', 'phones', 'statistics', 'settlements', 'notifications', 'attributes', 'crews', 'bank', 'more', 'crewGroups', 'machinery', 'cabinet', 'addresses', 'employees', 'history',
];

describe('Tabs of the card (directory.md §4)', () => {
  useBrowser();
  const server = useServer();
  before(async () => {
    await loadDemo(server.get().context.db);
  });

  it('a root has all seventeen in their order, none with anything that axe calls serious, in the light and in the dark', async () => {
    const light = await openScreen(server.get(), { at: '/clients?card=1' });
    await light.page.getByRole('tab').nth(16).waitFor();
    expect(await light.page.getByRole('tab').evaluateAll((all) => all.map((tab) => (tab as HTMLElement).dataset.tab))).to.deep.equal(tabs);
    for (const tab of tabs) {
      await light.page.locator(`[data-tab=${tab}]`).click();
      await light.page.locator('.card-panel .card-section, .card-panel .employees').first().waitFor();
      await light.page.waitForTimeout(150);
      await expectAccessible(light.page);
      await keepPicture(light.page, `card-${tab}`);
    }
    expectQuiet(light);
    await light.close();
    const dark = await openScreen(server.get(), { at: '/clients?card=2&tab=attributes', scheme: 'dark', language: 'ru' });
    await dark.page.getByRole('switch', { name: 'Показать скрытые атрибуты' }).click();
    await dark.page.getByText('Проверка службы безопасности').waitFor();
    await expectAccessible(dark.page);
    await keepPicture(dark.page, 'card-dark');
    expectQuiet(dark);
    await dark.close();
  });

  it('a client without an own account has a sentence instead of what needs one (D-15), and no settlements', async () => {
    const screen = await openScreen(server.get(), { at: '/clients?card=3&tab=accounts' });
    await screen.page.getByText(/belong to an own account/).waitFor();
    expect(await screen.page.locator('[data-path="settings.balanceFloor"]').count()).to.equal(0);
    expect(await screen.page.getByRole('tab', { name: 'Settlements' }).count()).to.equal(0);
    expectQuiet(screen);
    await screen.close();
  });

  it('an own account with money on it is given up only with the rest going to the payer (D-15)', async () => {
    const call = server.get().call;
    const balance = async (id: number) => {
      const { body } = await call('GET', `/clients/${id}/accounts`);
      return Math.round(Number(body.items.find(({ kind }: { kind: { id: number } }) => kind.id === 0).balance.amount) * 100);
    };
    const before = await balance(1);
    await call('PATCH', '/clients/2', { usesOwnAccount: true });
    expect((await call('POST', '/clients/2/operations', { type: 'receipt', sum: { amount: '12.50', currency: 'RUB' } }, { headers: { 'idempotency-key': 'rest' } })).status).to.equal(201);
    const screen = await openScreen(server.get(), { at: '/clients?card=2' });
    const { page } = screen;
    await page.getByText('₽12.50').waitFor();
    await page.locator('[data-path=usesOwnAccount]').getByRole('switch').click();
    await page.keyboard.press('Control+s');
    await page.locator('.ant-modal-confirm').getByText('get another value').first().waitFor();
    await page.locator('.ant-modal-confirm-btns .ant-btn-primary').click();
    await page.getByRole('button', { name: 'Transfer the rest and save' }).click();
    await page.locator('.save-bar').waitFor({ state: 'detached' });
    expect((await call('GET', '/clients/2')).body.usesOwnAccount).to.equal(false);
    expect(await balance(1) - before).to.equal(12_50);
    expectQuiet(screen);
    await screen.close();
  });

  it('an attribute tells at one glance whether it is own, inherited, dropped, or not there at all', async () => {
    const { call } = server.get();
    const put = (id: number, key: number, value: unknown) => call('PUT', `/clients/${id}/settings/attribute.${key}`, { value });
    const { body: { items } } = await call('GET', '/attributes');
    const byType = (type: string) => items.filter((one: { type: string; hidden: boolean; boundTo: unknown }) => one.type === type && !one.hidden && (!Array.isArray(one.boundTo) || one.boundTo.includes('client')));
    const [flag] = byType('flag');
    const [date] = byType('date');
    const [text] = byType('string');
    await put(1, flag.id, true);
    await put(2, flag.id, null);
    await put(1, text.id, 'AMBAR');
    const screen = await openScreen(server.get(), { at: '/clients?card=2&tab=attributes' });
    const mark = (id: number) => screen.page.locator('.attribute', { has: screen.page.locator(`[data-path="settings.attribute.${id}"]`) }).locator('.attribute-mark [role=img]').first();
    await mark(date.id).and(screen.page.getByLabel('does not have it', { exact: true })).waitFor();
    await mark(text.id).and(screen.page.getByLabel('inherited', { exact: true })).waitFor();
    await mark(flag.id).and(screen.page.getByLabel('dropped: does not have it here')).waitFor();
    await expectAccessible(screen.page);
    expectQuiet(screen);
    await screen.close();
  });

  it('crews are chosen by name, and numbers that the directory does not know may be typed', async () => {
    const { call } = server.get();
    const { body: { items: [crew] } } = await call('GET', '/crews');
    const screen = await openScreen(server.get(), { at: '/clients?card=3&tab=crews' });
    const { page } = screen;
    const field = page.locator('[data-path=favouriteCrews]');
    await field.getByRole('combobox').fill(crew.name);
    await page.locator('.ant-select-item-option').getByText(crew.name).first().waitFor();
    await page.keyboard.press('Enter');
    await field.getByRole('combobox').fill('4711');
    await page.locator('.ant-select-item-option').getByText('№ 4711').first().waitFor();
    await page.keyboard.press('Enter');
    await field.locator('.ant-select-selection-item').getByText(`№ ${crew.number} · ${crew.name}`).waitFor();
    await page.keyboard.press('Control+s');
    await page.locator('.save-bar').waitFor({ state: 'detached' });
    expect((await call('GET', '/clients/3')).body.favouriteCrews).to.have.members([crew.number, 4711]);
    expectQuiet(screen);
    await screen.close();
  });

  it('employees are found by name and by any phone with their superiors above them; blocked ones have a sign', async () => {
    const call = server.get().call;
    await call('PATCH', '/clients/4', { phones: [{ number: '+7 903 111-22-33', main: true }, { number: '+7 495 765-43-21' }] });
    await call('POST', '/clients/4/block', { reason: 'on leave' });
    const { body: found } = await call('GET', '/clients/4');
    const screen = await openScreen(server.get(), { at: '/clients?card=1&tab=employees' });
    const { page } = screen;
    const tree = page.locator('.employees-tree');
    await tree.getByRole('treeitem').first().waitFor();
    await page.getByLabel('Name or any phone').fill('765-43');
    await tree.locator('.match').getByText(found.name).waitFor();
    expect(await tree.getByRole('treeitem').locator('.employee-name').allTextContents()).to.deep.equal([...found.path.slice(1).map(({ name }: { name: string }) => name), found.name]);
    await tree.locator('.match').getByRole('img', { name: 'Blocked' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.waitForURL(/card=4/);
    expectQuiet(screen);
    await screen.close();
  });

  it('an SMS goes to the number of the client that was chosen', async () => {
    const call = server.get().call;
    await call('PATCH', '/clients/3', { phones: [{ number: '+7 903 111-22-44', main: true }, { number: '+7 903 111-22-45' }] });
    const screen = await openScreen(server.get(), { at: '/clients?card=3&tab=phones' });
    const { page } = screen;
    await page.getByRole('button', { name: 'Send an SMS: +7 903 111-22-45' }).click();
    const dialog = page.locator('.ant-modal').filter({ has: page.locator('.new-mailing') });
    await dialog.getByText('+79031112245').waitFor();
    await page.keyboard.type('The car waits at the gate');
    await dialog.getByRole('button', { name: /^Send/ }).click();
    await dialog.waitFor({ state: 'detached' });
    const { body } = await call('GET', '/clients/3/messages?limit=1');
    expect(body.items[0]).to.include({ recipient: '+79031112245', body: 'The car waits at the gate' });
    expectQuiet(screen);
    await screen.close();
  });

  it('a tariff is scheduled for a date, stands in the list in words, and is cancelled (D-9)', async () => {
    const screen = await openScreen(server.get(), { at: '/clients?card=1&tab=history' });
    const { page } = screen;
    await page.getByText('Scheduled', { exact: true }).click();
    await page.getByRole('button', { name: 'Schedule a change' }).click();
    await page.getByLabel('From').fill('2040-01-02T03:04');
    await page.getByRole('combobox', { name: 'Tariff', exact: true }).click();
    await page.locator('.ant-select-item-option').getByText('Бизнес', { exact: true }).click();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Schedule a change' }).click();
    const line = page.getByRole('row').filter({ hasText: 'Tariff: Бизнес' });
    await line.getByText('waiting').waitFor();
    await line.getByRole('button', { name: 'Cancel it' }).click();
    await line.getByText('cancelled').waitFor();
    const { items } = (await server.get().call('GET', '/clients/1/scheduled-changes')).body;
    expect(items.map(({ status, change }: { status: string; change: { key: string } }) => [status, change.key])).to.deep.equal([['cancelled', 'tariff']]);
    expectQuiet(screen);
    await screen.close();
  });

  it('other logins of the same person stand on the tab of the cabinet, and one is taken out after a question (C-2)', async () => {
    const own = await signInClient(server.get(), 1);
    const otherId = await linkedTo(server.get(), own.token);
    const screen = await openScreen(server.get(), { at: '/clients?card=1&tab=cabinet' });
    const { page } = screen;
    const other = page.getByRole('listitem').filter({ hasText: 'Another of the same person' });
    await other.getByRole('button', { name: 'Unlink Another' }).click();
    const question = page.getByRole('tooltip', { name: /Take Another of the same person out/ });
    await question.getByText('Its login and password stay').waitFor();
    await expectAccessible(page);
    await keepPicture(page, 'card-organisations');
    await question.getByRole('button', { name: 'Unlink' }).click();
    await other.waitFor({ state: 'detached' });
    expect((await server.get().call('GET', `/clients/${otherId}/organisations`)).body.items).to.deep.equal([]);
    expectQuiet(screen);
    await screen.close();
  });

  it('an operator without rights reads: no button that changes, no history', async () => {
    const screen = await openScreen(server.get(), { at: '/clients?card=1', rights: ['client.view'] });
    await screen.page.getByRole('tab', { name: 'General' }).waitFor();
    await screen.page.locator('.card-panel input').first().waitFor();
    expect(await screen.page.locator('.card-panel').getByRole('button', { name: /Override|Block|Delete|Move/ }).count()).to.equal(0);
    expect(await screen.page.getByRole('tab', { name: 'History' }).count()).to.equal(0);
    expect(await screen.page.locator('[data-path=name] input').isDisabled()).to.equal(true);
    expectQuiet(screen);
    await screen.close();
  });
});
