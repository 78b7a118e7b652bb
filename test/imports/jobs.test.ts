// Real processes that are killed while an import works.
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import type { ImportView } from '../../src/contract/imports.js';
import { type App, useSandbox } from '../support/process.js';

const ROWS = Number(process.env.IMPORT_CRASH_ROWS ?? 6_000);

const content = () => `id,parent,name,phone\n${Array.from({ length: ROWS }, (_, row) => `n${row},${row === 0 ? '' : `n${Math.floor((row - 1) / 7)}`},Unit ${row},+7 495 ${String(1_000_000 + row)}`).reverse().join('\n')}\n`;

describe('imports: jobs that are interrupted', () => {
  const sandbox = useSandbox();

  async function client(app: App) {
    const call = async (method: string, path: string, body?: unknown, token?: string) => {
      const response = await fetch(`${app.url}/api/v1${path}`, {
        method, headers: { ...(token && { authorization: `Bearer ${token}` }), ...(body !== undefined && !(body instanceof FormData) && { 'content-type': 'application/json' }) },
        ...(body !== undefined && { body: body instanceof FormData ? body : JSON.stringify(body) }),
      });
      return (await response.json()) as Record<string, unknown>;
    };
    const { token } = await call('POST', '/sessions', { login: 'chief', password: 'a long password' });
    return (method: string, path: string, body?: unknown) => call(method, path, body, token as string);
  }

  async function until(call: Awaited<ReturnType<typeof client>>, id: unknown, test: (view: ImportView) => boolean): Promise<ImportView> {
    for (const end = Date.now() + 60_000; Date.now() < end; await sleep(5)) {
      const view = (await call('GET', `/imports/${id}`)) as unknown as ImportView;
      if (test(view)) return view;
    }
    throw new Error('the import did not get there within a minute');
  }

  it('a commit and an undo go on after kill -9, and nothing is lost or doubled', async function crash() {
    this.timeout(240_000);
    const environment = { DATA_DIR: sandbox.dataDir() };
    let app = await sandbox.start(environment);
    let call = await client(app);
    const form = new FormData();
    form.set('file', new Blob([content()]), 'units.csv');
    const { id } = await call('POST', '/imports', form);
    await call('POST', `/imports/${id}/dry-run`, {});
    expect((await until(call, id, ({ state }) => state !== 'checking')).counts).to.include({ create: ROWS, error: 0 });

    const killIn = async (what: 'commit' | 'undo', state: string) => {
      await call('POST', `/imports/${id}/${what}`);
      const seen = await until(call, id, (view) => view.state !== state || view.progress.done >= 1_000);
      expect(seen.state, 'killed in the middle').to.equal(state);
      await app.end('SIGKILL');
      app = await sandbox.start(environment);
      call = await client(app);
      return until(call, id, (view) => view.state !== state);
    };
    const committed = await killIn('commit', 'committing');
    expect(committed).to.include({ state: 'committed', error: null });
    expect(committed.counts).to.include({ create: ROWS, error: 0 });
    expect(await call('GET', '/clients?scope=all&limit=1').then(({ total }) => total ?? ROWS)).to.equal(ROWS);
    const [first] = (await call('GET', `/imports/${id}/rows?limit=1`)).items as { clientId: number }[];
    expect(((await call('GET', `/clients/${first?.clientId}/history`)).items as unknown[]).length).to.equal(1);

    const undone = await killIn('undo', 'undoing');
    expect(undone).to.include({ state: 'undone', error: null });
    expect(undone.undoCounts).to.deep.equal({ removed: ROWS, deleted: 0, restored: 0, kept: 0 });
    expect(((await call('GET', '/clients?scope=all')).items as unknown[]).length).to.equal(0);
    await app.end('SIGTERM');
  });
});
