// Journeys of whoever keeps the people of a corporate client (C-5, D-5, D-8, D-14): in a real browser, on a phone and on a
// desktop.
import { expect } from 'chai';
import { allowAll, signedIn } from '../cabinet/support.js';
import { ordering } from '../orders/support.js';
import { DESKTOP, PHONE, expectAccessible, expectNoSideways, expectQuiet, keepPicture, openScreen } from '../support/browser.js';
import { useScreens } from '../support/screens.js';

describe('Cabinet: keeping people (C-5)', function () {
  this.timeout(60_000);
  const { server, screen } = useScreens({ screen: () => ({ client: token, ...PHONE }) });
  const { call, must, tree, item } = ordering(server);
  let ids: Record<string, number>;
  let token: string;
  const own = async (path: string, method = 'GET', body?: unknown) => (await server.get().call(method, path, body, { token })).body;
  const card = (name: string) => own(`/cabinet/clients/${ids[name]}`);
  before(async () => {
    ids = await tree('Org(South(Anna,Boris,Clara),North(Vera),East(Shift(Egor,Fedor)))');
    await allowAll(server.get(), ids.Org);
    const tariff = await item('/tariffs', { name: 'Northern' });
    await must(call('PUT', `/clients/${ids.North}/settings/tariff`, { value: tariff }));
    for (const name of ['Comfort', 'Minivan']) ids[name] = await item('/crew-groups', { name });
    token = await signedIn(server.get(), ids.Org, 'org');
  });
  const { open } = screen;

  for (const [width, size] of [['390', PHONE], ['1280', DESKTOP]] as const) {
    it(`D-5 at ${width} px a unit moves after a preview of what would change for how many, and back`, async () => {
      const page = await open({ at: `/cabinet/people/${ids.Shift}`, ...size });
      await page.getByText('Department · East').or(page.getByText('Employee · East')).waitFor();
      await page.getByRole('button', { name: 'Move', exact: true }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('combobox', { name: 'To which unit' }).fill('Nor');
      await dialog.getByRole('option', { name: 'North' }).click();
      await dialog.getByText('Concerns 3 people and units.').waitFor();
      await dialog.getByText('Tariff: changes for 3').waitFor();
      await keepPicture(page, `people-move-${width}`);
      expect((await card('Shift')).path.at(-1).name, 'a preview does nothing').to.equal('East');
      await dialog.getByRole('button', { name: 'Move', exact: true }).click();
      await page.getByText('Shift is now in North.').waitFor();
      await page.getByText(/· North$/).waitFor();
      await keepPicture(page, `people-moved-${width}`);
      await expectAccessible(page);
      await expectNoSideways(page);
      await page.getByRole('button', { name: 'Undo' }).click();
      await page.getByText(/· East$/).waitFor();
      expect((await card('Egor')).path.map((unit: { name: string }) => unit.name)).to.deep.equal(['Org', 'East', 'Shift']);
      expectQuiet(screen);
    });
  }

  it('several are blocked, moved and deleted with a preview, all or none, and each is taken back', async () => {
    const page = await open({ at: '/cabinet/people', ...PHONE });
    await page.getByRole('button', { name: 'Open South' }).click();
    await page.getByRole('button', { name: 'Open North' }).click();
    const begin = async () => {
      await page.getByRole('button', { name: 'Choose several' }).click();
      for (const name of ['Anna', 'Vera']) await page.getByRole('checkbox', { name: `Choose ${name}` }).check();
      await page.getByRole('region', { name: '2 chosen' }).waitFor();
    };
    const dialog = page.getByRole('dialog');
    const undo = page.getByRole('button', { name: 'Undo' });

    await begin();
    await keepPicture(page, 'people-several-390');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Block', exact: true }).click();
    await dialog.getByText('Concerns 2 people and units.').waitFor();
    await dialog.getByLabel('Reason').fill('On leave');
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Block', exact: true }).click();
    await page.getByText('2 people are blocked.').waitFor();
    expect((await card('Vera')).blockReason).to.equal('On leave');
    await undo.click();
    await undo.waitFor({ state: 'hidden' });
    expect([(await card('Anna')).blocked, (await card('Vera')).blocked]).to.deep.equal([false, false]);

    await begin();
    await page.getByRole('button', { name: 'Move', exact: true }).click();
    await dialog.getByRole('combobox', { name: 'To which unit' }).fill('Vera');
    await dialog.getByRole('option', { name: 'Vera' }).click();
    await dialog.getByText('It would fail at Vera:').waitFor();
    expect(await dialog.getByRole('button', { name: 'Move', exact: true }).isDisabled()).to.equal(true);
    await dialog.getByRole('combobox', { name: 'To which unit' }).fill('East');
    await dialog.getByRole('option', { name: 'East', exact: true }).click();
    await dialog.getByText('Tariff: changes for 1').waitFor();
    await dialog.getByRole('button', { name: 'Move', exact: true }).click();
    await page.getByText('2 people are moved.').waitFor();
    expect([(await card('Anna')).parentId, (await card('Vera')).parentId]).to.deep.equal([ids.East, ids.East]);
    await undo.click();
    await undo.waitFor({ state: 'hidden' });
    expect([(await card('Anna')).parentId, (await card('Vera')).parentId]).to.deep.equal([ids.South, ids.North]);

    await begin();
    await page.getByRole('region', { name: '2 chosen' }).getByRole('button', { name: 'Delete', exact: true }).click();
    await dialog.getByText('Concerns 2 people and units.').waitFor();
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await page.getByText('2 people are deleted.').waitFor();
    await page.getByRole('link', { name: 'Anna' }).waitFor({ state: 'hidden' });
    await undo.click();
    await page.getByRole('link', { name: 'Anna' }).waitFor();
    expectQuiet(screen);
  });

  it('D-8 two windows change the same person: different fields both hold, the same one is mine, theirs and before, and a choice; C-9 nothing typed is lost', async () => {
    await own(`/cabinet/clients/${ids.Boris}`, 'PATCH', { email: 'boris@firm.example', address: 'Gate 1' });
    const page = await open({ at: `/cabinet/people/${ids.Boris}`, ...DESKTOP });
    const other = await openScreen(server.get(), { client: token, ...PHONE, at: `/cabinet/people/${ids.Boris}` });
    for (const each of [page, other.page]) await each.getByRole('button', { name: 'Change' }).click();
    await other.page.getByLabel('E-mail').fill('theirs@firm.example');
    await other.page.getByLabel('Pick-up address').fill('Gate 7');
    await other.page.getByRole('button', { name: 'Save' }).click();
    await other.page.getByText('Gate 7').waitFor();
    await other.close();

    await page.getByLabel('Name', { exact: true }).fill('Boris B.');
    await page.getByLabel('E-mail').fill('mine@firm.example');
    await page.getByLabel('Pick-up address').fill('Gate 3');
    await page.reload();
    expect(await page.getByLabel('E-mail').inputValue()).to.equal('mine@firm.example');
    await page.getByRole('button', { name: 'Save' }).click();
    const conflict = page.getByRole('alert');
    await conflict.getByText('Somebody else changed the same fields meanwhile').waitFor();
    const email = conflict.getByRole('group', { name: 'E-mail' });
    await email.getByText('Before: boris@firm.example').waitFor();
    await email.getByText('mine@firm.example').waitFor();
    expect(await conflict.getByRole('group').count(), 'the name is mine alone').to.equal(2);
    await email.getByRole('radio', { name: 'Theirs: theirs@firm.example' }).check();
    await keepPicture(page, 'people-conflict-1280');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Boris B.' }).waitFor();
    const { name, email: kept, address } = await card('Boris');
    expect([name, kept, address]).to.deep.equal(['Boris B.', 'theirs@firm.example', 'Gate 3']);
    expect(page.url()).not.to.contain('edit');
    expectQuiet(screen);
  });

  it('keeps notes for drivers with their days, the cars that somebody may have, and rights with a preview for whoever is below', async () => {
    const page = await open({ at: `/cabinet/people/${ids.South}`, ...PHONE });
    const notes = page.getByRole('region', { name: 'Notes for drivers' });
    await notes.getByRole('button', { name: 'Add a note' }).click();
    await notes.getByLabel('Note', { exact: true }).fill('The lift is out of order');
    await notes.getByLabel('How important').selectOption({ label: 'The driver must confirm it' });
    await notes.getByLabel('From').fill('2030-05-02');
    await notes.getByLabel('Until').fill('2030-05-01');
    await notes.getByRole('button', { name: 'Save' }).click();
    await notes.getByRole('alert').waitFor();
    await notes.getByLabel('Until').fill('2030-05-09');
    await notes.getByRole('button', { name: 'Save' }).click();
    await notes.getByText('2 May 2030 – 9 May 2030').waitFor();
    await notes.getByRole('button', { name: 'Add a note' }).click();
    await notes.getByLabel('Note', { exact: true }).fill('Ring twice');
    await notes.getByRole('button', { name: 'Save' }).click();
    await notes.getByRole('button', { name: 'Remove “Ring twice”' }).click();
    await notes.getByText('Ring twice').waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await notes.getByText('Ring twice').waitFor();

    const cars = page.getByRole('region', { name: 'Cars' });
    await cars.getByLabel('The same as the superior unit').click();
    await cars.getByLabel('Minivan').click();
    await cars.locator('label', { hasText: 'Minivan' }).locator('input:not(:checked)').waitFor();
    await cars.getByLabel('Usual one').selectOption({ label: 'Comfort' });
    await cars.locator('select:enabled').waitFor();
    expect((await own(`/cabinet/clients/${ids.Clara}/crew-groups`)).allowed.map(({ name }: { name: string }) => name)).to.deep.equal(['Comfort']);
    await keepPicture(page, 'people-card-390');

    const rights = page.getByRole('region', { name: 'May do in the cabinet' });
    await rights.getByLabel('Keep daily orders').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Concerns 4 people and units.').waitFor();
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Withdraw the right' }).click();
    await rights.locator('label', { hasText: 'Keep daily orders' }).locator('input:not(:checked)').waitFor();
    await expectAccessible(page);
    await expectNoSideways(page);
    expectQuiet(screen);
  });

  it('shows who was invited and has not signed in yet, and not those who were never invited', async () => {
    await must(call('PATCH', `/clients/${ids.Egor}`, { apiLogin: 'egor' }));
    await own(`/cabinet/clients/${ids.Fedor}`, 'PATCH', { email: 'fedor@firm.example' });
    const page = await open({ at: `/cabinet/people/${ids.Fedor}`, ...PHONE });
    await page.getByRole('button', { name: 'Invite' }).click();
    await page.getByText('A link to set the password is on its way to fedor@firm.example.').waitFor();
    await page.getByRole('link', { name: '‹ People' }).click();
    await page.getByRole('button', { name: 'Not signed in yet' }).click();
    await page.getByRole('link', { name: 'Fedor' }).waitFor();
    expect(await page.getByRole('link', { name: 'Egor' }).count()).to.equal(0);
    expect(page.url()).to.contain('state=invited');
    await expectAccessible(page);
    await expectNoSideways(page);
    expectQuiet(screen);
  });

  it('goes on with long lists as one scrolls, in the tree and in a search, with nothing sideways at 320 px', async () => {
    const many = await tree(`Crowd(${Array.from({ length: 230 }, (_, index) => `Walker ${String(index).padStart(3, '0')}`).join(',')})`);
    await allowAll(server.get(), many.Crowd);
    const page = await open({ client: await signedIn(server.get(), many.Crowd, 'crowd'), at: '/cabinet/people', width: 320, height: 640, language: 'fr' });
    const last = page.getByRole('link', { name: 'Walker 229' });
    const toTheEnd = async () => {
      await page.getByRole('link', { name: 'Walker 000' }).waitFor();
      expect(await last.count(), 'not everything at once').to.equal(0);
      for (const at of ['099', '199']) await page.getByRole('link', { name: `Walker ${at}` }).scrollIntoViewIfNeeded();
      await last.waitFor({ state: 'attached' });
      await last.scrollIntoViewIfNeeded();
      await expectNoSideways(page);
    };
    await toTheEnd();
    await page.getByRole('searchbox').fill('walker');
    await page.waitForURL(/q=walker/);
    await page.getByRole('button', { name: /^Ouvrir/ }).first().waitFor({ state: 'detached' });
    await toTheEnd();
    await expectAccessible(page);
    expectQuiet(screen);
  });
});
