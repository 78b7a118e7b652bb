import { expect } from 'chai';
import { loadDemo } from '../../src/demo/demo.js';
import { expectAccessible, expectQuiet, keepPicture, openScreen, useBrowser } from '../support/browser.js';
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
