import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { until, useSandbox } from '../support/process.js';

describe('scheduled changes of a real program', function scheduled() {
  this.timeout(120_000);
  const sandbox = useSandbox();

  it('D-9 holds from its date, also if the program was killed before and started after', async () => {
    const dataDir = sandbox.dataDir();
    const first = await sandbox.start({ DATA_DIR: dataDir });
    await first.signIn();
    const make = async (name: string, inMilliseconds: number) => {
      const { body } = await first.call('POST', '/clients', { name });
      const at = new Date(Date.now() + inMilliseconds).toISOString();
      const made = await first.call('POST', `/clients/${body.id as number}/scheduled-changes`, { at, change: { kind: 'delete' } });
      expect(made.status).to.equal(201);
      return { id: body.id as number, at };
    };
    const onTime = await make('Leaves while it runs', 1_000);
    const card = async (app: typeof first, id: number) => (await app.call('GET', `/clients/${id}`)).body as { deleted: boolean; updatedAt: string };
    let deleted = false;
    const look = setInterval(() => void card(first, onTime.id).then((found) => (deleted = found.deleted)).catch(() => undefined), 50);
    await until(() => deleted);
    clearInterval(look);
    expect(Date.parse((await card(first, onTime.id)).updatedAt) - Date.parse(onTime.at)).to.be.within(0, 2_000);
    const missed = await make('Leaves while it is down', 800);
    await first.end('SIGKILL');
    await sleep(1_000);
    const second = await sandbox.start({ DATA_DIR: dataDir });
    await second.signIn();
    let gone = false;
    const watch = setInterval(() => void card(second, missed.id).then((found) => (gone = found.deleted)).catch(() => undefined), 50);
    await until(() => gone);
    clearInterval(watch);
    const { items } = (await second.call('GET', `/clients/${missed.id}/history`)).body as { items: { action: string; actorName: string }[] };
    expect(items.filter(({ action }) => action === 'client.deleted')).to.have.length(1);
    expect(items[0]).to.include({ actorName: 'scheduled by chief' });
    await second.end('SIGTERM');
  });
});
