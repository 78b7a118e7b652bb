import { expect } from 'chai';
import { expectQuiet } from '../support/browser.js';
import { buildChain, buildClient } from '../support/build.js';
import { useScreens } from '../support/screens.js';

const CHILDREN = 10_000;
const ROW_PX = 26;

interface Walk {
  frames: number[];
  /** The most rows that were in the document at once. */
  rows: number;
  height: number;
}

describe('The tree with 10,000 children of one unit, and the list far below (S-2, S-5)', () => {
  const { server, screen } = useScreens();
  let unit: number;
  let chain: number[];
  before(async () => {
    const { db } = server.get().context;
    unit = await buildClient(db, { name: 'A unit of many' });
    chain = await buildChain(db, 1_000);
    await db.withConnection((client) => client.query(
      `insert into clients (parent_id, kind, name) select p.id, 'employee', 'Employee ' || lpad(n::text, 5, '0') from unnest($1::integer[], $2::integer[]) as p (id, number) cross join lateral generate_series(1, p.number) as n`,
      [[unit, chain[999]], [CHILDREN, 100]],
    ));
  });

  /** Scrolls the tree to its end, `step` pixels a frame, as pages come; or back to its start. */
  const scroll = (step: number) => screen.page.evaluate(async (by): Promise<Walk> => {
    const tree = document.querySelector('.tree-scroll') as HTMLElement;
    const walk: Walk = { frames: [], rows: 0, height: 0 };
    let still = 0;
    for (let before = performance.now(); still < 600; ) {
      const top = tree.scrollTop;
      tree.scrollTop += by;
      await new Promise(requestAnimationFrame);
      walk.frames.push(performance.now() - before);
      before = performance.now();
      walk.rows = Math.max(walk.rows, tree.querySelectorAll('.tree-row').length);
      walk.height = tree.scrollHeight;
      // At an end: the next page may be on its way.
      still = tree.scrollTop === top ? still + 1 : 0;
      if (by < 0 && top === 0) break;
      const atEnd = tree.scrollTop + tree.clientHeight >= tree.scrollHeight - 1;
      if (by > 0 && still > 1 && atEnd && !tree.querySelector('.tree-row:not([role])')) break;
    }
    return walk;
  }, step);

  it('scrolls through all of them with few rows at a time and without long frames, and stays in place when others change something', async function () {
    this.timeout(120_000);
    const page = await screen.open({ at: `/clients?client=${unit}` });
    await page.locator(`.tree-row[data-id="${unit}"] .twist`).click();
    await page.locator('.tree-row').getByText('Employee 00001').waitFor();
    const down = await scroll(2_600);
    expect(down.height, 'all are there').to.be.at.least(CHILDREN * ROW_PX);
    expect(down.rows).to.be.at.most(100);
    // 20 rows a frame are 30 screens a second. Of the processor's time, which does not grow when others work on the machine.
    const metrics = await page.context().newCDPSession(page);
    await metrics.send('Performance.enable', { timeDomain: 'threadTicks' });
    const worked = async () => (await metrics.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration')?.value as number;
    const before = await worked();
    const up = await scroll(-520);
    const perFrame = ((await worked()) - before) * 1_000 / up.frames.length;
    if (process.env.BROWSER_PICTURES) console.log(`      ${up.frames.length} frames of 20 new rows, ${perFrame.toFixed(1)} ms of work each; ${up.rows} rows at once`);
    expect(perFrame, 'ms of work a frame').to.be.below(16);
    expect(up.rows).to.be.at.most(100);

    const middle = await page.evaluate(() => {
      const tree = document.querySelector('.tree-scroll') as HTMLElement;
      tree.scrollTop = Math.round(tree.scrollHeight / 2);
      return tree.scrollTop;
    });
    const row = page.locator('.tree-row[aria-level="2"]').nth(20);
    const id = Number(await row.getAttribute('data-id'));
    await page.getByText('live').waitFor();
    await server.get().call('POST', '/clients', { name: 'Employee 00000', parentId: unit, kind: 'employee' });
    await server.get().call('PATCH', `/clients/${id}`, { name: `${(await row.locator('.tree-name').textContent())?.trim()} renamed` });
    await page.locator(`.tree-row[data-id="${id}"]`).getByText('renamed').waitFor();
    const after = await page.waitForFunction((rows) => {
      const tree = document.querySelector('.tree-scroll') as HTMLElement;
      return tree.scrollHeight >= rows * 26 ? tree.scrollTop : null;
    }, CHILDREN + 1);
    expect(await after.jsonValue()).to.equal(middle);
    expectQuiet(screen);
  });

  it('lists those below a chain of 1,000 levels with a document that does not grow with the depth', async () => {
    const page = await screen.open({ at: `/clients?parent=${chain[999]}` });
    await page.locator('.grid-row').getByText('Employee 00001').waitFor();
    expect(await page.evaluate(() => document.querySelectorAll('.list-pane *').length)).to.be.below(2_500);
    await page.locator('.grid-row').first().click();
    await page.locator('.summary-pane h2').getByText('Employee 00001').waitFor();
    expectQuiet(screen);
  });
});
