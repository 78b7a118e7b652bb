import { expect } from 'chai';
import { allRows, step, tryImport } from '../imports/support.js';
import { useServer } from '../support/server.js';
import { findInDatabase } from './whole-database.js';

const HEADER = 'id,parent id,name,phone,email,birth date,note';
const mapping = [
  { column: 0, target: 'externalId' }, { column: 1, target: 'parentExternalId' }, { column: 2, target: 'name' }, { column: 3, target: 'phones' },
  { column: 4, target: 'email' }, { column: 5, target: 'birthDate' },
] as never;
const options = { kind: 'person' } as never;

describe('erasure of personal data that an import brought', () => {
  const server = useServer({ JOBS: '1' });
  const db = () => server.get().context.db;
  const call = async (method: string, path: string, body?: unknown) => {
    const answer = await server.get().call(method, path, body);
    expect(answer.status, `${method} ${path}: ${JSON.stringify(answer.body)}`).to.be.lessThan(300);
    return answer.body;
  };
  const idOf = async (externalId: string, importId: number) => (await allRows(server.get(), importId)).find((row) => row.externalId === externalId)?.clientId as number;

  it('§7 empties the report, the rows of the file and the samples, and nobody else', async () => {
    const texts = { name: 'Zzwassilissa Ymportova', email: 'zzwassilissa@skazka.example', badDate: '31.02.1907zz', note: 'unmapped zznote' };
    const filler = Array.from({ length: 1_100 }, (_, index) => `f${index},,Filler ${index},,,,`);
    const her = `zz1,,${texts.name},+7 916 123-45-67,${texts.email},${texts.badDate},${texts.note}`;
    const file = [HEADER, ...filler.slice(0, 3), her, ...filler.slice(3), her, 'zz2,,Kept Neighbour,,kept@skazka.example,1990-01-01,'].join('\n');
    const tried = await tryImport(server.get(), file, { mapping, options });
    await step(server.get(), tried.id, 'commit');
    const id = await idOf('zz1', tried.id);
    const pending = await tryImport(server.get(), file.replaceAll(texts.email, `new-${texts.email}`), { mapping, options });
    expect(await findInDatabase(db(), texts)).to.include.members([
      'name: import_rows.name', 'name: import_blocks.rows', 'email: import_rows.changes', 'badDate: import_rows.warnings', 'note: import_blocks.rows', 'email: imports.columns',
    ]);
    const erasure = await call('POST', `/clients/${id}/erase`, {});
    expect(erasure.importRows).to.equal(4);
    expect(await findInDatabase(db(), texts)).to.deep.equal([]);
    expect(await findInDatabase(db(), { neighbour: 'kept@skazka.example' })).to.include.members(['neighbour: clients.email', 'neighbour: import_blocks.rows', 'neighbour: import_rows.changes']);
    const report = await allRows(server.get(), tried.id);
    expect(report.find((row) => row.externalId === 'zz1')).to.deep.include({ name: `Erased person ${id}`, outcome: 'create', clientId: id, warnings: [] });
    expect(report).to.have.length(1_103);

    const committed = await step(server.get(), pending.id, 'commit');
    expect(committed.state).to.equal('committed');
    expect(await findInDatabase(db(), texts)).to.deep.equal([]);
    const undone = await step(server.get(), tried.id, 'undo');
    expect(undone.state).to.equal('undone');
    expect(await findInDatabase(db(), texts)).to.deep.equal([]);
    const again = await step(server.get(), tried.id, 'dry-run', { mapping, options });
    expect(again.state).to.equal('checked');
    expect(await findInDatabase(db(), texts)).to.deep.equal([]);
  });

  it('§7 finds a former employee in the bulk history of the superior', async () => {
    const rows = Array.from({ length: 30 }, (_, index) => `e${index},top,Employee zz${index},,,,`);
    const tried = await tryImport(server.get(), [HEADER, 'top,,Top unit,,,,', ...rows].join('\n'), { mapping });
    await step(server.get(), tried.id, 'commit');
    const id = await idOf('e7', tried.id);
    await call('POST', `/clients/${id}/move`, { parentId: null });
    await call('PATCH', `/clients/${id}`, { kind: 'person' });
    await call('POST', `/clients/${id}/erase`, {});
    expect(await findInDatabase(db(), { name: 'Employee zz7' })).to.deep.equal([]);
    expect(await findInDatabase(db(), { other: 'Employee zz8' })).to.include('other: history.changes');
  });

  it('§7 takes the name out of what the reports say about others', async () => {
    const person = await call('POST', '/clients', { name: 'Zzowner "of" Number', kind: 'person', phones: [{ number: '+7 916 000-00-77', identifiesCaller: true }] });
    await db().withConnection((client) => client.query(
      `insert into import_rows (import_id, number, outcome, name, reason) select max(import_id), 9999, 'error', 'Other', '+7 916 000-00-77 already identifies the client "Zzowner "of" Number".' from import_rows`,
    ));
    await call('POST', `/clients/${person.id}/erase`, {});
    expect(await findInDatabase(db(), { name: 'Zzowner' })).to.deep.equal([]);
    expect(await findInDatabase(db(), { sentence: `already identifies the client "Erased person ${person.id}".` })).to.deep.equal(['sentence: import_rows.reason']);
  });

  it('§7 an imported client that was removed for good is a private person by its history', async () => {
    const tried = await tryImport(server.get(), [HEADER, 'zz9,,Zzremoved Person,,zzremoved@skazka.example,,'].join('\n'), { mapping, options });
    await step(server.get(), tried.id, 'commit');
    const id = await idOf('zz9', tried.id);
    await step(server.get(), tried.id, 'undo');
    await call('POST', `/clients/${id}/erase`, {});
    expect(await findInDatabase(db(), { name: 'Zzremoved', email: 'zzremoved@skazka.example' })).to.deep.equal([]);
  });
});
