// argon2id with the OWASP minimum (19 MiB, t=2; 11.5 ms here). Hashes run two at a time, and a short queue is
// the limit: a flood of sign-ins must not starve everything else.
import { hash, verify } from '@node-rs/argon2';
import { AppError } from '../lib/app-error.js';

const ARGON2ID = 2;
const HASHING = { algorithm: ARGON2ID, memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const AT_ONCE = 2;
const MAX_WAITING = 200;

let running = 0;
const waiting: (() => void)[] = [];

async function inQueue<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) {
    if (waiting.length >= MAX_WAITING) throw new AppError('auth.locked', 'Too many sign-ins at this moment; try again shortly.', { retryAfter: 5 });
    await new Promise<void>((resolve) => waiting.push(resolve));
  }
  running += 1;
  try {
    return await work();
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}

export function hashPassword(password: string): Promise<string> {
  return inQueue(() => hash(password.normalize('NFC'), HASHING));
}

// Checked when nobody has that login, so that an unknown login takes as long as a wrong password.
let decoy: Promise<string> | undefined;

export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  decoy ??= hashPassword('the hash that nobody has');
  const against = passwordHash ?? (await decoy);
  const matches = await inQueue(() => verify(against, password.normalize('NFC')));
  return matches && passwordHash !== null;
}
