import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import path from 'node:path';
import { expect } from 'chai';
import { type App, databaseFamily, databasePid, isRunning, until, useSandbox } from '../support/process.js';

describe('a killed program', function killed() {
  this.timeout(180_000);
  const sandbox = useSandbox();

  it('leaves a PostgreSQL that the next start takes over, with everything that was acknowledged', async () => {
    const dataDir = sandbox.dataDir();
    const first = await sandbox.start({ DATA_DIR: dataDir });
    await first.signIn();
    const { body } = await first.call('POST', '/clients', { name: 'Acknowledged' });
    const postgres = databasePid(dataDir) as number;
    expect(await first.end('SIGKILL')).to.deep.equal({ code: null, signal: 'SIGKILL' });
    expect(isRunning(postgres)).to.equal(true);
    const second = await sandbox.start({ DATA_DIR: dataDir });
    expect(databasePid(dataDir)).to.equal(postgres);
    await second.signIn();
    expect((await second.call('GET', `/clients/${body.id as number}`)).body).to.include({ name: 'Acknowledged' });
    expect((await second.end('SIGTERM')).code).to.equal(0);
    expect(isRunning(postgres)).to.equal(false);
  });

  it('loses nothing that it acknowledged when it and PostgreSQL are killed during a burst', async () => {
    const dataDir = sandbox.dataDir();
    const first = await sandbox.start({ DATA_DIR: dataDir });
    await first.signIn();
    const acknowledged: number[] = [];
    const burst = Promise.allSettled(Array.from({ length: 8 }, (_, lane) => createUntilItFails(first, lane, acknowledged)));
    await until(() => acknowledged.length >= 100);
    process.kill(first.pid, 'SIGKILL');
    process.kill(databasePid(dataDir) as number, 'SIGKILL');
    await burst;
    const second = await sandbox.start({ DATA_DIR: dataDir });
    await second.signIn();
    for (const id of acknowledged) expect((await second.call('GET', `/clients/${id}`)).status, `client ${id}`).to.equal(200);
    await second.end('SIGTERM');
  });

  it('does not lock its folder for ever when a stranger gets its number', async () => {
    const dataDir = sandbox.dataDir();
    const first = await sandbox.start({ DATA_DIR: dataDir });
    await first.end('SIGTERM');
    // Both files as a crash leaves them, with the number of a process that lives and is not ours.
    const stranger = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'], { stdio: 'ignore' });
    try {
      writeFileSync(path.join(dataDir, 'lock'), `${stranger.pid} the-boot-before 4711\n`);
      writeFileSync(path.join(dataDir, 'postgres', 'postmaster.pid'), `${stranger.pid}\n${dataDir}/postgres\n1700000000\n5999\n\n127.0.0.1\n`, { mode: 0o600 });
      const second = await sandbox.start({ DATA_DIR: dataDir });
      expect((await second.call('GET', 'readyz')).status).to.equal(200);
      expect(readFileSync(path.join(dataDir, 'lock'), 'utf8')).to.match(new RegExp(`^${second.pid} `));
      await second.end('SIGTERM');
    } finally {
      stranger.kill('SIGKILL');
    }
  });
});

async function createUntilItFails(app: App, lane: number, acknowledged: number[]): Promise<void> {
  for (let count = 0; ; count += 1) {
    const { status, body } = await app.call('POST', '/clients', { name: `Burst ${lane}-${count}` });
    if (status === 201) acknowledged.push(body.id as number);
  }
}

describe('a PostgreSQL in trouble', function trouble() {
  this.timeout(180_000);
  const sandbox = useSandbox();
  let app: App;
  let dataDir: string;

  before(async () => {
    dataDir = sandbox.dataDir();
    app = await sandbox.start({ DATA_DIR: dataDir });
    await app.signIn();
  });
  after(() => app.end('SIGTERM'));

  it('is started again when it was killed; meanwhile requests are refused with Retry-After', async () => {
    const postgres = databasePid(dataDir) as number;
    process.kill(postgres, 'SIGKILL');
    const statuses = new Set<number>();
    let retryAfter: string | null = null;
    await until(async () => {
      const { status, headers } = await app.call('GET', '/clients');
      statuses.add(status);
      if (status === 503) retryAfter = headers.get('retry-after');
      return status === 200 && databasePid(dataDir) !== null && databasePid(dataDir) !== postgres;
    });
    expect([...statuses].sort()).to.deep.equal([200, 503]);
    expect(Number(retryAfter)).to.be.above(0);
    expect((await app.call('POST', '/clients', { name: 'After the crash' })).status).to.equal(201);
    expect((await app.call('GET', 'readyz')).status).to.equal(200);
    expect(app.output()).to.include(`PostgreSQL (process ${postgres}) ended unexpectedly`);
  });

  it('hangs no request when it is frozen, and goes on when it thaws', async () => {
    await Promise.all(Array.from({ length: 5 }, (_, index) => app.call('POST', '/clients', { name: `Before the frost ${index}` })));
    const family = databaseFamily(dataDir);
    for (const pid of family) process.kill(pid, 'SIGSTOP');
    try {
      const asked = Date.now();
      const answers = await Promise.all([
        app.call('GET', '/clients'),
        app.call('POST', '/clients', { name: 'In the frost' }),
        app.call('GET', '/groups'),
        app.call('GET', 'readyz'),
      ]);
      expect(answers.map(({ status }) => status)).to.deep.equal([503, 503, 503, 503]);
      expect(answers.every(({ headers }) => headers.has('retry-after'))).to.equal(true);
      expect(Date.now() - asked).to.be.below(30_000);
      expect((await app.call('GET', 'healthz')).status).to.equal(200);
    } finally {
      for (const pid of family) process.kill(pid, 'SIGCONT');
    }
    await until(async () => (await app.call('POST', '/clients', { name: 'Thawed' })).status === 201);
    const { body } = await app.call('GET', '/clients?limit=500');
    expect((body.items as { name: string }[]).map(({ name }) => name)).to.include('Thawed').and.not.to.include('In the frost');
  });

  it('is not given up when starting it again fails for a while', async () => {
    const postgres = databasePid(dataDir) as number;
    const folder = path.join(dataDir, 'postgres');
    process.kill(postgres, 'SIGKILL');
    renameSync(folder, `${folder}.away`);
    await until(() => app.output().includes('PostgreSQL did not start'));
    expect((await app.call('GET', 'readyz')).status).to.equal(503);
    renameSync(`${folder}.away`, folder);
    await until(async () => (await app.call('GET', 'readyz')).status === 200, 40_000);
  });
});
