import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { expectAccessible, expectQuiet, keepPicture } from '../support/browser.js';
import { useScreens } from '../support/screens.js';

describe('The list of clients on the screen (S-2, D-20)', () => {
  const { server, screen } = useScreens({ demo: true });
  const names = () => screen.page.locator('.grid-row [role=gridcell]:first-child').allTextContents();
  const listed = async (query: string) => (await server.get().call('GET', `/clients?${query}`)).body.items.map(({ name }: { name: string }) => name) as string[];
  const shows = (expected: string[]) => screen.page.waitForFunction(
    (wanted) => JSON.stringify([...document.querySelectorAll('.grid-row [role=gridcell]:first-child')].slice(0, wanted.length).map((cell) => cell.textContent?.trim())) === JSON.stringify(wanted), expected,
  );

  it('is sorted by a click on a column, back by another, and the address keeps it', async () => {
    const page = await screen.open({ at: '/clients?deep=1' });
    for (const [title, sort] of [['Below', 'childCount'], ['Superior units', 'superior'], ['Phone', 'phone'], ['State', 'state'], ['Balance', 'balance']] as const) {
      const head = page.getByRole('columnheader', { name: title });
      for (const order of [sort, `-${sort}`]) {
        await head.getByRole('button').click();
        await page.waitForURL((url) => url.searchParams.get('sort') === order);
        await shows((await listed(`scope=all&limit=10&sort=${order}`)).slice(0, 10));
      }
    }
    await page.reload();
    await shows((await listed('scope=all&limit=10&sort=-balance')).slice(0, 10));
    expect(await page.getByRole('columnheader', { name: 'Balance' }).getAttribute('aria-sort')).to.equal('descending');
    expectQuiet(screen);
  });

  it('is filtered by what its columns do not show: below the floor, mark, kind, tag, manager; each filter is seen and dropped by itself', async () => {
    const { body: made } = await server.get().call('POST', '/clients', { name: 'Deep in the red', tags: ['vip'], mark: 'inConflict', responsibleManagerId: 1 });
    await server.get().call('PUT', `/clients/${made.id}/settings/balanceFloor`, { value: { amount: '100.00', currency: 'RUB' } });
    const page = await screen.open({ at: '/clients?deep=1' });
    await page.locator('.grid-row').nth(5).waitFor();
    await page.getByRole('button', { name: 'More filters' }).click();
    await page.getByRole('checkbox', { name: 'Balance below the floor' }).click();
    await page.waitForURL(/funds=0/);
    await page.getByLabel('Tag').fill('vip');
    await page.waitForURL(/tag=vip/);
    for (const [label, option] of [['Mark', 'in conflict'], ['Kind', 'Organisation'], ['Responsible manager', /./]] as const) {
      await page.getByRole('combobox', { name: label, exact: true }).click();
      await page.locator('.ant-select-dropdown:visible .ant-select-item-option').filter({ hasText: option }).first().click();
    }
    await page.waitForURL(/manager=1/);
    await shows(['Deep in the red']);
    expect(await names()).to.have.length(1);
    await keepPicture(page, 'clients-filter');
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await page.goto(page.url());
    await shows(['Deep in the red']);
    for (const chip of ['Balance below the floor', 'Organisation', 'Mark: in conflict', 'Tag: vip']) await page.getByRole('button', { name: `Drop the filter: ${chip}` }).or(page.getByLabel(`Drop the filter: ${chip}`)).first().click();
    await page.waitForURL((url) => !/funds|tag|mark|kind/.test(url.search));
    await shows(await listed('scope=all&managerId=1'));
    expectQuiet(screen);
  });

  it('says nothing about balances to who may not see them', async () => {
    const page = await screen.open({ rights: ['client.view'] });
    await page.locator('.grid-row').nth(2).waitFor();
    expect(await page.getByRole('columnheader', { name: 'Balance' }).count()).to.equal(0);
    await page.getByRole('button', { name: 'More filters' }).click();
    await page.getByRole('checkbox', { name: 'Contract expired' }).waitFor();
    expect(await page.getByRole('checkbox', { name: 'Balance below the floor' }).count()).to.equal(0);
    expectQuiet(screen);
  });

  it('is kept as a view under a name, opened again, removed and taken back, and saved as CSV and XLSX as it is shown', async () => {
    const page = await screen.open({ at: '/clients?deep=1&kind=organisation&sort=-name' });
    await page.locator('.grid-row').nth(2).waitFor();
    const button = page.getByRole('button').filter({ hasText: 'Views' });
    const choose = async (name: string | RegExp) => {
      await button.click();
      await page.locator('.ant-dropdown:visible').getByRole('menuitem', { name }).first().click();
    };
    await choose('Save this view…');
    await page.getByRole('dialog').getByRole('textbox').fill('Organisations backwards');
    await page.keyboard.press('Enter');
    await page.getByText('Organisations backwards').first().waitFor();
    await page.goto(new URL('/clients', server.get().url).toString());
    await page.locator('.grid-row').nth(2).waitFor();
    await choose(/^Organisations backwards/);
    await page.waitForURL(/kind=organisation.*sort=-name/);
    const expected = await listed('scope=all&kind=organisation&sort=-name');
    await shows(expected);
    for (const [format, label] of [['csv', /CSV/], ['xlsx', /XLSX|Excel/]] as const) {
      const waiting = page.waitForEvent('download');
      await choose(label);
      const download = await waiting;
      expect(download.suggestedFilename()).to.equal(`clients.${format}`);
      const content = readFileSync(await download.path());
      if (format === 'xlsx') expect(content.subarray(0, 2).toString()).to.equal('PK');
      else expect(content.toString('utf8').trim().split('\n').slice(1).map((line) => expected.some((name) => line.includes(name.replaceAll('"', '""'))))).to.deep.equal(expected.map(() => true));
    }
    await button.click();
    await page.locator('.ant-dropdown:visible').getByRole('menuitem', { name: /Remove a view/ }).hover();
    await keepPicture(page, 'views-remove');
    await page.locator('.ant-dropdown-menu-submenu-popup:visible').getByRole('menuitem', { name: 'Organisations backwards' }).click();
    await page.getByRole('button', { name: 'Undo' }).click();
    await button.click();
    await page.locator('.ant-dropdown:visible').getByRole('menuitem', { name: /^Organisations backwards/ }).first().waitFor();
    await expectAccessible(page);
    expectQuiet(screen);
  });

  it('leads into the cabinet in the client’s place, which says so all the time, and back (B-16)', async () => {
    await screen.open({ at: '/clients?client=1' });
    const { page, context } = screen;
    const { body: root } = await server.get().call('GET', '/clients/1');
    await page.locator('.grid-row[data-key="1"]').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Sign in as the client…' }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByRole('button', { name: 'Open the cabinet' }).isDisabled()).to.equal(true);
    await dialog.getByLabel('Reason').fill('Asked about an invoice');
    await expectAccessible(page);
    const opening = context.waitForEvent('page');
    await dialog.getByRole('button', { name: 'Open the cabinet' }).click();
    const cabinet = await opening;
    cabinet.setDefaultTimeout(25_000);
    // In the client's language, as everything there.
    await cabinet.locator('.banner').getByText(root.name).waitFor();
    expect(new URL(cabinet.url()).hash).to.equal('');
    await expectAccessible(cabinet);
    await keepPicture(cabinet, 'cabinet-in-place');
    const { body: history } = await server.get().call('GET', '/clients/1/history?limit=5');
    expect(JSON.stringify(history.items)).to.include('Asked about an invoice');
    await cabinet.locator('.banner').getByRole('button').click();
    await cabinet.waitForURL(/\/clients/);
    await cabinet.locator('.grid-row').nth(2).waitFor();
    await cabinet.goto(new URL('/cabinet/', server.get().url).toString());
    await cabinet.locator('.sign-in').waitFor();
    expectQuiet(screen);
  });

  it('offers no way into the cabinet to who has no right to it', async () => {
    const page = await screen.open({ rights: ['client.view', 'history.see'], at: '/clients?client=1' });
    await page.locator('.grid-row[data-key="1"]').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'History' }).waitFor();
    expect(await page.getByRole('menuitem', { name: /Sign in as|Block|Delete|Move/ }).count()).to.equal(0);
    expectQuiet(screen);
  });
});
