import { request } from 'node:http';
import { expect } from 'chai';
import pg from 'pg';
import { createDatabase } from '../support/database.js';
import { databasePid, isRunning, until, useSandbox } from '../support/process.js';

describe('stopping the program', function stop() {
  this.timeout(120_000);
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

  it('does not wait for connections that are open and ask nothing', async () => {
    const dataDir = sandbox.dataDir();
    const app = await sandbox.start({ DATA_DIR: dataDir });
    const postgres = databasePid(dataDir) as number;
    const silent = request(`${app.url}/healthz`, { headers: { connection: 'keep-alive' } });
    silent.on('error', () => undefined);
    silent.end();
    const started = Date.now();
    expect(await app.end('SIGTERM')).to.deep.equal({ code: 0, signal: null });
    expect(Date.now() - started).to.be.below(6_000);
    expect(isRunning(postgres)).to.equal(false);
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
