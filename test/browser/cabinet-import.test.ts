// A roster comes into the cabinet (D-30, C-5): dropped, corrected, tried, imported, its refused rows corrected and imported
// again, and all of it taken back; on a phone and on a desktop.
import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { allowAll, signedIn } from '../cabinet/support.js';
import { ordering } from '../orders/support.js';
import { DESKTOP, PHONE, expectAccessible, expectNoSideways, expectQuiet, keepPicture } from '../support/browser.js';
import { useScreens } from '../support/screens.js';

const ROWS = 500;
const BAD = 20;

/** Twenty rows have no name, or a unit that nobody has. */
const isBad = (row: number) => row % (ROWS / BAD) === 7;

/** A code, a name, the unit's code, a number, and a column that says nothing to a program. */
function roster(): string {
  const lines = ['Code;Unit code;Employee;Phone;Where to'];
  for (const unit of ['sales', 'depot', 'office']) lines.push(`${unit};;${unit[0]?.toUpperCase()}${unit.slice(1)};;`);
  for (let row = lines.length; row <= ROWS; row += 1) {
    const unit = isBad(row) && row % 2 === 0 ? 'nowhere' : ['sales', 'depot', 'office'][row % 3];
    const name = isBad(row) && row % 2 === 1 ? '' : `Worker ${String(row).padStart(3, '0')}`;
    lines.push(`w-${row};${unit};${name};+7 903 ${String(1_000_000 + row)};Gate ${row % 9}`);
  }
  return lines.join('\n');
}

