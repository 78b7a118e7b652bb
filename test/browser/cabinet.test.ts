import { expect } from 'chai';
import { Secret, TOTP } from 'otpauth';
import { allowAll, PASSWORD, signedIn } from '../cabinet/support.js';
import { ordering } from '../orders/support.js';
import { DESKTOP, PHONE, expectAccessible, expectNoSideways, expectQuiet, keepPicture, openScreen } from '../support/browser.js';
import { useScreens } from '../support/screens.js';

describe('Cabinet: sign-in, shell and people (C-1, C-3, C-5)', () => {
  const { server, screen } = useScreens({ screen: () => ({ client: token, ...PHONE }) });
  const { call, must, tree } = ordering(server);
  let ids: Record<string, number>;
  let token: string;
  before(async () => {
    ids = await tree('Org(South(Anna,Boris),North(Vera))');
    await must(call('PATCH', `/clients/${ids.Anna}`, { phones: [{ number: '+7 903 111-22-33', main: true }], kind: 'employee' }));
    await allowAll(server.get(), ids.Org);
    token = await signedIn(server.get(), ids.Org, 'org');
  });
  const { open } = screen;

  it('C-1 says one thing for a wrong login and a wrong password, and keeps what was typed', async () => {
    const page = await open({ client: null });
    await page.getByLabel('Login').fill('org');
    await page.getByLabel('Password').fill('no');
    await keepPicture(page, 'sign-in-390');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Sign in' }).click();
    const alert = page.getByRole('alert');
    await alert.waitFor();
    const said = await alert.textContent();
    expect(await page.getByLabel('Login').inputValue()).to.equal('org');
    await page.getByLabel('Login').fill('nobody-has-it');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await alert.waitFor();
    expect(await alert.textContent()).to.equal(said);
    await page.getByLabel('Login').fill('org');
    await page.getByLabel('Password').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByText('Org', { exact: true }).first().waitFor();
    await page.getByText('live').waitFor({ state: 'attached' });
    await expectAccessible(page);
    expectQuiet(screen);
  });

  it('C-1 sets up a second factor with a QR code, asks for its code at the next sign-in, and takes a recovery code', async () => {
    const own = await signedIn(server.get(), ids.North, 'north');
    let page = await open({ client: own, at: '/cabinet/profile' });
    await page.getByRole('button', { name: 'Set it up' }).click();
    await page.locator('.qr svg').waitFor();
    await expectAccessible(page);
    await keepPicture(page, 'second-factor-390');
    const secret = ((await page.locator('.secret').textContent()) as string).replaceAll(' ', '');
    const code = () => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() });
    const first = code();
    await page.getByLabel('Code', { exact: true }).fill(first);
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.locator('.recovery-codes li').first().waitFor();
    const recovery = (await page.locator('.recovery-codes li').allTextContents()) as string[];
    await screen.close();
    page = await open({ client: null });
    await page.getByLabel('Login').fill('north');
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByLabel('Code').fill('000000');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').waitFor();
    await page.getByLabel('Code').fill(recovery[0] as string);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('live').waitFor({ state: 'attached' });
    expectQuiet(screen);
  });

  it('C-3 shows a block at once, lets everything be read and nothing be changed, and ends the session with deletion', async () => {
    const own = await signedIn(server.get(), ids.South, 'south');
    const page = await open({ client: own, at: '/cabinet/people' });
    await page.getByRole('link', { name: 'Add somebody' }).waitFor();
    await page.getByRole('link', { name: 'Anna' }).waitFor();
    await must(call('POST', `/clients/${ids.Org}/block`, { reason: 'debt' }));
    await page.getByText('This account is blocked.').waitFor();
    expect(await page.getByRole('link', { name: 'Add somebody' }).count()).to.equal(0);
    await page.getByRole('link', { name: 'Anna' }).waitFor();
    await expectAccessible(page);
    await must(call('POST', `/clients/${ids.Org}/unblock`, {}));
    await page.getByText('This account is blocked.').waitFor({ state: 'hidden' });
    await must(call('POST', `/clients/${ids.South}/delete`, {}));
    await page.getByText('Your session has ended').waitFor();
    await must(call('POST', `/clients/${ids.South}/restore`, {}));
    expectQuiet(screen);
  });

  it('C-5 adds an employee, changes it, moves it between units with a preview, deletes and restores it', async () => {
    const page = await open({ at: '/cabinet/people', ...DESKTOP });
    await page.getByRole('link', { name: 'Add somebody' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Galina');
    await page.getByLabel('Phone', { exact: true }).fill('+7 905 000-11-22');
    await expectAccessible(page);
    await page.reload();
    expect(await page.getByLabel('Name', { exact: true }).inputValue(), 'C-9: nothing typed is lost').to.equal('Galina');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('heading', { name: 'Galina' }).waitFor();
    await page.getByRole('link', { name: 'Galina' }).waitFor();
    await page.getByRole('button', { name: 'Change' }).click();
    await page.getByLabel('Note for the driver').fill('Third door');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Third door').waitFor();
    await page.getByRole('button', { name: 'Move' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox', { name: 'To which unit' }).fill('Sou');
    await dialog.getByRole('option', { name: 'South' }).waitFor();
    await page.keyboard.press('Enter');
    await dialog.getByText('Concerns 1 person or unit.').waitFor();
    await expectAccessible(page);
    await keepPicture(page, 'move-1280');
    await dialog.getByRole('button', { name: 'Move' }).click();
    await page.getByText('Employee · South').waitFor();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('button', { name: 'Restore' }).click();
    await dialog.getByRole('button', { name: 'Restore' }).click();
    await page.getByRole('button', { name: 'Move' }).waitFor();
    await expectAccessible(page);
    expectQuiet(screen);
  });

  it('D-14 withdraws a right below, and who is below sees it go at once', async () => {
    const north = await signedIn(server.get(), ids.Vera, 'vera');
    const page = await open({ at: `/cabinet/people/${ids.North}`, ...DESKTOP });
    await page.getByLabel('Keep units and employees').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Withdraw the right' }).click();
    await page.locator('label', { hasText: 'Keep units and employees' }).locator('input:not(:checked)').waitFor();
    const below = await openScreen(server.get(), { client: north, ...PHONE, at: '/cabinet/people' });
    await below.page.getByText('live').waitFor({ state: 'attached' });
    expect(await below.page.getByRole('link', { name: 'Add somebody' }).count()).to.equal(0);
    await page.getByLabel('Keep units and employees').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Give the right' }).click();
    await below.page.getByRole('link', { name: 'Add somebody' }).waitFor();
    await below.close();
    expectQuiet(screen);
  });

  it('C-1 sends a link for a forgotten password, and says the same for a login that nobody has', async () => {
    const page = await open({ client: null });
    await page.getByRole('button', { name: 'Forgotten your password?' }).click();
    await page.getByLabel('Login').fill('nobody-has-it');
    await page.getByRole('button', { name: 'Send the link' }).click();
    await page.getByText('If we know this login, the link is on its way.').waitFor();
    await expectAccessible(page);
    expectQuiet(screen);
  });

  for (const at of ['/cabinet/', '/cabinet/people', '/cabinet/people/new', '/cabinet/people/imports', '/cabinet/profile', '/cabinet/orders', '/cabinet/orders/new', '/cabinet/orders?tab=daily', '/cabinet/money', '/cabinet/money?tab=statement', '/cabinet/money?tab=budgets', '/cabinet/reports', '/cabinet/history', '/cabinet/nowhere']) {
    it(`C-8 has nothing to scroll sideways at 320 px and nothing serious of axe: ${at}`, async () => {
      const page = await open({ at, width: 320, height: 640, language: 'fr', scheme: 'dark' });
      await page.locator('.line-sign.live').waitFor();
      await page.waitForTimeout(300);
      await expectNoSideways(page);
      await expectAccessible(page);
      expectQuiet(screen);
    });
  }
});
