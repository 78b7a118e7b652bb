// Builds dist/ from src/: ORM client, TypeScript, .sql and data files. Does nothing when nothing changed since the last
// build, and so needs no right to write then. The result is made beside dist/ and put in its place at once: a build
// that was killed leaves nothing half-done, and two at the same moment do not disturb each other.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const generated = path.join(root, 'src/db/generated');
const dist = path.join(root, 'dist');

function filesBelow(folder) {
  return readdirSync(path.join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !file.startsWith(generated))
    .sort();
}

/** Vite's, not the server's. */
function isOfScreens(file) {
  return /^(src[\\/](ui|dispatcher-app)|client-cabinet)[\\/]/.test(path.relative(root, file));
}

/** Of contents, not of times: a copy or another checkout of the same files is no change. */
function fingerprint(files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${path.relative(root, file)}\0`).update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

function holds(file, text) {
  return existsSync(file) && readFileSync(file, 'utf8') === text;
}

function run(program, args, environment = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(root, 'node_modules', program), ...args], {
    cwd: root, encoding: 'utf8', env: { ...process.env, ...environment },
  });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed:\n${stdout}${stderr}`);
}

/** The screens that there are: name and folder of each (see vite.config.ts). */
const screens = { dispatcher: 'src/dispatcher-app', cabinet: 'client-cabinet' };

/** Of the screens, made by Vite beside the old ones and put in their place at once; texts and scripts are also kept compressed. */
async function buildScreen(name, folder) {
  const target = path.join(root, 'dist-screens', name);
  // The cabinet shows some of the dispatcher's texts.
  const files = [...filesBelow('src/ui'), ...filesBelow(folder), ...filesBelow('src/dispatcher-app/texts'), ...filesBelow('src/contract'), ...filesBelow('src/lib'), path.join(root, 'vite.config.ts'), path.join(root, 'package-lock.json')];
  const now = fingerprint(files);
  if (holds(path.join(target, '.stamp'), now)) return;
  const out = `dist-screens.${process.pid}`;
  const draft = path.join(root, out, name);
  try {
    await runBeside('vite/bin/vite.js', ['build', '--logLevel', 'warn'], { SCREEN: name, SCREENS_OUT: out, NODE_ENV: 'production' });
    for (const file of filesBelow(path.join(out, name)).filter((each) => /\.(js|css|svg)$/.test(each))) writeFileSync(`${file}.gz`, gzipSync(readFileSync(file), { level: 9 }));
    writeFileSync(path.join(draft, '.stamp'), now);
    const old = `${draft}.old`;
    mkdirSync(path.dirname(target), { recursive: true });
    if (existsSync(target)) renameSync(target, old);
    renameSync(draft, target);
  } finally {
    rmSync(path.join(root, out), { recursive: true, force: true });
  }
}

/** Together with what else is being built. */
function runBeside(program, args, environment) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.join(root, 'node_modules', program), ...args], { cwd: root, env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => { said += text; });
    child.on('error', reject);
    child.on('close', (status) => (status === 0 ? resolve() : reject(new Error(`${program} ${args.join(' ')} failed:\n${said}`))));
  });
}

export async function buildScreens() {
  for (const [name, folder] of Object.entries(screens)) await buildScreen(name, folder);
}

/** The ORM's client, if it is missing or older than its schema. */
export function generateClient() {
  const schema = path.join(root, 'prisma/schema.prisma');
  const mark = path.join(generated, '.schema-sha256');
  const hash = fingerprint([schema]);
  if (holds(mark, hash)) return;
  // An executable that does nothing stands in for Prisma's native engine, which generating does not need.
  run('prisma/build/index.js', ['generate'], { PRISMA_SCHEMA_ENGINE_BINARY: '/bin/true' });
  writeFileSync(mark, hash);
}

export async function build() {
  const screensBuilt = buildScreens();
  // Waited for at the end; a failure must not end the process before.
  screensBuilt.catch(() => undefined);
  generateClient();
  await buildServer();
  await screensBuilt;
}

async function buildServer() {
  const sources = [...filesBelow('src'), ...filesBelow('scripts')].filter((file) => !isOfScreens(file));
  const now = fingerprint([...sources, path.join(root, 'tsconfig.json'), path.join(root, 'tsconfig.build.json'), path.join(root, 'package-lock.json'), path.join(root, 'prisma/schema.prisma')]);
  if (holds(path.join(dist, '.stamp'), now)) return;
  const draft = `${dist}.${process.pid}`;
  try {
    await runBeside('typescript/bin/tsc', ['-p', 'tsconfig.build.json', '--outDir', draft]);
    const data = sources.filter((file) => file.startsWith(path.join(root, 'src')) && /\.(sql|json|csv)$/.test(file));
    for (const file of data) {
      const target = path.join(draft, path.relative(root, file));
      mkdirSync(path.dirname(target), { recursive: true });
      cpSync(file, target);
    }
    writeFileSync(path.join(draft, '.stamp'), now);
    const old = `${draft}.old`;
    if (existsSync(dist)) renameSync(dist, old);
    renameSync(draft, dist);
    rmSync(old, { recursive: true, force: true });
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** After an install, so that the first start need not: what cannot be built is left to the start, which says why. */
async function prepare() {
  if (!existsSync(path.join(root, 'node_modules/vite')) || !existsSync(path.join(root, 'node_modules/typescript'))) return;
  await build().catch((error) => console.error(error.message));
}

async function main() {
  try {
    if (process.argv.includes('--prepare')) await prepare();
    else if (process.argv.includes('--client-only')) generateClient();
    else if (process.argv.includes('--screens')) await Promise.all([generateClient(), buildScreens()]);
    else await build();
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}

// Not awaited at the top: tests load this file in a way that allows no top-level await.
if (process.argv[1] === fileURLToPath(import.meta.url)) void main();
