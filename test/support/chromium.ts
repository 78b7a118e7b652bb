// Chromium is found, or installed from Debian's packages.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
export const CHROMIUM_FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** Where it is; CHROMIUM names another one. */
export function findChromium(): string {
  const given = process.env.CHROMIUM;
  const found = [...(given ? [given] : []), ...PLACES].find((place) => existsSync(place));
  if (found) return found;
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  for (const args of [['apt-get', 'update', '-qq'], ['apt-get', 'install', '-y', '-qq', '--no-install-recommends', 'chromium']]) {
    const [program, ...rest] = [...asRoot, ...args];
    spawnSync(program as string, rest, { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  }
  const installed = PLACES.find((place) => existsSync(place));
  if (!installed) throw new Error('The browser tests need Chromium: install the package "chromium", or name a Chromium in CHROMIUM.');
  return installed;
}
