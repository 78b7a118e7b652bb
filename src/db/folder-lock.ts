// One folder belongs to one process. The lock file names the process and when it began: a number alone would take a
// stranger that got the same number after a crash for the owner, and the folder would stay locked.
import { spawnSync } from 'node:child_process';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Two starts that both find a lock left behind overwrite each other's claim at once; after this long it is settled. */
const SETTLE_MS = 150;

/** The process that holds the folder. */
export class FolderInUse extends Error {
  override name = 'FolderInUse';
  constructor(readonly pid: number) {
    super(`in use by process ${pid}`);
  }
}

/** Takes the lock, or throws FolderInUse. Gives what releases it. */
export async function lockFolder(file: string): Promise<() => void> {
  const claim = `${process.pid} ${beginningOf(process.pid) ?? ''}\n`;
  const mine = `${file}.${process.pid}`;
  writeFileSync(mine, claim);
  try {
    while (!createAs(mine, file)) {
      const other = read(file);
      if (other === null) continue;
      if (isHeld(other)) throw new FolderInUse(Number.parseInt(other, 10));
      renameSync(mine, file);
      await sleep(SETTLE_MS);
      const winner = read(file);
      if (winner === claim) break;
      throw new FolderInUse(Number.parseInt(winner ?? '', 10));
    }
  } finally {
    rmSync(mine, { force: true });
  }
  return () => {
    if (read(file) === claim) rmSync(file, { force: true });
  };
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** A hard link appears with its content, and never over a file that is there. */
function createAs(source: string, file: string): boolean {
  try {
    linkSync(source, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function isHeld(claim: string): boolean {
  const [pid = '', ...began] = claim.trim().split(' ');
  const holder = Number(pid);
  if (!(holder > 0) || !isAlive(holder)) return false;
  const now = beginningOf(holder);
  if (now === null || began.length === 0) return holder !== process.pid;
  return began.join(' ') === now;
}

/** Whether there is such a process. One that ended and was not collected by its parent counts as ended. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return statOf(pid)?.[0] !== 'Z';
}

/** When a process began, in words that no later process with the same number shares; null if that cannot be told. */
function beginningOf(pid: number): string | null {
  const stat = statOf(pid);
  if (stat) return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${stat[19]}`;
  const began = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } }).stdout?.trim();
  return began ? began.replaceAll(/\s+/g, ' ') : null;
}

/** The fields of /proc/PID/stat after the name: state first, the start in clock ticks since boot is the 20th. */
function statOf(pid: number): string[] | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}
