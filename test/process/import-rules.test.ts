// The direction of imports is held by the linter (biome.json); here we see that it really finds a wrong one.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What the linter says about files with these imports, by file. */
function lint(files: Record<string, string[]>): Record<string, string> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'treeline-imports-'));
  try {
    copyFileSync(path.join(root, 'biome.json'), path.join(folder, 'biome.json'));
    writeFileSync(path.join(folder, '.gitignore'), 'dist/\n');
    for (const [file, imports] of Object.entries(files)) {
      mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
      writeFileSync(path.join(folder, file), imports.map((from, index) => `import * as used${index} from '${from}';\nexport const value${index} = used${index};\n`).join(''));
    }
    const { stdout } = spawnSync(path.join(root, 'node_modules/.bin/biome'), ['lint', '--max-diagnostics=none', '--reporter=github'], { cwd: folder, encoding: 'utf8' });
    const lines = stdout.split('\n').filter((line) => line.startsWith('::'));
    return Object.fromEntries(Object.keys(files).map((file) => [file, lines.filter((line) => line.includes(`${file},`)).join('\n')]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('the direction of imports', function direction() {
  this.timeout(30_000);

  const forbidden: [string, string, string][] = [
    ['src/contract', '../lib/money.js', 'contract/ imports nothing of src/.'],
    ['src/contract', '../db/database.js', 'contract/ imports nothing of src/.'],
    ['src/lib', '../clients/clients.js', 'lib/ imports contract/ only.'],
    ['src/db', '../tree/tree.js', 'db/ imports lib/ and contract/ only.'],
    ['src/tree', '../clients/clients.js', 'auth/, history/ and tree/ lie below the domains'],
    ['src/history', '../groups/groups.js', 'auth/, history/ and tree/ lie below the domains'],
    ['src/clients', 'pg', 'Only src/db talks to pg and Prisma'],
    ['src/clients', '../db/generated/client.js', 'Only src/db talks to pg and Prisma'],
    ['src/dispatcher', '@prisma/client', 'Only src/db talks to pg and Prisma'],
    ['src/main.ts', 'pg', 'Only src/db talks to pg and Prisma'],
    ['src/clients', '../http/problem.js', 'Edges import domains'],
    ['src/groups', '../dispatcher/groups.operations.js', 'Edges import domains'],
    ['src/a-new-domain', '../realtime/sockets.js', 'Edges import domains'],
    ['src/notes', '../driver/notes.operations.js', 'Edges import domains'],
    ['src/http', '../dispatcher/groups.operations.js', 'http/ mounts what it is given'],
    ['src/clients', '../../test/support/build.js', 'src/ never imports tests or scripts.'],
    ['src/app.ts', '../scripts/generate.js', 'src/ never imports tests or scripts.'],
    ['src/resolution/resolve.ts', '../db/sql.js', 'Pure: contract/, lib/ and types only.'],
    ['src/resolution/why.ts', '../tree/tree.js', 'Pure: contract/, lib/ and types only.'],
  ];
  const fileOf = (folder: string, index: number) => (folder.endsWith('.ts') ? folder : `${folder}/some${index}.ts`);
  let found: Record<string, string>;

  before(() => {
    found = lint(Object.fromEntries(forbidden.map(([folder, from], index) => [fileOf(folder, index), [from]])));
  });

  for (const [index, [folder, from, message]] of forbidden.entries()) {
    it(`forbids ${folder} to import ${from}`, () => {
      expect(found[fileOf(folder, index)]).to.match(/^::error/).and.to.include(message);
    });
  }

  it('allows what goes the right way', () => {
    const said = lint({
      'src/lib/some.ts': ['../contract/errors.js', './money.js'],
      'src/db/some.ts': ['pg', '../lib/money.js', './generated/client.js'],
      'src/clients/some.ts': ['../tree/tree.js', '../history/history.js', '../db/database.js', '../lib/money.js', '../contract/errors.js'],
      'src/dispatcher/some.ts': ['../clients/clients.js', '../http/operation.js'],
      'src/resolution/resolve.ts': ['../contract/settings.js', './data.js'],
      'test/unit/some.test.ts': ['pg', '../../src/clients/clients.js'],
    });
    expect(Object.values(said).join('')).to.equal('');
  });
});
