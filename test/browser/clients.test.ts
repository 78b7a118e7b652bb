import { expect } from 'chai';
import { loadDemo } from '../../src/demo/demo.js';
import { expectAccessible, expectQuiet, openScreen, type Screen, useBrowser } from '../support/browser.js';
import { useServer } from '../support/server.js';

describe('Screen of the clients (S-2, S-3, S-5, S-11)', () => {
  useBrowser();
  const server = useServer();
  let screen: Screen;
  before(async () => {
    await loadDemo(server.get().context.db);
  });
  afterEach(async () => {
    await screen.close();
  });

  it('asks for sign-in, tells a wrong password in words, and shows the clients after the right one', async () => {
    screen = await openScreen(server.get(), { rights: null });
    const { page } = screen;
    await page.getByLabel('Login').fill('admin');
    await page.getByLabel('Password').fill('wrong');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('wrong').waitFor();
    await expectAccessible(page);
    await page.getByLabel('Password').fill('admin-password');
    await page.keyboard.press('Enter');
    await page.getByRole('grid', { name: 'Clients' }).getByRole('row').nth(3).waitFor();
    expectQuiet(screen);
  });

  it('searches as one types, walks with the arrow keys, and the address leads back to the same view', async () => {
    screen = await openScreen(server.get());
    const { page } = screen;
    await page.getByRole('grid', { name: 'Clients' }).getByRole('row').nth(2).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('belle');
    const first = page.getByRole('grid', { name: 'Clients' }).getByRole('row').nth(1);
    await first.getByText('Belle Rive').first().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.waitForURL(/q=belle.*client=\d+/);
    const name = (await page.locator('.summary-pane h2').textContent())?.trim();
    await page.goto(page.url());
    await page.locator('.summary-pane h2').getByText(name as string).waitFor();
    await expectAccessible(page);
    expectQuiet(screen);
  });

  it('goes down with Shift+Right, up with Shift+Left, and Escape clears (S-3, D-21)', async () => {
    screen = await openScreen(server.get(), { at: '/clients?client=1' });
    const { page } = screen;
    const { body: root } = await server.get().call('GET', '/clients/1');
    await page.locator('.summary-pane h2').getByText(root.name).waitFor();
    await page.keyboard.press('Shift+ArrowRight');
    await page.waitForURL(/parent=1/);
    const rows = page.getByRole('grid', { name: 'Clients' }).getByRole('row');
    await page.waitForFunction((count) => document.querySelectorAll('.grid-row').length === count, root.childCount);
    expect(await rows.count()).to.equal(root.childCount + 1);
    await page.keyboard.press('Shift+ArrowLeft');
    await page.waitForURL((url) => !url.search.includes('parent'));
    await page.keyboard.press('Escape');
    expectQuiet(screen);
  });

  it('shows what another operator does, without reloading (S-11)', async () => {
    screen = await openScreen(server.get());
    const { page } = screen;
    await page.getByText('live').waitFor();
    const { body: made } = await server.get().call('POST', '/clients', { name: 'Аврора такси', groupId: (await server.get().call('GET', '/groups')).body.items[0].id });
    await page.locator('.grid-row').getByText('Аврора такси').waitFor();
    await page.locator('.tree-row').getByText('Аврора такси').waitFor();
    await server.get().call('PATCH', `/clients/${made.id}`, { name: 'Аврора трансфер' });
    await page.locator('.grid-row').getByText('Аврора трансфер').waitFor();
    await server.get().call('POST', `/clients/${made.id}/block`, { reason: 'долг' });
    await page.locator('.grid-row').getByText('Blocked: долг').waitFor();
    expectQuiet(screen);
  });

  it('drags a unit under another one after showing what that does, and takes it back (S-5, D-5)', async () => {
    screen = await openScreen(server.get());
    const { page } = screen;
    const { body: roots } = await server.get().call('GET', '/clients?scope=roots');
    const bank = roots.items.find(({ name }: { name: string }) => name.includes('Банк'));
    const { body: units } = await server.get().call('GET', `/clients?parentId=${bank.id}`);
    await page.locator(`.tree-row[data-id="${bank.id}"] .twist`).click();
    await page.locator(`.tree-row[data-id="${units.items[0].id}"]`).waitFor();
    await page.locator(`.tree-row[data-id="${units.items[1].id}"]`).dragTo(page.locator(`.tree-row[data-id="${units.items[0].id}"]`));
    await page.locator('.ant-modal-confirm-title').getByText(`Move ${units.items[1].name} under ${units.items[0].name}?`).waitFor();
    await expectAccessible(page);
    await page.getByRole('dialog').getByRole('button', { name: 'Move' }).click();
    await page.getByRole('button', { name: 'Undo' }).waitFor();
    expect((await server.get().call('GET', `/clients/${units.items[1].id}`)).body.parentId).to.equal(units.items[0].id);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Undone').waitFor();
    expect((await server.get().call('GET', `/clients/${units.items[1].id}`)).body.parentId).to.equal(bank.id);
    expectQuiet(screen);
  });

  it('narrows the tree to a name or any part of a phone, with everybody above, and gives the whole tree back (S-5)', async () => {
    const { call } = server.get();
    const { body: { items: [found] } } = await call('GET', '/clients?phone=999000004&limit=1');
    screen = await openScreen(server.get());
    const { page } = screen;
    const tree = page.getByRole('tree', { name: 'Tree of clients' });
    const names = () => tree.locator('.tree-row .tree-name').allTextContents();
    await tree.getByRole('treeitem').nth(3).waitFor();
    const roots = await names();
    await page.getByLabel('Narrow the tree').fill(found.phone.slice(3));
    await tree.locator('.match').getByText(found.name).waitFor();
    expect(await names()).to.deep.equal([...found.path.map(({ name }: { name: string }) => name), found.name]);
    await page.waitForURL(/tree=/);
    await expectAccessible(page);
    await page.getByLabel('Narrow the tree').press('ArrowDown');
    await tree.locator('.selected').getByText(found.path[0].name).waitFor();
    await page.keyboard.press('End');
    await tree.locator('.selected').getByText(found.name).waitFor();
    await page.keyboard.press('ArrowLeft');
    await tree.locator('.selected').getByText(found.path.at(-1).name).waitFor();
    // Somebody above is only a name there, and has its actions all the same.
    await tree.getByRole('treeitem', { name: found.path[0].name }).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Show employees' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByLabel('Narrow the tree').fill('xyzzy');
    await tree.getByText('Nothing found for “xyzzy”').waitFor();
    await page.getByLabel('Narrow the tree').press('Escape');
    await tree.getByRole('treeitem').nth(3).waitFor();
    expect(await names()).to.deep.equal(roots);
    expect(new URL(page.url()).searchParams.has('tree')).to.equal(false);
    expectQuiet(screen);
  });

  it('says why a client may not ride though nobody has blocked it', async () => {
    const { call } = server.get();
    const { body: made } = await call('POST', '/clients', { name: 'Expired Ltd', kind: 'organisation', contractTo: '2020-01-31' });
    await call('PUT', `/clients/${made.id}/settings/expiredContract`, { value: 'refuse' });
    screen = await openScreen(server.get(), { at: `/clients?client=${made.id}` });
    const summary = screen.page.locator('.summary-pane');
    await summary.getByText('May not ride').waitFor();
    await summary.getByText(/contract/).last().waitFor();
    expect(await summary.getByText('May ride').count()).to.equal(0);
    expectQuiet(screen);
  });
});
