import { expect } from 'chai';
import { expectAccessible, expectQuiet, keepPicture, } from '../support/browser.js';
import { useScreens } from '../support/screens.js';

describe('Screen of the directories (S-8)', () => {
  const { server, screen } = useScreens({ demo: true });
  const call = (method: string, path: string, body?: unknown) => server.get().call(method, path, body as never);
  const item = async (path: string, name: string) => (await call('GET', path)).body.items.find((one: { name: string }) => one.name === name);

  it('makes a tariff with keys only, with an example that follows the typing', async () => {
    const page = await screen.open({ at: '/directories/tariffs' });
    await page.getByRole('grid', { name: 'Tariffs' }).getByRole('row').nth(1).waitFor();
    await page.keyboard.press('Insert');
    await page.waitForFunction(() => document.activeElement?.id === 'field-name');
    await page.keyboard.type('Keyboard');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.getByLabel('Minimum').focus();
    await page.keyboard.type('100');
    await page.getByLabel('Per km in town').focus();
    await page.keyboard.type('12,5');
    // 100 + 10 km × 12.50
    await page.getByLabel('Price of the example').getByText('225.00').waitFor();
    await expectAccessible(page);
    await page.keyboard.press('Control+s');
    await page.getByText('Keyboard is created').waitFor();
    expect((await item('/tariffs', 'Keyboard')).fare).to.deep.equal({ currency: 'RUB', minimum: '100', perKmInTown: '12.5' });
    expectQuiet(screen);
  });

  it('shows the week of a tariff shift, over midnight too, and refuses nothing silently', async () => {
    const page = await screen.open({ at: '/directories/tariff-shifts?item=new' });
    await page.getByLabel('Name').fill('Nights');
    await page.getByRole('button', { name: 'Add a row' }).click();
    const row = page.getByRole('group', { name: 'Row 1' });
    await row.getByRole('checkbox', { name: 'Friday' }).check();
    await row.getByLabel('Row 1: From').fill('22');
    await row.getByLabel('Row 1: To').fill('6:00');
    await row.getByText('over midnight').waitFor();
    const friday = await page.getByRole('img', { name: /^Friday/ }).getAttribute('aria-label');
    const saturday = await page.getByRole('img', { name: /^Saturday/ }).getAttribute('aria-label');
    expect(friday).to.match(/00:00–22:00 —; 22:00–24:00 \S/);
    expect(saturday).to.match(/00:00–06:00 \S+.*; 06:00–24:00 —/);
    await expectAccessible(page);
    await page.getByRole('button', { name: /^Create/ }).click();
    await page.getByText('Nights is created').waitFor();
    expect((await item('/tariff-shifts', 'Nights')).entries[0]).to.deep.include({ weekdays: [5], from: '22:00', to: '06:00' });
    expectQuiet(screen);
  });

  it('sets what a group says, says nothing again, and takes both back with Undo (D-11)', async () => {
    const { body: group } = await call('POST', '/groups', { name: 'Screen group', type: 'legal' });
    const page = await screen.open({ at: `/directories/groups?item=${group.id}` });
    await page.getByRole('button', { name: 'Mobile app available: set' }).click();
    await page.getByRole('radiogroup', { name: 'Mobile app available' }).getByText('no', { exact: true }).click();
    await page.getByText('1 change', { exact: true }).waitFor();
    await expectAccessible(page);
    await keepPicture(page, 'group');
    await page.keyboard.press('Control+s');
    await page.getByText('Screen group is saved').waitFor();
    expect((await call('GET', `/groups/${group.id}`)).body.settings).to.deep.equal({ mobileApp: false });
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Undone').waitFor();
    expect((await call('GET', `/groups/${group.id}`)).body.settings).to.deep.equal({});
    expectQuiet(screen);
  });

  it('keeps what was typed when one looks elsewhere, takes in what others change meanwhile, and shows mine and theirs in a conflict (D-8)', async () => {
    const { body: rule } = await call('POST', '/dynamic-priority-rules', { name: 'Both', priority: 1 });
    const page = await screen.open({ at: `/directories/dynamic-priority-rules?item=${rule.id}` });
    await page.getByLabel('Name').fill('Mine');
    await page.getByRole('link', { name: 'Crew groups' }).click();
    await page.getByRole('grid', { name: 'Crew groups' }).waitFor();
    await page.goBack();
    await page.getByLabel('Name').waitFor();
    expect(await page.getByLabel('Name').inputValue()).to.equal('Mine');
    await call('PATCH', `/dynamic-priority-rules/${rule.id}`, { name: 'Theirs', priority: 7 });
    await page.waitForFunction(() => (document.querySelector('#field-priority') as HTMLInputElement | null)?.value === '7');
    expect(await page.getByLabel('Name').inputValue(), 'not what was typed').to.equal('Mine');
    await page.keyboard.press('Control+s');
    const alert = page.getByRole('alert').filter({ hasText: 'Somebody else' });
    await alert.getByRole('cell', { name: 'Theirs' }).waitFor();
    await expectAccessible(page);
    await alert.getByRole('button', { name: 'Keep mine' }).click();
    await page.keyboard.press('Control+s');
    await page.getByText('Mine is saved').waitFor();
    expect((await call('GET', `/dynamic-priority-rules/${rule.id}`)).body).to.deep.include({ name: 'Mine', priority: 7 });
    expectQuiet(screen);
  });

  it('says who uses an item that cannot be removed, and makes a removed one again on Undo', async () => {
    const used = (await call('GET', '/tariffs')).body.items.find(({ id }: { id: number }) => id === 1);
    await call('POST', '/account-kinds', { name: 'Vouchers' });
    const page = await screen.open({ at: `/directories/tariffs?item=${used.id}` });
    await page.getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('dialog').getByText(`${used.name} is in use and stays`).last().waitFor();
    await page.getByRole('dialog').getByText(/\d+ client groups?|\d+ clients?|\d+ tariff shifts?/).first().waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'OK' }).click();
    await page.getByRole('link', { name: 'Account kinds' }).click();
    await page.getByRole('grid', { name: 'Account kinds' }).getByText('Vouchers').click();
    await page.getByRole('heading', { level: 2, name: 'Vouchers' }).waitFor();
    await page.keyboard.press('Delete');
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await page.getByText('Vouchers is removed').waitFor();
    expect(await item('/account-kinds', 'Vouchers')).to.equal(undefined);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Undone').waitFor();
    expect((await item('/account-kinds', 'Vouchers')).name).to.equal('Vouchers');
    expectQuiet(screen);
  });

  it('makes a role from single rights and an operator with it; the administrator does not change', async () => {
    const page = await screen.open({ at: '/directories/roles?item=new' });
    await page.getByLabel('Name').fill('Dispatcher');
    await page.getByRole('checkbox', { name: 'See, create and change orders' }).check();
    await page.getByRole('button', { name: /^Create/ }).click();
    await page.getByText('Dispatcher is created').waitFor();
    expect((await item('/roles', 'Dispatcher')).rights.sort()).to.deep.equal(['client.view', 'order.manage']);
    await page.getByRole('grid', { name: 'Roles' }).getByText('all rights').click();
    await page.getByText('this role does not change').waitFor();
    expect(await page.getByRole('button', { name: 'Remove' }).count()).to.equal(0);
    await page.goto(`${server.get().url}/directories/operators?item=new`);
    await page.getByLabel('Login').fill('zoe');
    await page.getByRole('button', { name: /^Create/ }).click();
    await page.getByText('At least 8 characters', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Generate' }).click();
    await page.getByRole('checkbox', { name: 'Dispatcher' }).check();
    await expectAccessible(page);
    await page.getByRole('button', { name: /^Create/ }).click();
    await page.getByText('zoe is created').waitFor();
    expectQuiet(screen);
  });

  it('has no serious barrier on any directory, in Russian and dark too, and shows no key instead of a text', async () => {
    const page = await screen.open({ at: '/directories', language: 'ru', scheme: 'dark' });
    const links = page.getByRole('navigation', { name: 'Справочники' }).getByRole('link');
    await links.first().waitFor();
    const count = await links.count();
    expect(count).to.equal(20);
    for (let index = 0; index < count; index += 1) {
      const link = links.nth(index);
      const name = await link.textContent();
      await link.click();
      await page.getByRole('heading', { level: 1, name: name as string }).waitFor();
      const row = page.locator('.directory-list .grid-row').first();
      if (await row.isVisible()) {
        await row.click();
        await page.locator('.item-editor').waitFor();
      }
      await expectAccessible(page);
      await keepPicture(page, `directory-${index}`);
      const text = await page.locator('.directories').innerText();
      expect(text.match(/\b(field|column|value|list|new|uses|label|target)\.[a-zA-Z-]+/g), name as string).to.equal(null);
    }
    expectQuiet(screen);
  }).timeout(60_000);

  it('lets those look who may not change, and hides what they may not see', async () => {
    const page = await screen.open({ at: '/directories/tariffs?item=1', rights: ['client.view'] });
    await page.getByText('You may look, but not change').waitFor();
    expect(await page.getByRole('button', { name: 'Add' }).count()).to.equal(0);
    expect(await page.getByRole('link', { name: 'Operators' }).count()).to.equal(0);
    expect(await page.getByLabel('Name').isDisabled()).to.equal(true);
    expectQuiet(screen);
  });
});
