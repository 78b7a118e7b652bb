import { expect } from 'chai';
import { DateTime } from 'luxon';
import { ordering, rub } from '../orders/support.js';
import { expectAccessible, expectQuiet, } from '../support/browser.js';
import { useScreens } from '../support/screens.js';

describe('Screen of the reports (S-10)', () => {
  const { server, screen } = useScreens();
  const { call, must, tree, order, state, fill } = ordering(server);
  let ids: Record<string, number>;
  before(async () => {
    ids = await tree('Org(South(Anna),North(Boris)),Debtor');
    await fill(ids.Org, '5000.00');
    for (const [name, sum] of [['Anna', '300.00'], ['Boris', '700.00']] as const) {
      const { id } = await must(order({ clientId: ids[name], sum: rub(sum), pay: { useCashless: true } }));
      for (const next of ['driverAssigned', 'carAtPlace', 'clientInside', 'finished']) await must(state(id, next));
    }
    await must(call('POST', `/clients/${ids.Debtor}/operations`, { type: 'expense', sum: rub('120.00'), pastFloorReason: 'a test of debts', at: DateTime.utc().minus({ days: 40 }).toISO() }));
    await must(call('PATCH', `/clients/${ids.Org}`, { contractTo: DateTime.now().plus({ days: 45 }).toISODate() }));
  });

  it('shows each as chart and table of the same figures, and nothing serious for axe', async () => {
    const page = await screen.open({ at: '/reports' });
    const table = page.getByRole('table');
    await table.getByRole('cell', { name: '₽1,000.00' }).first().waitFor();
    await page.locator('.chart .recharts-bar-rectangle').first().waitFor();
    await expectAccessible(page);
    for (const [tab, text] of [['Top clients', '₽1,000.00'], ['Orders', '2'], ['Debts', '-₽120.00']] as const) {
      await page.getByRole('tab', { name: tab }).click();
      await table.getByRole('cell', { name: text }).first().waitFor();
      await page.locator('.chart .recharts-bar-rectangle').first().waitFor();
      await expectAccessible(page);
    }
    await page.getByRole('tab', { name: 'Contracts' }).click();
    await page.getByText('No contract ends in this time').waitFor();
    await page.getByText('60 days').click();
    await table.getByRole('link', { name: 'Org' }).waitFor();
    await expectAccessible(page);
    expectQuiet(screen);
  });

  it('O-10 by the tree of then or of now; unit, period and choice stand in the address', async () => {
    await must(call('POST', `/clients/${ids.Anna}/move`, { parentId: ids.North }));
    const page = await screen.open({ at: `/reports?report=ranking&by=unit&unit=${ids.Org}` });
    const rows = page.getByRole('table').locator('tbody tr');
    await rows.nth(1).waitFor();
    await page.getByText('As now').click();
    await page.waitForURL(/tree=now/);
    await page.waitForFunction(() => document.querySelectorAll('.report-table tbody tr').length === 1);
    expect(await rows.first().textContent()).to.contain('₽1,000.00');
    await page.goto(page.url());
    await page.waitForFunction(() => document.querySelectorAll('.report-table tbody tr').length === 1);
    expectQuiet(screen);
  });

  it('shows and takes days as the language writes them, and asks for nothing before the period is whole', async () => {
    for (const [language, sign] of [['ru', '.'], ['fr', '/'], ['en', '/']] as const) {
      const page = await screen.open({ language, at: '/reports?from=2026-03-01&to=2026-03-31' });
      const from = page.locator('#period-from');
      const to = page.locator('#period-to');
      await from.waitFor();
      expect([await from.inputValue(), await to.inputValue()]).to.deep.equal([`01${sign}03${sign}2026`, `31${sign}03${sign}2026`]);
      await from.fill(`15${sign}02${sign}2026`);
      await page.waitForURL(/from=2026-02-15&to=2026-03-31/);
      if (language !== 'en') {
        await screen.close();
        continue;
      }
      await to.fill('01/01/2026');
      await page.getByRole('alert').getByText('ends before it begins').waitFor();
      await to.fill('');
      await from.fill('');
      expect(page.url()).to.match(/from=2026-02-15&to=2026-03-31/);
      await page.getByRole('button', { name: 'Usual periods' }).click();
      await page.getByRole('menuitem', { name: 'Today' }).click();
      const today = DateTime.now().setZone('Europe/Moscow').toFormat('dd/MM/yyyy');
      await page.waitForFunction((day) => ['period-from', 'period-to'].every((id) => (document.getElementById(id) as HTMLInputElement).value === day), today);
      expectQuiet(screen);
    }
  });

  it('saves what is shown as a file, and prints only the report', async () => {
    const page = await screen.open({ at: '/reports?report=debts' });
    await page.getByRole('table').getByText('Debtor').waitFor();
    for (const [button, name] of [['CSV', 'debts.csv'], ['XLSX', 'debts.xlsx']] as const) {
      const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: button }).click()]);
      expect(file.suggestedFilename()).to.equal(name);
    }
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.top-bar').isVisible()).to.equal(false);
    expect(await page.getByRole('table').isVisible()).to.equal(true);
    expectQuiet(screen);
  });
});
