import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import pg from 'pg';
import { createDatabase } from '../support/database.js';
import { openSocket } from '../support/socket.js';
import { databasePid, isRunning, until, useSandbox } from '../support/process.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

describe('stopping the program', function stop() {
  this.timeout(180_000);
  const sandbox = useSandbox();

  it('answers the requests in flight, ends with 0 and stops PostgreSQL', async () => {
    const { url, drop } = await createDatabase();
    const holder = new pg.Client({ connectionString: url });
    await holder.connect();
    const app = await sandbox.start({ DATABASE_URL: url });
    await app.signIn();
    const { body } = await app.call('POST', '/clients', { name: 'Locked for a while' });
    await holder.query('begin');
    await holder.query('select 1 from clients where id = $1 for update', [body.id]);
    const inFlight = app.call('PATCH', `/clients/${body.id as number}`, { name: 'Answered while stopping' });
    await until(async () => (await holder.query(`select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`)).rowCount === 1);
    const end = app.end('SIGTERM');
    await until(() => fetch(`${app.url}/healthz`).then(() => false, () => true));
    await holder.query('commit');
    await holder.end();
    const answer = await inFlight;
    expect([answer.status, answer.body.name]).to.deep.equal([200, 'Answered while stopping']);
    expect(await end).to.deep.equal({ code: 0, signal: null });
    await drop();
  });

  it('answers the calls in flight on a socket, and refuses new ones', async () => {
    const { url, drop } = await createDatabase();
    const holder = new pg.Client({ connectionString: url });
    await holder.connect();
    const app = await sandbox.start({ DATABASE_URL: url });
    const { body: session } = await app.call('POST', '/sessions', { login: 'chief', password: 'a long password' });
    const socket = await openSocket(app.url, { token: session.token });
    const created = (await socket.call('createClient', {}, { name: 'Locked for a while' })) as { result: { id: number } };
    await holder.query('begin');
    await holder.query('select 1 from clients where id = $1 for update', [created.result.id]);
    const inFlight = socket.call('changeClient', { id: created.result.id }, { name: 'Answered while stopping' });
    await until(async () => (await holder.query(`select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`)).rowCount === 1);
    const end = app.end('SIGTERM');
    await until(() => fetch(`${app.url}/healthz`).then(() => false, () => true));
    expect(await socket.call('listClients')).to.have.nested.property('problem.code', 'server.unavailable');
    await holder.query('commit');
    await holder.end();
    expect(await inFlight).to.have.nested.property('result.name', 'Answered while stopping');
    expect(await end).to.deep.equal({ code: 0, signal: null });
    socket.close();
    await drop();
  });

  it('does not wait for connections that are open and ask nothing', async () => {
    const dataDir = sandbox.dataDir();
    const app = await sandbox.start({ DATA_DIR: dataDir });
    const postgres = databasePid(dataDir) as number;
    // Opened and never used: a server that waits for it waits for a minute.
    const silent = connect(Number(new URL(app.url).port), '127.0.0.1').on('error', () => undefined);
    await once(silent, 'connect');
    const started = Date.now();
    expect(await app.end('SIGTERM')).to.deep.equal({ code: 0, signal: null });
    expect(Date.now() - started).to.be.below(30_000);
    expect(isRunning(postgres)).to.equal(false);
  });

  it('stops as well when npm is told to, as by a service manager that runs `npm start`', async () => {
    const dataDir = sandbox.dataDir();
    const npm = spawn('npm', ['start'], { cwd: root, stdio: 'ignore', env: { ...process.env, DATA_DIR: dataDir, PORT: '0', COMMON_API_PORT: '0', HOST: '127.0.0.1', ADMIN_LOGIN: 'chief', ADMIN_PASSWORD: 'a long password', DEMO: '0' } });
    await until(() => databasePid(dataDir) !== null, 60_000);
    const postgres = databasePid(dataDir) as number;
    const app = Number.parseInt(readFileSync(path.join(dataDir, 'lock'), 'utf8'), 10);
    npm.kill('SIGTERM');
    await once(npm, 'exit');
    await until(() => !isRunning(app) && !isRunning(postgres));
  });

  it('stops in good order when Ctrl-C reaches its whole group', async () => {
    const dataDir = sandbox.dataDir();
    const app = await sandbox.start({ DATA_DIR: dataDir });
    const postgres = databasePid(dataDir) as number;
    process.kill(-app.pid, 'SIGINT');
    process.kill(-app.pid, 'SIGINT');
    expect(await app.exited).to.deep.equal({ code: 0, signal: null });
    expect(isRunning(postgres)).to.equal(false);
    expect(app.output()).not.to.include('ended unexpectedly');
  });
});
