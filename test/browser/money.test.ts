import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { expect } from 'chai';
import { ordering, rub } from '../orders/support.js';
import { expectAccessible, expectQuiet, keepPicture, } from '../support/browser.js';
import { useScreens } from '../support/screens.js';

describe('Screen of money (S-10, M-1 … M-12)', () => {
  const { server, screen } = useScreens();
  const { call, must, tree, fill, set } = ordering(server);
  let ids: Record<string, number>;
  before(async () => {
    ids = await tree('Org(South(Anna),North)');
    await must(call('PATCH', `/clients/${ids.South}`, { usesOwnAccount: true }));
    await fill(ids.Org, '1000.00');
  });
  const balance = async (id: number | undefined) => (await must(call('GET', `/clients/${id}/accounts`))).items[0].balance.amount;

  it('books a receipt with keys, shows the balance before it, and the book has it at once', async () => {
    const page = await screen.open({ at: `/money?client=${ids.Org}` });
    await page.getByRole('grid', { name: 'Operations' }).getByRole('row').nth(1).waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Receipt', exact: true }).press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Sum').fill('250,50');
    await dialog.locator('.money-after').getByText('₽1,250.50').waitFor();
    await expectAccessible(page);
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'hidden' });
    await page.locator('.grid-row').getByText('+₽250.50').waitFor();
    await page.locator('.account-cards').getByText('₽1,250.50').first().waitFor();
    expect(await balance(ids.Org)).to.equal('1250.50');
    expectQuiet(screen);
  });

  it('M-6 refuses what the floor refuses, and books past it with a reason by right', async () => {
    await set(ids.Org, 'balanceFloor', rub('0.00'));
    const page = await screen.open({ at: `/money?client=${ids.Org}` });
    await page.getByRole('button', { name: 'Expense' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Sum').fill('2000');
    await page.keyboard.press('Enter');
    await dialog.getByRole('alert').getByText('balance floor').waitFor();
    expect(await balance(ids.Org)).to.equal('1250.50');
    await dialog.getByLabel('Book past the floor').fill('a debt by agreement');
    await dialog.getByRole('button', { name: 'Expense' }).click();
    await page.locator('.grid-row').getByText('-₽749.50').waitFor();
    expectQuiet(screen);
  });

  it('M-4 cancels an operation by its opposite, and the two name each other', async () => {
    const page = await screen.open({ at: `/money?client=${ids.Org}` });
    await page.locator('.grid-row').getByText('-₽2,000.00').click();
    await page.getByRole('button', { name: 'Cancel this operation' }).click();
    await page.getByRole('dialog').getByText('+₽2,000.00').waitFor();
    await page.getByRole('button', { name: 'Book the opposite' }).click();
    await page.locator('.money-details').getByRole('button', { name: 'which this one cancels' }).click();
    await page.locator('.money-details').getByRole('button', { name: 'by operation' }).waitFor();
    expect(await page.locator('.money-details').getByRole('button', { name: 'Cancel this operation' }).count()).to.equal(0);
    expect(await balance(ids.Org)).to.equal('1250.50');
    await expectAccessible(page);
    expectQuiet(screen);
  });

  it('M-8 moves money between two clients of a tree after showing both balances', async () => {
    const page = await screen.open({ at: `/money?client=${ids.Org}` });
    await page.getByRole('button', { name: 'Transfer…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('To', { exact: true }).click();
    await page.locator('.ant-select-item-option').getByText('South').click();
    await dialog.getByLabel('Sum').fill('50.50');
    await dialog.locator('[data-side=from]').getByText('₽1,200.00').waitFor();
    await dialog.locator('[data-side=to] strong').getByText('₽50.50').waitFor();
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Transfer' }).click();
    await page.locator('.grid-row').getByText('Transfer to South').waitFor();
    expect([await balance(ids.Org), await balance(ids.South)]).to.deep.equal(['1200.00', '50.50']);
    expectQuiet(screen);
  });

  it('M-11 shows a statement that equals the ledger, and saves the same as CSV', async () => {
    const page = await screen.open({ at: `/money?client=${ids.Org}&tab=statement&tree=1` });
    await page.locator('.statement-sums').getByText('₽1,250.50').waitFor();
    expect(await page.locator('.statement-sums strong').textContent()).to.contain('₽1,250.50');
    await expectAccessible(page);
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'CSV' }).click()]);
    const rows = parse(readFileSync(await file.path()), { bom: true }) as string[][];
    expect(rows.at(-1)?.at(-1)).to.equal('1250.50');
    expect(rows.length - 3).to.equal(await page.locator('.grid-row').count());
    await keepPicture(page, 'money-statement');
    expectQuiet(screen);
  });

  it('makes an invoice, takes its payment once, sets a budget and takes it away with a way back', async () => {
    const page = await screen.open({ at: `/money?client=${ids.Org}&tab=invoices` });
    await page.getByRole('button', { name: 'Make an invoice' }).click();
    await page.getByRole('dialog').getByLabel('Sum').fill('300');
    await page.keyboard.press('Enter');
    await page.locator('.grid-row').getByRole('button', { name: 'Mark as paid' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Mark as paid' }).click();
    await page.locator('.grid-row').getByText('Paid', { exact: true }).waitFor();
    expect(await balance(ids.Org)).to.equal('1500.00');
    await page.getByRole('tab', { name: 'Budgets' }).click();
    const month = page.locator('.budgets li').filter({ hasText: 'Month' });
    await month.getByRole('button', { name: 'Set' }).click();
    await page.getByRole('dialog').getByLabel('Sum').fill('5000');
    await page.keyboard.press('Enter');
    await month.getByText('₽5,000.00').first().waitFor();
    await expectAccessible(page);
    await month.getByRole('button', { name: 'Remove' }).click();
    await month.getByText('no limit').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await month.getByText('₽5,000.00').first().waitFor();
    expectQuiet(screen);
  });

  it('offers nothing to book without the right, and leads to the payer from a client without account', async () => {
    const page = await screen.open({ at: `/money?client=${ids.North}`, rights: ['client.view', 'balance.see'] });
    await page.getByRole('button', { name: 'Open the account of Org' }).click();
    await page.locator('.grid-row').first().waitFor();
    expect(await page.getByRole('button', { name: /^(Receipt|Expense|Transfer)/ }).count()).to.equal(0);
    expectQuiet(screen);
  });
});
