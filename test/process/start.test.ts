import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import path from 'node:path';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { ConfigError, readConfig } from '../../src/config.js';
import { createDatabase } from '../support/database.js';
import { databasePid, isRunning, until, useSandbox } from '../support/process.js';

describe('starting the program', function start() {
  this.timeout(180_000);
  const sandbox = useSandbox();

  it('sets everything up in an empty DATA_DIR with a space in its name, and finds its data again', async () => {
    const dataDir = sandbox.dataDir('a folder');
    const first = await sandbox.start({ DATA_DIR: dataDir });
    expect((await first.call('GET', 'readyz')).body).to.deep.equal({ status: 'ready' });
    expect(first.output()).to.include(`Data: ${path.join(dataDir, 'postgres')}`).and.to.include('Sign in: chief');
    await first.signIn();
    const { body: created } = await first.call('POST', '/clients', { name: 'Kept over the night' });
    expect(await first.end('SIGTERM')).to.deep.equal({ code: 0, signal: null });

    const second = await sandbox.start({ DATA_DIR: dataDir, ADMIN_LOGIN: '', ADMIN_PASSWORD: '' });
    await second.signIn();
    expect((await second.call('GET', `/clients/${created.id as number}`)).body).to.include({ name: 'Kept over the night' });
    expect(second.output()).not.to.include('Migrations applied');
    await second.end('SIGTERM');
  });

  it('says so when the first operator has a password that everybody tries', async () => {
    const { url, drop } = await createDatabase();
    const app = await sandbox.start({ DATABASE_URL: url, ADMIN_PASSWORD: 'password1' });
    expect(app.output()).to.include('Sign in: chief, with the password of ADMIN_PASSWORD (weak: it is one of the most common passwords; choose another)');
    await app.end('SIGTERM');
    await drop();
  });

  it('takes a relative DATA_DIR from where it was started', async () => {
    const dataDir = sandbox.dataDir();
    const app = await sandbox.start({ DATA_DIR: path.relative(process.cwd(), dataDir) });
    expect(readdirSync(dataDir)).to.include('postgres');
    await app.end('SIGTERM');
  });

  it('starts over where an earlier start was killed while it set up PostgreSQL', async () => {
    const dataDir = sandbox.dataDir();
    mkdirSync(path.join(dataDir, 'postgres.new'), { recursive: true });
    writeFileSync(path.join(dataDir, 'postgres.new', 'PG_VERSION'), '18\n');
    writeFileSync(path.join(dataDir, 'postgres-password'), 'of the start that was killed');
    const app = await sandbox.start({ DATA_DIR: dataDir });
    expect((await app.call('GET', 'readyz')).status).to.equal(200);
    await app.end('SIGTERM');
  });

  // Only root has another user run PostgreSQL.
  if (process.getuid?.() === 0) {
    it('puts PostgreSQL where its user can reach it when DATA_DIR lies in a closed folder', async () => {
      const dataDir = sandbox.dataDir('data');
      mkdirSync(path.dirname(dataDir), { mode: 0o700 });
      const app = await sandbox.start({ DATA_DIR: dataDir });
      const place = realpathSync(path.join(dataDir, 'postgres'));
      try {
        expect(place).to.match(/^\/var\/lib\/treeline\/data-/);
        expect(app.output()).to.include(`Data: ${place}`);
        expect(statSync(path.dirname(dataDir)).mode & 0o777, 'a closed folder stays closed').to.equal(0o700);
        await app.end('SIGKILL');
        const again = await sandbox.start({ DATA_DIR: dataDir });
        expect((await again.call('GET', 'readyz')).status).to.equal(200);
        await again.end('SIGTERM');
      } finally {
        rmSync(path.dirname(place), { recursive: true });
      }
    });
  }

  it('serves from one of two starts on one DATA_DIR, with a lock left behind in it; the other says so and ends', async () => {
    const dataDir = sandbox.dataDir();
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(path.join(dataDir, 'lock'), '99999999 the-boot-before 4711\n');
    const starts = await Promise.allSettled([sandbox.start({ DATA_DIR: dataDir }), sandbox.start({ DATA_DIR: dataDir })]);
    const serving = starts.filter((start) => start.status === 'fulfilled').map(({ value }) => value);
    const refused = starts.filter((start) => start.status === 'rejected').map(({ reason }) => String(reason));
    expect([serving.length, refused.length]).to.deep.equal([1, 1]);
    expect(refused[0]).to.match(/DATA_DIR .* is in use by process \d+\. Stop that one, or give this one another DATA_DIR\./);
    const again = await sandbox.run({ DATA_DIR: dataDir });
    expect(again).to.include({ code: 1, output: `DATA_DIR ${dataDir} is in use by process ${serving[0]?.pid}. Stop that one, or give this one another DATA_DIR.\n` });
    expect((await serving[0]?.call('GET', 'readyz'))?.status).to.equal(200);
    await serving[0]?.end('SIGTERM');
  });

  it('leaves no database behind when it is told to stop while it starts', async () => {
    const dataDir = sandbox.dataDir();
    const run = sandbox.run({ DATA_DIR: dataDir, LOG_LEVEL: 'silent' });
    await until(() => databasePid(dataDir) !== null);
    const pid = databasePid(dataDir) as number;
    process.kill(Number.parseInt(readFileSync(path.join(dataDir, 'lock'), 'utf8'), 10), 'SIGTERM');
    expect(await run).to.deep.equal({ code: 0, signal: null, output: '' });
    expect(isRunning(pid)).to.equal(false);
  });
});

