// P15: from npm start to ready, in a copy of the project without what earlier starts left behind.
import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { projectRoot, startServer } from './children.js';
import { type Figure, median, within } from './figure.js';

const LEFT_BEHIND = new Set(['node_modules', 'dist', 'data', 'bench-results', 'coverage', '.git']);

export const timeToReady: Figure = {
  name: 'P15',
  title: 'ready after start, the first time and with data',
  async run({ rounds }) {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'treeline-start-'));
    try {
      for (const name of readdirSync(projectRoot).filter((entry) => !LEFT_BEHIND.has(entry) && !entry.startsWith('dist'))) {
        cpSync(path.join(projectRoot, name), path.join(folder, name), { recursive: true, filter: (source) => !source.includes(path.join('db', 'generated')) });
      }
      symlinkSync(path.join(projectRoot, 'node_modules'), path.join(folder, 'node_modules'));
      const start = async () => {
        const started = performance.now();
        const served = await startServer([path.join(folder, 'scripts/start.mjs')], { PORT: '0', HOST: '127.0.0.1', COMMON_API_PORT: '0', HOME: folder }, folder);
        const ready = await fetch(`${served.url}/readyz`);
        const seconds = (performance.now() - started) / 1_000;
        await served.stop();
        if (ready.status !== 200) throw new Error(`not ready: ${ready.status}`);
        return seconds;
      };
      const first = await start();
      const again: number[] = [];
      for (let round = 0; round < rounds; round += 1) again.push(await start());
      return [within('P15 ready after a start with data', median(again), 's', 3), within('P15 ready after the first start', first, 's', 30)];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
