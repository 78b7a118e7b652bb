// Builds dist/ from src/: ORM client, TypeScript, .sql files. Does nothing when nothing changed since the last build.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const generated = path.join(root, 'src/db/generated');
const dist = path.join(root, 'dist');
const stamp = path.join(dist, '.stamp');

function filesBelow(folder) {
  return readdirSync(path.join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !file.startsWith(generated))
    .sort();
}

function fingerprint(files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${path.relative(root, file)}:${statSync(file).mtimeMs}:${statSync(file).size}\n`);
  return hash.digest('hex');
}

function run(command, args, environment = {}) {
  // An executable that does nothing stands in for Prisma's native engine, which generating does not need.
  execFileSync(process.execPath, [path.join(root, 'node_modules', command), ...args], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, ...environment } });
}

/** The ORM's client, if it is missing or older than its schema. */
export function generateClient() {
  const schema = path.join(root, 'prisma/schema.prisma');
  const mark = path.join(generated, '.schema-sha256');
  const hash = createHash('sha256').update(readFileSync(schema)).digest('hex');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === hash) return;
  run('prisma/build/index.js', ['generate'], { PRISMA_SCHEMA_ENGINE_BINARY: '/bin/true' });
  writeFileSync(mark, hash);
}

export function build() {
  generateClient();
  const sources = [...filesBelow('src'), ...filesBelow('scripts'), path.join(root, 'tsconfig.build.json'), path.join(root, 'package-lock.json')];
  const now = fingerprint(sources);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return;
  rmSync(dist, { recursive: true, force: true });
  run('typescript/bin/tsc', ['-p', 'tsconfig.build.json']);
  for (const file of sources.filter((name) => name.endsWith('.sql') || name.endsWith('.json') && name.includes(`${path.sep}src${path.sep}`))) {
    const target = path.join(dist, path.relative(root, file));
    mkdirSync(path.dirname(target), { recursive: true });
    cpSync(file, target);
  }
  writeFileSync(stamp, now);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv.includes('--client-only')) generateClient();
  else build();
}
