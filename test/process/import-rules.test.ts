// The direction of imports is held by the linter (biome.json); here we see that it really finds a wrong one.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What the linter says about a file at this place that imports these. */
function lint(file: string, ...imports: string[]): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'treeline-imports-'));
  try {
    copyFileSync(path.join(root, 'biome.json'), path.join(folder, 'biome.json'));
    writeFileSync(path.join(folder, '.gitignore'), 'dist/\n');
    mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
    writeFileSync(path.join(folder, file), imports.map((from, index) => `import * as used${index} from '${from}';\nexport const value${index} = used${index};\n`).join(''));
    const { stdout, stderr, status } = spawnSync(path.join(root, 'node_modules/.bin/biome'), ['lint', '--error-on-warnings', '--colors=off'], { cwd: folder, encoding: 'utf8' });
    return `${stdout}${stderr}\nexit code ${status}`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('the direction of imports', function direction() {
  this.timeout(30_000);

  const forbidden: [string, string, string][] = [
    ['src/contract/some.ts', '../lib/money.js', 'contract/ imports nothing of src/.'],
    ['src/contract/some.ts', '../db/database.js', 'contract/ imports nothing of src/.'],
    ['src/lib/some.ts', '../clients/clients.js', 'lib/ imports contract/ only.'],
    ['src/db/some.ts', '../tree/tree.js', 'db/ imports lib/ and contract/ only.'],
    ['src/tree/some.ts', '../clients/clients.js', 'auth/, history/ and tree/ lie below the domains'],
    ['src/history/some.ts', '../groups/groups.js', 'auth/, history/ and tree/ lie below the domains'],
    ['src/clients/some.ts', 'pg', 'Only src/db talks to pg and Prisma'],
    ['src/clients/some.ts', '../db/generated/client.js', 'Only src/db talks to pg and Prisma'],
    ['src/dispatcher/some.ts', '@prisma/client', 'Only src/db talks to pg and Prisma'],
    ['src/main.ts', 'pg', 'Only src/db talks to pg and Prisma'],
    ['src/clients/some.ts', '../http/problem.js', 'Edges import domains'],
    ['src/groups/some.ts', '../dispatcher/groups.operations.js', 'Edges import domains'],
    ['src/a-new-domain/some.ts', '../realtime/sockets.js', 'Edges import domains'],
    ['src/http/some.ts', '../dispatcher/groups.operations.js', 'http/ mounts what it is given'],
    ['src/clients/some.ts', '../../test/support/build.js', 'src/ never imports tests or scripts.'],
    ['src/app.ts', '../scripts/generate.js', 'src/ never imports tests or scripts.'],
    ['src/resolution/resolve.ts', '../db/sql.js', 'Pure: contract/, lib/ and types only.'],
    ['src/resolution/why.ts', '../tree/tree.js', 'Pure: contract/, lib/ and types only.'],
  ];
  for (const [file, from, message] of forbidden) {
    it(`forbids ${file} to import ${from}`, () => {
      expect(lint(file, from)).to.include(message).and.to.include('noRestrictedImports').and.to.include('exit code 1');
    });
  }

  it('allows what goes the right way', () => {
    const allowed: [string, string[]][] = [
      ['src/lib/some.ts', ['../contract/errors.js', './money.js']],
      ['src/db/some.ts', ['pg', '../lib/money.js', './generated/client.js']],
      ['src/clients/some.ts', ['../tree/tree.js', '../history/history.js', '../db/database.js', '../lib/money.js', '../contract/errors.js']],
      ['src/dispatcher/some.ts', ['../clients/clients.js', '../http/operation.js']],
      ['src/resolution/resolve.ts', ['../contract/settings.js', './data.js']],
      ['test/unit/some.test.ts', ['pg', '../../src/clients/clients.js']],
    ];
    for (const [file, imports] of allowed) expect(lint(file, ...imports), file).to.include('exit code 0');
  });
});
