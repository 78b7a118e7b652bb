// The certificate of the HTTPS port: given by TLS_CERT and TLS_KEY, else a self-signed pair in DATA_DIR/tls, made at the first
// start and made anew before it ends. Clients of this API do not verify it.
import { X509Certificate } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { generate } from 'selfsigned';
import { type Config, ConfigError } from '../config.js';
import type { Clock } from '../lib/clock.js';

export interface KeyPair {
  key: string;
  cert: string;
}

const VALID_YEARS = 10;
const RENEW_BEFORE_DAYS = 30;
const OWNER_ONLY = 0o600;

/** Throws ConfigError if TLS_CERT or TLS_KEY cannot be read. */
export async function readKeyPair(config: Config, clock: Clock): Promise<KeyPair> {
  const { tlsCert, tlsKey } = config;
  if (tlsCert !== null && tlsKey !== null) return { cert: await readGiven('TLS_CERT', tlsCert), key: await readGiven('TLS_KEY', tlsKey) };
  const folder = path.join(config.dataDir, 'tls');
  const files = { cert: path.join(folder, 'certificate.pem'), key: path.join(folder, 'key.pem') };
  const present = await readPresent(files);
  if (present && isGood(present, clock)) return present;
  const made = await makePair(config, clock);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // By renaming, so that a start that is cut off leaves no half a file.
  for (const name of ['key', 'cert'] as const) {
    await writeFile(`${files[name]}.${process.pid}`, made[name], { mode: OWNER_ONLY });
    await rename(`${files[name]}.${process.pid}`, files[name]);
  }
  return made;
}

async function readGiven(name: string, file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new ConfigError(`${name}: the file ${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}

async function readPresent(files: KeyPair): Promise<KeyPair | null> {
  try {
    return { cert: await readFile(files.cert, 'utf8'), key: await readFile(files.key, 'utf8') };
  } catch {
    return null;
  }
}

function isGood({ cert, key }: KeyPair, clock: Clock): boolean {
  try {
    const certificate = new X509Certificate(cert);
    const soon = clock.now().plus({ days: RENEW_BEFORE_DAYS }).toJSDate();
    return new Date(certificate.validTo) > soon && key.includes('PRIVATE KEY');
  } catch {
    return false;
  }
}

async function makePair(config: Config, clock: Clock): Promise<KeyPair> {
  const now = clock.now();
  const hosts = new Set(['localhost', '127.0.0.1', '::1', os.hostname(), new URL(config.publicUrl).hostname.replace(/^\[|\]$/g, '')]);
  const pair = await generate([{ name: 'commonName', value: 'localhost' }], {
    keySize: 2048,
    algorithm: 'sha256',
    // An hour back: clocks differ.
    notBeforeDate: now.minus({ hours: 1 }).toJSDate(),
    notAfterDate: now.plus({ years: VALID_YEARS }).toJSDate(),
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true, keyEncipherment: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: [...hosts].map((host) => (isIP(host) ? { type: 7, ip: host } : { type: 2, value: host })) },
    ],
  });
  return { key: pair.private, cert: pair.cert };
}