describe('a start that cannot work says why in a sentence', function refusals() {
  this.timeout(180_000);
  const sandbox = useSandbox();

  const wrong: [string, Record<string, string>][] = [
    ['PORT', { PORT: 'eighty' }],
    ['DATABASE_URL', { DATABASE_URL: 'mysql://somewhere/else' }],
    ['PUBLIC_URL', { PUBLIC_URL: 'not an address' }],
    ['LOG_LEVEL', { LOG_LEVEL: 'loud' }],
    ['CURRENCY', { CURRENCY: 'roubles' }],
    ['PHONE_COUNTRY', { PHONE_COUNTRY: 'Russia' }],
    ['DEMO', { DEMO: 'yes' }],
    ['ADMIN_PASSWORD', { ADMIN_PASSWORD: '' }],
    ['RATE_LIMIT_PER_SECOND', { RATE_LIMIT_PER_SECOND: '-1' }],
    ['OUTBOX_POLL_MS', { OUTBOX_POLL_MS: '0' }],
    ['TRUST_PROXY', { TRUST_PROXY: 'my-proxy' }],
    ['SMTP_URL', { SMTP_URL: 'mail.example.com' }],
    ['SMS_URL', { SMS_URL: 'ftp://sms.example.com' }],
    ['MAIL_FROM', { MAIL_FROM: 'nobody' }],
  ];
  for (const [name, environment] of wrong) {
    it(`names ${name}`, () => {
      expect(() => readConfig({ ADMIN_LOGIN: 'chief', ADMIN_PASSWORD: 'a long password', ...environment })).to.throw(ConfigError, new RegExp(`\\b${name}\\b.*\\.$`));
    });
  }

  it('and nothing else, before anything is opened', async () => {
    const dataDir = sandbox.dataDir();
    expect(await sandbox.run({ DATA_DIR: dataDir, PORT: 'eighty' })).to.deep.equal({ code: 1, signal: null, output: 'PORT must be a whole number from 0 to 65535, not "eighty".\n' });
    expect(existsSync(dataDir)).to.equal(false);
  });

  it('when the port is taken, and leaves no database behind', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const dataDir = sandbox.dataDir();
    const { code, output } = await sandbox.run({ DATA_DIR: dataDir, PORT: String(port) });
    other.close();
    expect(code).to.equal(1);
    expect(output).to.include(`PORT ${port} is taken by another program. Stop that one, or choose another PORT.`).and.not.to.include('    at ');
    expect(databasePid(dataDir)).to.equal(null);
  });

  it('when nobody could sign in to an empty database', async () => {
    const { url, drop } = await createDatabase();
    const { code, output } = await sandbox.run({ DATABASE_URL: url, ADMIN_LOGIN: '', ADMIN_PASSWORD: '' });
    await drop();
    expect(code).to.equal(1);
    expect(output).to.match(/^The database has no operator yet: set ADMIN_LOGIN and ADMIN_PASSWORD for the first one, or DEMO=1 to try it out\.\n$/);
  });

  it('when DATA_DIR cannot be written', async () => {
    const dataDir = sandbox.dataDir();
    mkdirSync(path.dirname(dataDir), { recursive: true });
    writeFileSync(dataDir, 'a file, not a folder');
    const { code, output } = await sandbox.run({ DATA_DIR: dataDir });
    expect(code).to.equal(1);
    expect(output).to.include(`DATA_DIR ${dataDir} cannot be written`).and.not.to.include('    at ');
  });

  it('when the database of DATABASE_URL cannot be reached, without telling its password', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const { port } = closed.address() as AddressInfo;
    closed.close();
    const { code, output } = await sandbox.run({ DATABASE_URL: `postgres://me:s3cret@127.0.0.1:${port}/treeline` });
    expect(code).to.equal(1);
    expect(output).to.match(new RegExp(`^DATABASE_URL: the database at 127.0.0.1:${port} cannot be reached \\(.*\\)\\.\\n$`));
  });

  it('when the database of DATABASE_URL does not take the password or does not exist', async () => {
    const url = process.env.TEST_SERVER_URL as string;
    const noSuchUser = new URL(url);
    noSuchUser.username = 'nobody_there';
    const refused = await sandbox.run({ DATABASE_URL: noSuchUser.toString() });
    expect(refused.output).to.match(/^DATABASE_URL: [^\n]*nobody_there[^\n]*\.\n$/);
    const noSuchDatabase = new URL(url);
    noSuchDatabase.pathname = '/not_made_yet';
    const missing = await sandbox.run({ DATABASE_URL: noSuchDatabase.toString() });
    expect(missing.output).to.match(/^DATABASE_URL: [^\n]*not_made_yet[^\n]*\.\n$/);
  });
});

describe('the program on a PostgreSQL elsewhere', function elsewhere() {
  this.timeout(180_000);
  const sandbox = useSandbox();

  it('works by DATABASE_URL, two at a time, and leaves that server running', async () => {
    const { url, drop } = await createDatabase();
    const [one, two] = await Promise.all([sandbox.start({ DATABASE_URL: url }), sandbox.start({ DATABASE_URL: url })]);
    await one.signIn();
    await two.signIn();
    const { body } = await one.call('POST', '/clients', { name: 'Seen by both' });
    expect((await two.call('GET', `/clients/${body.id as number}`)).body).to.include({ name: 'Seen by both' });
    expect(await one.end('SIGTERM')).to.deep.equal({ code: 0, signal: null });
    expect((await two.call('GET', 'readyz')).status).to.equal(200);
    await two.end('SIGTERM');
    await drop();
  });
});