describe('Cabinet: a roster comes in (C-5, D-30)', function () {
  this.timeout(60_000);
  const { server, screen } = useScreens({ environment: { JOBS: '1' } });
  const { tree } = ordering(server);
  const organisation = async (name: string) => {
    const { [name]: id } = await tree(name);
    await allowAll(server.get(), id);
    return { id, token: await signedIn(server.get(), id, name.toLowerCase()) };
  };
  const { open } = screen;
  const choose = (page: Page, name: string, content: string) => page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(content) });
  const peopleOf = (id: number | undefined) => server.get().context.db.withConnection(async (client) => {
    const { rows } = await client.query<{ count: number }>('select count(*)::integer as count from client_subtree($1, true) where depth > 0', [id]);
    return rows[0]?.count;
  });

  /** What was refused comes as a file, which is corrected and imported by itself. */
  async function importRefused(page: Page, goesTo: (column: string) => ReturnType<Page['getByRole']>): Promise<void> {
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save the refused rows' }).click()]);
    const refused = await readFile(await file.path(), 'utf8');
    let named = 0;
    const corrected = refused.replaceAll('nowhere', 'sales').replaceAll(/(w-\d+[,;]\w+[,;])(?=[,;])/g, (_, before: string) => `${before}Late ${(named += 1)}`);
    expect(named).to.equal(BAD / 2);
    await page.getByRole('link', { name: 'import the corrected file' }).click();
    await choose(page, 'corrected.csv', corrected);
    await page.getByRole('heading', { name: 'corrected.csv' }).waitFor();
    await goesTo('Code').selectOption({ label: 'Personnel number or code' });
    await goesTo('Unit code').selectOption({ label: 'Code of the unit it belongs to' });
    await page.getByRole('button', { name: 'See what would happen' }).click();
    await page.getByRole('button', { name: `Import ${BAD} rows` }).click();
    await page.getByText(`${BAD} rows are imported.`).waitFor();
  }

  for (const [width, size] of [['390', PHONE], ['1280', DESKTOP]] as const) {
    // What is on the page is the same at both widths: axe looks once.
    const expectGood = (page: Page) => (size === PHONE ? expectAccessible(page) : Promise.resolve());
    it(`at ${width} px: 500 rows, 20 of them bad; left and found again, corrected, imported a second time, taken back`, async () => {
      const { id, token } = await organisation(`Roster${width}`);
      let page = await open({ client: token, at: '/cabinet/people', ...size });
      await page.getByText('No employees yet').waitFor();
      await keepPicture(page, `people-empty-${width}`);
      await expectGood(page);
      await choose(page, 'staff.csv', roster());

      // Guessed from the names, but for one column, which is corrected.
      const columns = page.getByRole('region', { name: 'Columns of the file' });
      await columns.waitFor();
      const goesTo = (column: string) => page.getByRole('combobox', { name: `${column} is`, exact: true });
      expect(await goesTo('Employee').inputValue()).to.equal('name');
      expect(await goesTo('Phone').inputValue()).to.equal('phones');
      await goesTo('Code').selectOption({ label: 'Personnel number or code' });
      await goesTo('Unit code').selectOption({ label: 'Code of the unit it belongs to' });
      await goesTo('Where to').selectOption({ label: 'Pick-up address' });
      await keepPicture(page, `import-columns-${width}`);
      await expectGood(page);
      await page.getByRole('button', { name: 'See what would happen' }).click();
      await page.getByText('Ready to import').waitFor();
      await page.getByRole('button', { name: 'New 480' }).waitFor();
      expect(await peopleOf(id), 'nothing is written by a dry run').to.equal(0);
      await page.getByRole('button', { name: `Refused ${BAD}` }).click();
      await page.getByText('The name is missing.').first().waitFor();
      await page.getByText('There is no superior unit with the external id "nowhere"').first().waitFor();
      expect(await page.locator('.import-rows > li').count()).to.equal(BAD);
      await keepPicture(page, `import-report-${width}`);
      await expectGood(page);
      await expectNoSideways(page);

      // Left while it runs, and found again.
      await page.getByRole('button', { name: 'Import 480 rows' }).click();
      await page.getByRole('link', { name: 'All imports' }).click();
      await page.getByRole('link', { name: 'staff.csv' }).click();
      await page.getByText('480 rows are imported.').waitFor();
      expect(await peopleOf(id)).to.equal(480);

      // The file of refused rows is the same at both widths.
      const [name, rows, left] = size === PHONE ? ['corrected.csv', BAD, 480] : ['staff.csv', 480, 0];
      if (size === PHONE) {
        await importRefused(page, goesTo);
        expect(await peopleOf(id)).to.equal(ROWS);
      }

      // Another window, another day: the list of imports leads back to it, and takes it back.
      await screen.close();
      page = await open({ client: token, at: '/cabinet/people/imports', ...size });
      await page.getByRole('link', { name }).click();
      await page.getByRole('button', { name: 'Take the import back' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText(`${rows} rows are taken back.`).waitFor();
      await expectGood(page);
      await dialog.getByRole('button', { name: 'Take it back' }).click();
      await page.getByText('The import is taken back.').waitFor();
      await page.getByText(`${rows} removed`).waitFor();
      expect(await peopleOf(id)).to.equal(left);
      expectQuiet(screen);
    });
  }

  it('says in Russian why rows are refused, changed and moved, and importing the same file again changes nothing', async () => {
    const { id, token } = await organisation('Again');
    const page = await open({ client: token, at: '/cabinet/people/imports', ...PHONE, language: 'ru', scheme: 'dark' });
    const drop = async (name: string, content: string) => {
      const dataTransfer = await page.evaluateHandle(([file, text]) => {
        const carried = new DataTransfer();
        carried.items.add(new File([text as string], file as string, { type: 'text/csv' }));
        return carried;
      }, [name, content]);
      await page.locator('label.drop').dispatchEvent('drop', { dataTransfer });
    };
    const check = async (name: string, content: string) => {
      await drop(name, content);
      await page.getByRole('heading', { name }).waitFor();
      await page.getByRole('button', { name: 'Посмотреть, что будет' }).click();
      await page.getByText('Готов к импорту').waitFor();
    };
    const first = 'id;parent;name;phone\ne;;East;\nw;;West;\na;e;Anna;+7 903 111-22-33\nb;none;Boris;\n;e;;\nc;e;Clara;12\n';
    await check('first.csv', first);
    await page.getByText('Вышестоящего подразделения с внешним кодом «none» нет ни в файле, ни в справочнике.').waitFor();
    await page.getByText('Нет имени.').waitFor();
    await page.getByText('Это не похоже на номер телефона; пропущено.').waitFor();
    await expectAccessible(page);
    await keepPicture(page, 'import-report-ru');
    await page.getByRole('button', { name: 'Импортировать 4 строки' }).click();
    await page.getByText('Импортированы 4 строки.').waitFor();
    await page.getByRole('link', { name: 'Все импорты' }).click();
    await check('same.csv', first);
    await page.getByRole('button', { name: 'Без изменений 4' }).waitFor();
    expect(await page.getByRole('button', { name: 'Импортировать 0 строк' }).isDisabled()).to.equal(true);
    await page.getByRole('link', { name: 'Все импорты' }).click();
    await check('moved.csv', first.replace('a;e;Anna', 'a;w;Anna Petrova'));
    const row = page.getByRole('listitem').filter({ hasText: 'Anna Petrova' });
    await row.getByText('East → West').waitFor();
    await row.getByText('Перемещение').waitFor();
    await page.getByRole('button', { name: 'Отклонить импорт' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Отклонить' }).click();
    await page.getByText('Ничего не записано.').waitFor();
    expect(await peopleOf(id)).to.equal(4);
    expectQuiet(screen);
  });
});
