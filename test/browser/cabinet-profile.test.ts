// Sign-in, organisations, agreement and profile of the cabinet, in a real browser (C-1, C-2, C-5, C-10).
import { expect } from 'chai';
import { Secret, TOTP } from 'otpauth';
import type { Page } from 'playwright-core';
import { allowAll, PASSWORD, signedIn } from '../cabinet/support.js';
import { ordering } from '../orders/support.js';
import { DESKTOP, PHONE, expectAccessible, expectQuiet, keepPicture, openScreen } from '../support/browser.js';
import { useScreens } from '../support/screens.js';

describe('Cabinet: organisations, agreement, profile (C-1, C-2, C-10)', () => {
  const { server, screen } = useScreens({ screen: () => PHONE });
  const { call, must, tree } = ordering(server);
  let ids: Record<string, number>;
  before(async () => {
    ids = await tree('Bakery,Dairy,Cheese(Anna),Mill');
    for (const name of ['Bakery', 'Dairy', 'Cheese', 'Mill']) {
      await allowAll(server.get(), ids[name]);
      await signedIn(server.get(), ids[name], name.toLowerCase());
    }
  });
  const { open } = screen;
  const signIn = async (page: Page, login: string, password: string) => {
    await page.getByLabel('Login').fill(login);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
  };
  const at = (path: string) => new URL(path, server.get().url).toString();
  const live = (page: Page) => page.locator('.line-sign.live').waitFor();
  const linkTo = async (clientId: number | undefined): Promise<string> => {
    const message = await server.get().context.db.prisma.message.findFirstOrThrow({ where: { clientId: clientId as number, purpose: 'passwordLink' }, orderBy: { id: 'desc' } });
    return new URL(message.secret as string).search;
  };

  it('C-5 the first sign-in shows three things to begin with, once', async () => {
    const page = await open({ client: await token('mill') });
    const welcome = page.getByRole('region', { name: 'Welcome' });
    await welcome.getByRole('listitem').first().waitFor();
    expect(await welcome.getByRole('listitem').count()).to.equal(3);
    await live(page);
    await keepPicture(page, 'welcome-390');
    await expectAccessible(page);
    await welcome.getByRole('button', { name: 'Got it' }).click();
    await page.reload();
    await page.getByRole('link', { name: 'Order a ride' }).waitFor();
    expect(await welcome.count()).to.equal(0);
    expectQuiet(screen);
  });

  for (const [name, size] of [['390', PHONE], ['1280', DESKTOP]] as const) {
    it(`C-2 at ${name} px another organisation is added by its password, switched to and back with what was typed, and taken out`, async () => {
      const page = await open({ ...size, client: await token('bakery'), at: '/cabinet/profile' });
      await page.getByRole('button', { name: 'Add an organisation' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Login there').fill('dairy');
      if (name === '390') {
        await dialog.getByLabel('Password there').fill('not this');
        await dialog.getByRole('button', { name: 'Add' }).click();
        await dialog.getByRole('alert').waitFor();
        await expectAccessible(page);
      }
      await dialog.getByLabel('Password there').fill(PASSWORD);
      await dialog.getByRole('button', { name: 'Add' }).click();
      await dialog.waitFor({ state: 'hidden' });
      const other = await screen.context.newPage();
      await other.goto(at('/cabinet/money'));
      await live(other);
      const types = name === '390';
      if (types) await page.goto(at('/cabinet/people/new'));
      if (types) await page.getByLabel('Name', { exact: true }).fill('Typed at the bakery');
      await page.getByRole('button', { name: 'Bakery, switch to another organisation' }).click();
      await dialog.getByText('You are here').waitFor();
      await keepPicture(page, `switcher-${name}`);
      await expectAccessible(page);
      await dialog.getByRole('button', { name: 'Dairy' }).click();
      await page.getByRole('button', { name: 'Dairy, switch' }).waitFor();
      await other.getByRole('button', { name: 'Dairy, switch' }).waitFor();
      if (types) {
        await page.goto(at('/cabinet/people/new'));
        await page.getByLabel('Name', { exact: true }).waitFor();
        expect(await page.getByLabel('Name', { exact: true }).inputValue(), 'what was typed elsewhere').to.equal('');
      }
      await page.getByRole('button', { name: 'Dairy, switch' }).click();
      await dialog.getByRole('button', { name: 'Bakery' }).click();
      await page.getByRole('button', { name: 'Bakery, switch' }).waitFor();
      if (types) {
        await page.goto(at('/cabinet/people/new'));
        await page.getByLabel('Name', { exact: true }).waitFor();
        expect(await page.getByLabel('Name', { exact: true }).inputValue()).to.equal('Typed at the bakery');
      }
      await page.goto(at('/cabinet/profile'));
      await page.getByRole('button', { name: 'Take Dairy out' }).click();
      await dialog.getByRole('button', { name: 'Take out' }).click();
      await page.getByText('Do you have a login in another organisation too?').waitFor();
      expect(await page.getByRole('button', { name: 'switch to another organisation' }).count()).to.equal(0);
      expectQuiet(screen);
    });
  }

  for (const size of [PHONE, DESKTOP]) {
    it(`C-1 a forgotten password at ${size.width} px: a link from the sign-in page, a password in one’s own language, and in`, async () => {
      await must(call('PATCH', `/clients/${ids.Dairy}`, { email: 'dairy@firm.example', language: 'ru' }));
      const page = await open({ client: null, ...size });
      await page.getByRole('button', { name: 'Forgotten your password?' }).click();
      await page.getByLabel('Login').fill('dairy@firm.example');
      await page.getByRole('button', { name: 'Send the link' }).click();
      await page.getByText('the link is on its way').waitFor();
      await page.goto(at(`/cabinet/set-password${await linkTo(ids.Dairy)}`));
      await page.getByRole('heading', { name: 'Задайте пароль' }).waitFor();
      await keepPicture(page, `set-password-${size.width}`);
      await expectAccessible(page);
      await page.getByRole('link', { name: 'English' }).click();
      await page.getByLabel('New password').fill('password');
      await page.getByLabel('The same once more').fill('password');
      await page.getByRole('button', { name: 'Set password' }).click();
      await page.getByText('one of the most common passwords').waitFor();
      await expectAccessible(page);
      await page.getByLabel('New password').fill('a windy evening');
      await page.getByLabel('The same once more').fill('a windy evening');
      await page.getByRole('button', { name: 'Set password' }).click();
      await page.getByRole('heading', { name: 'Your password is set' }).waitFor();
      await page.getByRole('link', { name: 'Sign in' }).click();
      await page.getByLabel('Password').waitFor();
      expect(await page.getByLabel('Login').inputValue(), 'the login is there already').to.equal('dairy');
      await page.getByLabel('Password').fill('a windy evening');
      await page.keyboard.press('Enter');
      await live(page);
      await page.goto(at('/cabinet/set-password?token=used'));
      await page.getByRole('link', { name: /sign-in page/ }).waitFor();
      expectQuiet(screen);
    });
  }

  it('C-1 an invitation is taken up by its link, then the list of those who have not is empty', async () => {
    await must(call('PATCH', `/clients/${ids.Anna}`, { email: 'anna@firm.example' }));
    let page = await open({ ...DESKTOP, client: await token('cheese'), at: `/cabinet/people/${ids.Anna}` });
    await page.getByRole('button', { name: 'Invite', exact: true }).click();
    await page.getByRole('status').getByText('anna@firm.example').first().waitFor();
    await screen.close();
    page = await open({ client: null, at: `/cabinet/set-password${await linkTo(ids.Anna)}` });
    await page.getByLabel('New password').fill('a windy evening');
    await page.getByLabel('The same once more').fill('a windy evening');
    await page.getByRole('button', { name: 'Set password' }).click();
    await page.getByRole('link', { name: 'Sign in' }).click();
    await page.getByLabel('Password').fill('a windy evening');
    await page.keyboard.press('Enter');
    await live(page);
    await page.getByText('Anna').first().waitFor();
    expectQuiet(screen);
  });

  for (const size of [PHONE, DESKTOP]) {
    it(`C-1 the second factor is switched off with a code at ${size.width} px`, async () => {
      const page = await open({ ...size, client: await token('mill'), at: '/cabinet/profile' });
      await page.getByRole('button', { name: 'Set it up' }).click();
      const secret = ((await page.locator('.secret').textContent()) as string).replaceAll(' ', '');
      const totp = new TOTP({ secret: Secret.fromBase32(secret) });
      await page.getByLabel('Code', { exact: true }).fill(totp.generate());
      await page.getByRole('button', { name: 'Confirm' }).click();
      await page.locator('.recovery-codes li').first().waitFor();
      const code = (await page.locator('.recovery-codes li').first().textContent()) as string;
      await page.getByRole('button', { name: 'Switch it off' }).click();
      await page.getByLabel('Code', { exact: true }).fill('000000');
      await page.getByRole('button', { name: 'Switch it off' }).click();
      await page.getByRole('alert').waitFor();
      await page.getByLabel('Code', { exact: true }).fill(code);
      await page.getByRole('button', { name: 'Switch it off' }).click();
      await page.getByRole('button', { name: 'Set it up' }).waitFor();
      expectQuiet(screen);
    });
  }

  it('C-1 a session that is ended here falls to the sign-in there at once; ten wrong passwords lock for a minute', async () => {
    const page = await open({ client: await token('cheese'), at: '/cabinet/profile' });
    const there = await openScreen(server.get(), { ...PHONE, client: await token('cheese') });
    await live(there.page);
    await page.reload();
    await page.getByRole('button', { name: 'End', exact: true }).first().click();
    await there.page.getByText('Your session has ended').waitFor();
    await keepPicture(there.page, 'ended-390');
    for (let tries = 0; tries < 11; tries += 1) await server.get().call('POST', '/cabinet/sessions', { login: 'nobody', password: 'no' }, { token: null });
    await signIn(there.page, 'nobody', 'no');
    await there.page.getByRole('alert').getByText(/minute|Too many/).waitFor();
    expectQuiet(there);
    await there.close();
    expectQuiet(screen);
  });

  it('C-5 own data: what somebody else changed shows at once, the same field is mine or theirs; the language is kept', async () => {
    const page = await open({ client: await token('cheese'), at: '/cabinet/profile' });
    await page.getByLabel('E-mail', { exact: true }).fill('mine@firm.example');
    await must(call('PATCH', `/clients/${ids.Cheese}`, { email: 'theirs@firm.example' }));
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Somebody else changed the same meanwhile').waitFor();
    await page.getByText('theirs@firm.example').waitFor();
    await keepPicture(page, 'conflict-390');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Keep mine' }).click();
    await page.getByText('Saved.').waitFor();
    expect((await must(call('GET', `/clients/${ids.Cheese}`))).email).to.equal('mine@firm.example');
    await page.getByRole('combobox', { name: 'Language' }).selectOption('fr');
    await page.getByRole('heading', { name: 'Vos organisations' }).waitFor();
    for (let tries = 0; tries < 100 && (await must(call('GET', `/clients/${ids.Cheese}`))).language !== 'fr'; tries += 1) await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await must(call('GET', `/clients/${ids.Cheese}`))).language).to.equal('fr');
    expectQuiet(screen);
  });

  it('C-5 a private person takes its data along and has it erased, after the consequences were told', async () => {
    const { id } = await must(call('POST', '/clients', { name: 'Vera Petrova', kind: 'person', email: 'vera@mail.example' }));
    const page = await open({ client: await signedIn(server.get(), id, 'vera'), at: '/cabinet/profile' });
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download everything' }).click();
    expect((await saved).suggestedFilename()).to.match(/^personal-data-client-\d+-.*\.zip$/);
    await page.getByRole('button', { name: 'Erase my data…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('This cannot be undone.').waitFor();
    await keepPicture(page, 'erase-390');
    await expectAccessible(page);
    expect(await dialog.getByRole('button', { name: 'Erase everything' }).isDisabled()).to.equal(true);
    await dialog.getByLabel('I understand').check();
    await dialog.getByRole('button', { name: 'Erase everything' }).click();
    await page.getByText('Your session has ended').waitFor();
    expect((await must(call('GET', `/clients/${id}`))).name).to.equal(`Erased person ${id}`);
    expectQuiet(screen);
  });

  // Last: from here on everybody has to accept it.
  it('C-10 a version that is published stands before an open screen at once; accepted, the same page opens', async () => {
    const page = await open({ client: await token('mill'), at: '/cabinet/profile' });
    await page.getByRole('heading', { name: 'Your data' }).waitFor();
    const { id } = await must(call('POST', '/agreements', { name: 'First', textEn: 'Be kind.\n\nPay in time.', textRu: 'Будьте добры.', textFr: 'Soyez aimables.' }));
    await must(call('POST', `/agreements/${id}/publish`, {}));
    await page.getByRole('heading', { name: 'User agreement' }).waitFor();
    await page.getByText('Pay in time.').waitFor();
    expect(await page.getByRole('heading', { name: 'Your data' }).count()).to.equal(0);
    await keepPicture(page, 'agreement-390');
    await expectAccessible(page);
    await page.getByRole('combobox', { name: 'Language' }).selectOption('ru');
    await page.getByText('Будьте добры.').waitFor();
    await page.getByRole('button', { name: 'Принимаю' }).click();
    await page.getByRole('heading', { name: 'Ваши данные' }).waitFor();
    expectQuiet(screen);
  });

  it('C-10 an administrator writes a version, publishes it after being told whom it asks, and an operator accepts for a client (B-12)', async () => {
    const page = await open({ width: 1366, height: 768, at: '/directories/agreements' });
    await page.getByRole('button', { name: 'Add' }).first().click();
    await page.getByLabel('Name', { exact: true }).fill('Second');
    for (const [language, text] of [['English', 'Be kinder.'], ['Русский', 'Будьте добрее.'], ['Français', 'Soyez plus aimables.']] as const) {
      await page.getByRole('radiogroup', { name: 'Language of the text' }).getByText(language).click();
      await page.getByLabel('Text', { exact: true }).fill(text);
    }
    await page.getByRole('button', { name: /^Create/ }).click();
    await page.getByRole('button', { name: 'Publish…' }).click();
    await page.getByText(/clients? with access to the cabinet will be asked/).waitFor();
    await keepPicture(page, 'publish-1366');
    await page.getByRole('dialog').getByRole('button', { name: 'Publish' }).click();
    await page.getByRole('gridcell', { name: 'Published' }).first().waitFor();
    await keepPicture(page, 'agreements-1366');
    await expectAccessible(page);
    await page.goto(at(`/clients?client=${ids.Mill}&card=${ids.Mill}&tab=cabinet`));
    await page.getByRole('button', { name: 'Accept for the client' }).click();
    await page.getByText('accepted by admin for the client').waitFor();
    await keepPicture(page, 'card-agreement-1366');
    expectQuiet(screen);
  });

  async function token(login: string): Promise<string> {
    return (await must(server.get().call('POST', '/cabinet/sessions', { login, password: PASSWORD }, { token: null }))).token as string;
  }
});
