// Money is moved and told of on a phone and on a desktop: what the screen says, what the file says, what the ledger says.
import { expect } from 'chai';
import { parse } from 'csv-parse/sync';
import { signedInFirm } from '../cabinet/support.js';
import { ordering, rub } from '../orders/support.js';
import { DESKTOP, expectAccessible, expectQuiet, keepPicture, PHONE, savedBy } from '../support/browser.js';
import { useScreens } from '../support/screens.js';

for (const size of [PHONE, DESKTOP]) {
  describe(`Cabinet: money at ${size.width} px (C-5)`, () => {
    const { server, screen } = useScreens({ screen: () => ({ client: token, ...size }) });
    const { call, must, ownAccount, state, money } = ordering(server);
    let ids: Record<string, number>;
    let token: string;
    before(async () => {
      ({ ids, token } = await signedInFirm(server.get()));
      await ownAccount(ids.South);
    });
    const ride = async (customer: number | undefined, sum: string) => {
      const { id } = await must(call('POST', '/orders', { clientId: customer, sum: rub(sum), pay: { useCashless: true } }));
      await must(state(id, 'finished'));
    };

    it('M-8 is moved: what it leaves is said before, and the book and the balance follow', async () => {
      const page = await screen.open({ at: '/cabinet/money' });
      await page.getByText('₽1,000.00').first().waitFor();
      await page.getByRole('button', { name: 'Move money' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('combobox', { name: 'To', exact: true }).fill('Nor');
      await dialog.getByRole('option', { name: 'North' }).click();
      await dialog.getByText('There is no own account here').waitFor();
      await dialog.getByRole('combobox', { name: 'To', exact: true }).fill('Sou');
      await dialog.getByRole('option', { name: 'South' }).click();
      await dialog.getByLabel('Sum').fill('1250,50');
      await dialog.getByText('That is more than is available.').waitFor();
      expect(await dialog.getByRole('button', { name: 'Move', exact: true }).isDisabled()).to.equal(true);
      await dialog.getByLabel('Sum').fill('250,50');
      await dialog.getByText('₽749.50').waitFor();
      await expectAccessible(page);
      await keepPicture(page, `transfer-${size.width}`);
      await dialog.getByRole('button', { name: 'Move', exact: true }).click();
      await dialog.waitFor({ state: 'hidden' });
      await page.getByText('Transfer to South').waitFor();
      await page.getByText('₽749.50').first().waitFor();
      expect([await money(ids.Org), await money(ids.South)]).to.deep.equal([['749.50', '0.00'], ['250.50', '0.00']]);
      expectQuiet(screen);
    });

    it('M-11 has a statement, shown and saved, that equals the ledger, line by line', async () => {
      await ride(ids.North, '120.10');
      await ride(ids.Org, '29.90');
      const page = await screen.open({ at: '/cabinet/money?tab=statement' });
      const closing = page.locator('dt', { hasText: 'Closing balance' }).locator('xpath=following-sibling::dd[1]');
      await closing.getByText('₽599.50').waitFor();
      await must(call('POST', `/clients/${ids.Org}/operations`, { type: 'receipt', sum: rub('0.50'), name: 'A coin' }));
      await closing.getByText('₽600.00').waitFor();
      const ledger = await server.get().context.db.withConnection((client) => client.query<{ id: string; amount: string; balance: string }>(
        `select e.id, (p.amount_minor / 100.0)::numeric(20, 2)::text as amount, (p.balance_after_minor / 100.0)::numeric(20, 2)::text as balance
         from postings p join entries e on e.id = p.entry_id join accounts a on a.id = p.account_id where a.client_id = $1 and a.kind_id = 0 order by p.at, p.id`, [ids.Org]));
      const { name, content } = await savedBy(page, 'Save as CSV');
      expect(name).to.match(/^statement-\d+-.*\.csv$/);
      const [, opening, ...rest] = parse(content, { bom: true }) as string[][];
      const last = rest.pop() as string[];
      expect(rest.map((line) => [line[1], line[4] ? line[4] : `-${line[5]}`, line[6]])).to.deep.equal(ledger.rows.map(({ id, amount, balance }) => [id, amount, balance]));
      expect([opening?.at(-1), last.slice(4)]).to.deep.equal(['0.00', ['1000.50', '400.50', '600.00']]);
      const shown = await page.getByRole('list', { name: 'Entries' }).getByRole('listitem').allTextContents();
      expect(shown).to.have.length(ledger.rows.length);
      for (const [place, { balance }] of ledger.rows.entries()) expect(shown[place]).to.include(balance === '1000.00' ? '1,000.00' : balance);
      expect((await savedBy(page, 'Save as PDF')).content.subarray(0, 5).toString()).to.equal('%PDF-');
      await expectAccessible(page);
      expectQuiet(screen);
    });
  });
}
