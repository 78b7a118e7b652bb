import { expect } from 'chai';
import { expectQuiet, openScreen, useBrowser } from '../support/browser.js';
import { openLine } from '../support/cut-line.js';
import { useServer } from '../support/server.js';

const LOST_MS = 10_000;

describe('A lost line (S-11)', () => {
  useBrowser();
  const server = useServer();

  it('says how old the screen is, and catches up by itself with twenty changes of another operator, each once', async function () {
    this.timeout(90_000);
    const { call, url, token } = server.get();
    const { body: root } = await call('POST', '/clients', { name: 'Сеть' });
    const ids: number[] = [];
    for (let number = 10; number < 30; number += 1) ids.push((await call('POST', '/clients', { name: `Магазин ${number}`, parentId: root.id })).body.id);
    const line = await openLine(url);
    const screen = await openScreen({ ...server.get(), url: line.url, token }, { at: `/clients?parent=${root.id}` });
    const { page } = screen;
    try {
      await page.locator('.grid-row').getByText('Магазин 29').waitFor();
      await page.getByText('live').waitFor();
      line.cut();
      const cutAt = Date.now();
      await page.getByText(/line lost, \d+ s old/).waitFor();
      for (const [index, id] of ids.entries()) expect((await call('PATCH', `/clients/${id}`, { name: `Магазин ${index + 10} новый` })).status).to.equal(200);
      await page.waitForTimeout(Math.max(0, LOST_MS - (Date.now() - cutAt)));
      expect(await page.locator('.grid-row').getByText('новый').count(), 'nothing can have come').to.equal(0);
      await page.getByText(/line lost, (9|1\d) s old/).waitFor();
      line.mend();
      await page.getByText('live').waitFor();
      await page.locator('.grid-row').getByText('Магазин 29 новый').waitFor();
      const names = await page.locator('.grid-row [role=gridcell]:first-child').allTextContents();
      expect(names.map((name) => name.trim())).to.deep.equal(ids.map((_, index) => `Магазин ${index + 10} новый`));
      expectQuiet({ ...screen, errors: screen.errors.filter((error) => !/WebSocket/.test(error)) });
    } finally {
      await screen.close();
      await line.close();
    }
  });
});
