import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { expectAccessible, keepPicture, openScreen, type Screen, useBrowser } from '../support/browser.js';
import { signInClient } from '../support/cabinet.js';
import { useServer } from '../support/server.js';

const BROKEN = "export default function Broken() { throw new Error('broken on purpose'); }";

describe('A part of the screen that fails', () => {
  useBrowser();
  const server = useServer();
  let screen: Screen | undefined;
  let clientId: number;
  before(async () => {
    clientId = (await server.get().call('POST', '/clients', { name: 'Cargo Ltd' })).body.id;
  });
  afterEach(async () => {
    await screen?.close();
    screen = undefined;
  });

  /** The page that is served now belongs to another build. */
  const upgrade = (page: Page) => page.route((url) => !url.pathname.startsWith('/assets/') && !url.pathname.startsWith('/api/'), async (route) => {
    if (route.request().resourceType() !== 'fetch') return route.fallback();
    const answer = await route.fetch();
    return route.fulfill({ response: answer, body: (await answer.text()).replace(/index-[\w-]+\.js/, 'index-newer.js') });
  });

  it('a section whose file does not come says so, and the shell stays', async () => {
    screen = await openScreen(server.get(), { scheme: 'dark' });
    const { page } = screen;
    await page.route('**/assets/ReportsPage-*.js', (route) => route.abort());
    await page.getByRole('link', { name: 'Reports' }).click();
    await page.getByRole('alert').getByText('A file of the program did not arrive').waitFor();
    await expectAccessible(page);
    await keepPicture(page, 'crash-not-loaded-dark');
    await page.getByRole('button', { name: 'Back to clients' }).click();
    await page.getByRole('grid', { name: 'Clients' }).getByText('Cargo Ltd').waitFor();
    await page.unroute('**/assets/ReportsPage-*.js');
    await page.getByRole('link', { name: 'Reports' }).click();
    await page.getByRole('button', { name: 'Reload' }).click();
    await page.getByRole('heading', { name: 'Reports' }).waitFor();
  });

  it('after an upgrade it says that there is a new version, and the button reloads into it', async () => {
    screen = await openScreen(server.get(), { language: 'ru' });
    const { page } = screen;
    await upgrade(page);
    await page.route('**/assets/MoneyPage-*.js', (route) => route.fulfill({ status: 404, body: '' }));
    await page.getByRole('link', { name: 'Деньги' }).click();
    await page.getByRole('heading', { name: 'Вышла новая версия' }).waitFor();
    await keepPicture(page, 'crash-new-version-ru');
    await page.unrouteAll();
    await page.getByRole('button', { name: 'Обновить' }).click();
    await page.getByRole('heading', { name: 'Деньги' }).waitFor();
  });

  it('without a line it says that the server cannot be reached', async () => {
    screen = await openScreen(server.get());
    const { page } = screen;
    await page.getByRole('grid', { name: 'Clients' }).getByText('Cargo Ltd').waitFor();
    await page.route('**/*', (route) => route.abort());
    await page.getByRole('link', { name: 'History' }).click();
    await page.getByRole('alert').getByText('The server cannot be reached').waitFor();
  });

  it('a fault while rendering keeps the details for support folded, and other sections open', async () => {
    screen = await openScreen(server.get(), { language: 'fr' });
    const { page } = screen;
    await page.route('**/assets/ReportsPage-*.js', (route) => route.fulfill({ contentType: 'text/javascript', body: BROKEN }));
    await page.getByRole('link', { name: 'Rapports' }).click();
    await page.getByRole('heading', { name: 'Une erreur s’est produite ici' }).waitFor();
    expect(await page.getByText('broken on purpose').isVisible()).to.equal(false);
    await page.getByText('Détails pour l’assistance').click();
    await page.getByText('broken on purpose').waitFor();
    await keepPicture(page, 'crash-fr');
    await page.getByRole('link', { name: 'Messages' }).click();
    await page.getByRole('heading', { name: 'Messages' }).waitFor();
  });

  it('a card that does not come leaves the list, a tab that fails leaves the card', async () => {
    screen = await openScreen(server.get(), { at: `/clients?client=${clientId}` });
    const { page } = screen;
    await page.route('**/assets/ClientCard-*.js', (route) => route.abort());
    await page.locator('.summary-pane h2').getByText('Cargo Ltd').waitFor();
    await page.getByRole('grid', { name: 'Clients' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByRole('button', { name: 'Back to clients' }).click();
    await page.waitForURL((url) => !url.search.includes('card='));
    await page.unrouteAll();
    await page.route('**/assets/Bank-*.js', (route) => route.fulfill({ contentType: 'text/javascript', body: BROKEN }));
    await page.goto(new URL(`/clients?client=${clientId}&card=${clientId}&tab=bank`, server.get().url).toString());
    await page.getByRole('heading', { name: 'Something went wrong here' }).waitFor();
    await keepPicture(page, 'crash-tab');
    await page.getByRole('tab', { name: 'Phones' }).click();
    await page.getByRole('button', { name: 'Add a number' }).waitFor();
  });

  it('in the cabinet the frame stays, too', async () => {
    const { token } = await signInClient(server.get(), clientId);
    screen = await openScreen(server.get(), { client: token, width: 390, height: 844 });
    const { page } = screen;
    await page.route('**/assets/PeoplePage-*.js', (route) => route.abort());
    await page.getByRole('link', { name: 'People' }).click();
    await page.getByRole('alert').getByText('A file of the program did not arrive').waitFor();
    await expectAccessible(page);
    await keepPicture(page, 'crash-cabinet');
    await page.getByRole('button', { name: 'Back to the home page' }).click();
    await page.waitForURL(/\/cabinet\/?$/);
    await page.getByRole('alert').waitFor({ state: 'detached' });
  });
});
