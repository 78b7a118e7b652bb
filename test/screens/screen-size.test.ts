// What a browser loads before the first screen is there, gzip: the page's scripts and styles with all that they import,
// and the first page's own bundle.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
// @ts-expect-error the build script is plain JavaScript
import { buildScreens } from '../../scripts/build.mjs';

const screens = [
  { name: 'dispatcher', firstPage: null, mostKb: 600 },
  { name: 'cabinet', firstPage: /^HomePage-[\w-]+\.(js|css)$/, mostKb: 250 },
] as const;

function firstFiles(folder: string, firstPage: RegExp | null): Set<string> {
  const assets = path.join(folder, 'assets');
  const page = readFileSync(path.join(folder, 'index.html'), 'utf8');
  const files = new Set([...page.matchAll(/assets\/([\w.-]+\.(?:js|css))"/g)].map(([, file]) => file as string));
  if (firstPage) for (const file of readdirSync(assets)) if (firstPage.test(file)) files.add(file);
  for (const file of files) {
    if (!file.endsWith('.js')) continue;
    // Only what is imported at once: import("./x.js") is later.
    for (const [, imported] of readFileSync(path.join(assets, file), 'utf8').matchAll(/(?:from|import)\s*"\.\/([\w.-]+\.js)"/g)) files.add(imported as string);
  }
  return files;
}

describe('First screen', () => {
  before(async function () {
    this.timeout(300_000);
    await buildScreens();
  });

  for (const { name, firstPage, mostKb } of screens) {
    it(`of the ${name} is at most ${mostKb} kB`, () => {
      const folder = path.join('dist-screens', name);
      const files = [...firstFiles(folder, firstPage)];
      expect(files.filter((file) => file.endsWith('.js')), 'scripts are found').to.have.length.greaterThan(1);
      const kilobytes = files.reduce((sum, file) => sum + gzipSync(readFileSync(path.join(folder, 'assets', file)), { level: 9 }).length, 0) / 1_000;
      expect(kilobytes).to.be.lessThan(mostKb);
    });
  }
});
