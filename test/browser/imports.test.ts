import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { expectAccessible, expectQuiet, keepPicture, } from '../support/browser.js';
import { useScreens } from '../support/screens.js';

const ROSTER = [
  'id;parent;employee;phone;town',
  'hq;;Roster Ltd;+7 495 000-00-01;Moscow',
  'east;hq;Branch East;;',
  'anna;east;Anna Petrova;+7 903 111-22-33;',
  'boris;nowhere;Boris Lost;+7 903 111-22-34;',
  'nameless;east;;+7 903 111-22-35;',
].join('\n');

describe('Screen of the imports (S-9, D-30)', () => {
  const { server, screen } = useScreens({ environment: { JOBS: '1' } });
  const names = async () => (await server.get().call('GET', '/clients?scope=all&sort=name')).body.items.map(({ name }: { name: string }) => name);
  const drop = (name: string, content: string) => screen.page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(content) });

  it('takes a roster in, tells its errors before anything is written, imports the rest, gives the refused rows as a file, and takes all back', async () => {
    const page = await screen.open({ at: '/imports' });
    await page.getByText('No imports yet').waitFor();
    await expectAccessible(page);
    await drop('roster.csv', ROSTER);
    await page.waitForURL(/\/imports\/\d+$/);
    const columns = page.getByRole('region', { name: 'Columns of the file' });
    await columns.getByText('External id of the superior').waitFor();
    await columns.getByText('Anna Petrova').waitFor();
    await expectAccessible(page);

    // A column that could not be guessed is corrected with keys alone.
    await page.getByRole('combobox', { name: 'town goes into' }).focus();
    await page.keyboard.type('Pick-up');
    await page.keyboard.press('Enter');
    // The select says its value once more, unseen, for screen readers.
    await columns.getByText('Pick-up address').filter({ visible: true }).first().waitFor();
    await page.getByRole('button', { name: 'Dry run' }).click();
    await page.getByText('Ready to import').waitFor();
    await page.getByText('Create 3').waitFor();
    expect(await names(), 'a dry run writes nothing').to.deep.equal([]);
    await page.getByText('Error 2').click();
    const grid = page.getByRole('grid', { name: 'Rows' });
    await grid.getByText('Boris Lost').waitFor();
    expect(await grid.getByRole('row').count()).to.equal(3);
    expect(page.url()).to.contain('outcome=error');
    await expectAccessible(page);
    await keepPicture(page, 'import-errors');

    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download the error rows' }).click()]);
    expect(file.suggestedFilename()).to.equal('roster-errors.csv');
    const refused = await readFile(await file.path(), 'utf8');
    expect(refused).to.contain('boris,nowhere,Boris Lost').and.to.contain('Import error');

    await page.getByRole('button', { name: 'Import 3 rows' }).click();
    await page.getByText('3 rows are imported').waitFor();
    expect(await names()).to.deep.equal(['Anna Petrova', 'Branch East', 'Roster Ltd']);

    // The corrected rows come as a file of their own.
    await page.getByRole('link', { name: 'import the corrected file' }).click();
    await drop('corrected.csv', refused.replace('nowhere', 'east').replace('nameless,east,,', 'nameless,east,Cleo Named,'));
    await page.getByText('corrected.csv').waitFor();
    await page.getByRole('button', { name: 'Dry run' }).click();
    await page.getByRole('button', { name: 'Import 2 rows' }).click();
    await page.getByText('2 rows are imported').waitFor();
    expect(await names()).to.deep.equal(['Anna Petrova', 'Boris Lost', 'Branch East', 'Cleo Named', 'Roster Ltd']);

    // Found again in the list, and undone.
    await page.getByRole('button', { name: 'All imports' }).click();
    await page.getByRole('grid', { name: 'Imports' }).getByText('corrected.csv').click();
    await page.getByRole('button', { name: 'Undo the import' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Undo', exact: true }).click();
    await page.getByText('The import is undone').waitFor();
    await page.getByText('2 removed').waitFor();
    expect(await names()).to.deep.equal(['Anna Petrova', 'Branch East', 'Roster Ltd']);
    await expectAccessible(page);
    expectQuiet(screen);
  }).timeout(60_000);

  it('tells in words that a file cannot be read, and drops an import that nobody wants', async () => {
    const page = await screen.open({ at: '/imports' });
    await drop('empty.csv', '');
    await page.getByRole('alert').getByText('empty').waitFor();
    await drop('other.csv', 'name\nNobody Ltd');
    await page.getByRole('button', { name: 'Drop this import' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Drop', exact: true }).click();
    await page.getByText('it has written nothing').waitFor();
    expectQuiet(screen);
  }).timeout(30_000);

  it('is not there for operators without the right', async () => {
    const page = await screen.open({ rights: ['client.view'] });
    await page.getByRole('grid', { name: 'Clients' }).waitFor();
    expect(await page.getByRole('link', { name: 'Import' }).count()).to.equal(0);
    expectQuiet(screen);
  });
});
