import { expect } from 'chai';
import { buildClient, buildTree } from '../support/build.js';
import { useServer } from '../support/server.js';
import { allRows, breaches, importFile, NO_BREACHES, step, treeOf, tryImport, upload } from './support.js';

describe('imports: rules of a dry run', () => {
  const server = useServer({ JOBS: '1' });
  const db = () => server.get().context.db;
  const card = async (id: number | null | undefined) => (await server.get().call('GET', `/clients/${id}`)).body;
  const rowsOf = async (content: string, input: object = {}) => {
    const tried = await tryImport(server.get(), content, input);
    expect(tried.error).to.equal(null);
    return { tried, rows: await allRows(server.get(), tried.id) };
  };
  const reasons = async (content: string, input: object = {}) => Object.fromEntries((await rowsOf(content, input)).rows.map(({ name, outcome, reason }) => [name, reason ?? outcome]));

  afterEach(async () => expect(await breaches(db())).to.deep.equal(NO_BREACHES));

  it('D-30 a bad row never stops the good ones, and its subordinates say why they cannot be placed', async () => {
    const content = ['id,parent,name', 'r,,Root R', 'a,nowhere,Lost', 'b,a,Below lost', 'c,b,Deeper', 'd,r,Good', 'e,f,E', 'f,e,F', 'g,e,Below the cycle', 'd,r,Second d', ',r,', 'h,h,Own boss'].join('\n');
    expect(await reasons(content)).to.deep.equal({
      'Root R': 'create',
      Lost: 'There is no superior unit with the external id "nowhere", neither in the file nor in the directory.',
      'Below lost': 'Its superior unit (row 3) has an error.',
      Deeper: 'Its superior unit (row 4) has an error.',
      Good: 'create',
      E: 'It would be its own superior: row 7 → row 8 → row 7.',
      F: 'It would be its own superior: row 8 → row 7 → row 8.',
      'Below the cycle': 'Its superior unit (row 7) has an error.',
      'Second d': 'The external id "d" is in row 6 already, with other values.',
      '': 'The name is missing.',
      'Own boss': 'It would be its own superior.',
    });
    const { counts } = await importFile(server.get(), content);
    expect(counts).to.deep.equal({ create: 2, update: 0, move: 0, unchanged: 0, error: 9, warnings: 0 });
    expect(await treeOf(db())).to.include.members(['Root R #r', 'Root R #r / Good #d']);
  });

  it('D-30 a row below a bad one is placed if that unit exists already', async () => {
    const id = await buildClient(db(), { name: 'Firm', externalId: 'firm' });
    await buildClient(db(), { name: 'Unit', externalId: 'unit', parentId: id, kind: 'department' });
    const { rows } = await rowsOf('id,parent,name\nfirm,,Firm\nunit,firm,\nnew,unit,Newcomer\n');
    expect(rows.map(({ outcome }) => outcome)).to.deep.equal(['unchanged', 'error', 'create']);
    const { tried } = await rowsOf('id,parent,name\nfirm,,Firm\nunit,firm,\nnew,unit,Newcomer\n');
    await step(server.get(), tried.id, 'commit');
    expect(await treeOf(db())).to.include('Firm #firm / Unit #unit / Newcomer #new');
  });

  it('D-30 makes missing units of a path, each once, and finds all of them again', async () => {
    const content = 'unit,phone\nBank P / Branch 3 / Cash desk,+7 495 000-00-01\nBank P / Branch 3 / Safe,\nBank P,\n';
    const input = { mapping: [{ column: 0, target: 'path' }, { column: 1, target: 'phones' }], options: { pathSeparator: ' / ' } };
    const { rows } = await rowsOf(content, input);
    expect(rows.map(({ row, name, outcome }) => [row, name, outcome])).to.deep.equal([[null, 'Branch 3', 'create'], [2, 'Cash desk', 'create'], [3, 'Safe', 'create'], [4, 'Bank P', 'create']]);
    await importFile(server.get(), content, input);
    expect(await treeOf(db())).to.include.members(['Bank P', 'Bank P / Branch 3', 'Bank P / Branch 3 / Cash desk', 'Bank P / Branch 3 / Safe']);
    expect((await importFile(server.get(), content, input)).counts).to.include({ create: 0, unchanged: 4 });
  });

  it('D-30 a bad value of an optional field is left out and reported; the row is placed', async () => {
    const header = 'name,email,phone,birth date,contract from,contract to,sex,tags,kind,own account,group,tariff';
    const { rows, tried } = await rowsOf(`${header}\nPicky,not an address,ask reception,31.02.2000,01.02.2026,01.01.2026,perhaps,"a, b,a",robot,no,Nobody,Nothing\n`);
    expect(rows[0]?.outcome).to.equal('create');
    expect(rows[0]?.warnings.map(({ field }) => field).sort()).to.deep.equal(['birthDate', 'contractTo', 'email', 'group', 'kind', 'phones', 'settings.tariff', 'sex', 'usesOwnAccount']);
    await step(server.get(), tried.id, 'commit');
    const [{ clientId } = {}] = await allRows(server.get(), tried.id);
    expect(await card(clientId)).to.deep.include({ name: 'Picky', email: null, phones: [], birthDate: null, contractFrom: '2026-02-01', contractTo: null, tags: ['a', 'b'], kind: 'organisation', usesOwnAccount: true });
  });

  it('D-23 a number of several clients becomes a contact number, in the file as in the directory', async () => {
    await buildClient(db(), { name: 'Owner', phones: [{ number: '+7 495 111-11-11', identifiesCaller: true }] });
    const committed = await importFile(server.get(), 'id,name,phone\ns1,S1,+7 495 222-22-22\ns2,S2,8 (495) 222-22-22\ns3,S3,+7 495 111-11-11\ns4,S4,+7 495 333-33-33\n');
    const rows = await allRows(server.get(), committed.id);
    expect(rows.map(({ changes }) => (changes.phones?.[1] as { identifiesCaller: boolean }[])[0]?.identifiesCaller)).to.deep.equal([false, false, false, true]);
    const without = await rowsOf('id,name,phone\ns5,S5,+7 495 444-44-44\n', { options: { phonesIdentifyCaller: false } });
    expect((without.rows[0]?.changes.phones?.[1] as { identifiesCaller: boolean }[])[0]?.identifiesCaller).to.equal(false);
  });

  it('D-31 external ids are looked for inside their organisation only', async () => {
    const first = await buildClient(db(), { name: 'First' });
    const second = await buildClient(db(), { name: 'Second' });
    const content = 'id,parent,name\n1,,Sales\n2,1,Desk\n';
    await importFile(server.get(), content, { options: { parentId: first } });
    const other = await importFile(server.get(), content, { options: { parentId: second } });
    expect(other.counts).to.include({ create: 2 });
    expect((await importFile(server.get(), content, { options: { parentId: first } })).counts).to.include({ unchanged: 2 });
    expect(await treeOf(db())).to.include.members(['First / Sales #1 / Desk #2', 'Second / Sales #1 / Desk #2']);
  });

  it('without external ids a name is the key among siblings, where it is there once', async () => {
    const { Twins } = (await buildTree(db(), 'Twins(Anna,Anna,Boris)')) as { Twins: number };
    const { rows } = await rowsOf('name,comment\nAnna,x\nBoris,y\nClara,z\nClara,other\nClara,z\n', { options: { parentId: Twins } });
    expect(rows.map(({ outcome, reason }) => reason ?? outcome)).to.deep.equal([
      'There are 2 clients "Anna" in this place. Give external ids to tell them apart.', 'update', 'create',
      'The same name under the same superior unit is in row 4 already. Give external ids to tell them apart.', 'The same as row 4.',
    ]);
  });

  it('D-2 D-4 takes groups and settings by name or id on roots, and kinds as told', async () => {
    const group = (await server.get().call('POST', '/groups', { name: 'Banks', type: 'legal' })).body.id as number;
    const tariff = (await server.get().call('POST', '/tariffs', { name: 'Night' })).body.id as number;
    const attribute = (await server.get().call('POST', '/attributes', { name: 'Floor', type: 'number' })).body.id as number;
    const content = `id,parent,name,group,tariff,attribute.${attribute},kind\nk,,Kredit,banks,night,12,\nk1,k,Desk,,${tariff},,department\np,,Petrov,,,,person\np1,p,Child,,,,person\n`;
    const { tried, rows } = await rowsOf(content);
    expect(rows[3]?.warnings).to.deep.equal([{ field: 'kind', value: 'person', reason: 'A private person has no superior unit; it was taken as an employee.' }]);
    await step(server.get(), tried.id, 'commit');
    const [kredit, desk, petrov] = await Promise.all((await allRows(server.get(), tried.id)).map(({ clientId }) => card(clientId)));
    expect(kredit).to.deep.include({ groupId: group, settings: { tariff, [`attribute.${attribute}`]: 12 }, kind: 'organisation' });
    expect(desk).to.deep.include({ kind: 'department', settings: { tariff }, usesOwnAccount: false });
    expect(petrov).to.include({ kind: 'person' });
    expect((await importFile(server.get(), content)).counts).to.include({ unchanged: 4 });
  });

  it('takes the name of the superior off where told to, by the superior and not by splitting', async () => {
    const content = 'id,parent,name\nc,b,Bund - Amt - Stab - Recht\nb,a,Bund - Amt\na,,Bund\n';
    const input = { options: { stripParentName: true } };
    await importFile(server.get(), content, input);
    expect(await treeOf(db())).to.include('Bund #a / Amt #b / Stab - Recht #c');
    expect((await importFile(server.get(), content, input)).counts).to.include({ unchanged: 3 });
  });

  it('an empty cell leaves a value, or clears it where told to', async () => {
    const full = 'id,name,comment,phone,tariff\nempty,Empty,remark,+7 495 555-55-55,night\n';
    const bare = 'id,name,comment,phone,tariff\nempty,Empty,,,\n';
    await importFile(server.get(), full);
    expect((await importFile(server.get(), bare)).counts).to.include({ unchanged: 1 });
    const cleared = await importFile(server.get(), bare, { options: { emptyCells: 'clear' } });
    const [{ clientId } = {}] = await allRows(server.get(), cleared.id);
    expect(await card(clientId)).to.deep.include({ comment: null, phones: [], settings: {} });
  });

  it('D-3 a unit is not put below itself, whatever stands in the directory', async () => {
    const top = await buildClient(db(), { name: 'Top', externalId: 'top' });
    const mid = await buildClient(db(), { name: 'Mid', externalId: 'mid', parentId: top, kind: 'department' });
    expect(await reasons('id,parent,name\nmid,,Mid\ntop,mid,Top\n')).to.deep.equal({ Mid: 'move', Top: 'move' });
    expect(await reasons('id,parent,name\ntop,mid,Top\n', { options: { parentId: mid } })).to.deep.equal({ Top: '"Top" would become its own superior.' });
    const swapped = await importFile(server.get(), 'id,parent,name\ntop,mid,Top\nmid,,Mid\n');
    expect(swapped.counts).to.include({ move: 2, error: 0 });
    expect(await treeOf(db())).to.include('Mid #mid / Top #top');
    await step(server.get(), swapped.id, 'undo');
    expect(await treeOf(db())).to.include('Top #top / Mid #mid');
  });

  it('D-6 a deleted superior or client is named, and nothing is written there', async () => {
    const gone = await buildClient(db(), { name: 'Gone', externalId: 'gone' });
    await buildClient(db(), { name: 'Inside', externalId: 'inside', parentId: gone, kind: 'department' });
    await server.get().call('POST', `/clients/${gone}/delete`, {});
    expect(await reasons('id,parent,name\nx1,gone,Newcomer\n')).to.deep.equal({ Newcomer: 'Its superior unit "Gone" is deleted.' });
    expect(await reasons('id,parent,name\ngone,,Gone\n')).to.deep.equal({ Gone: 'The client "Gone" is deleted. Restore it first.' });
  });

  it('D-8 what was changed between dry run and commit is reported, not overwritten', async () => {
    const firm = await buildClient(db(), { name: 'Race', externalId: 'race' });
    const unit = await buildClient(db(), { name: 'Unit', externalId: 'race-unit', parentId: firm, kind: 'department', address: 'Old street' });
    const house = await buildClient(db(), { name: 'House', externalId: 'race-house', parentId: firm, kind: 'department' });
    const { tried } = await rowsOf('id,parent,name,address,phone\nrace,,Race,,\nrace-unit,race,Unit,New street,\nn1,race-house,N1,,\nn2,race,N2,,+7 495 666-66-66\nn3,race,N3,,\n');
    expect(tried.counts).to.include({ create: 3, update: 1, unchanged: 1 });
    await server.get().call('PATCH', `/clients/${unit}`, { address: 'Third street' });
    await server.get().call('POST', `/clients/${house}/delete`, {});
    await buildClient(db(), { name: 'Faster', phones: [{ number: '+7 495 666-66-66', identifiesCaller: true }] });
    await buildClient(db(), { name: 'Rival', externalId: 'n3', parentId: firm, kind: 'department' });
    const committed = await step(server.get(), tried.id, 'commit');
    expect(committed.counts).to.deep.include({ create: 1, update: 0, error: 3, warnings: 1 });
    const rows = await allRows(server.get(), tried.id);
    expect(rows.slice(1).map(({ reason }) => reason)).to.deep.equal([
      'Changed by somebody else meanwhile: address.', 'Its superior unit "House" is deleted.', null, '"Rival" has the external id "n3" by now.',
    ]);
    expect(rows[3]?.warnings[0]?.reason).to.equal('It identifies another client by now; it was kept as a contact number.');
    expect(await card(unit)).to.include({ address: 'Third street' });
  });

  it('goes through its states in order only, and says where it stands', async () => {
    const { id } = (await upload(server.get(), 'name\nA\n')).body;
    const commit = await server.get().call('POST', `/imports/${id}/commit`);
    expect(commit.status).to.equal(409);
    expect(commit.body).to.include({ code: 'import.state', detail: 'The import is waiting for a dry run: it cannot be committed now.' });
    expect((await server.get().call('POST', `/imports/${id}/undo`)).body.code).to.equal('import.state');
    const cancelled = await server.get().call('POST', `/imports/${id}/cancel`);
    expect(cancelled.body).to.include({ state: 'cancelled' });
    expect((await server.get().call('POST', `/imports/${id}/dry-run`, {})).body.code).to.equal('import.state');
    expect((await server.get().call('GET', '/imports/999999')).status).to.equal(404);
  });

  it('refuses a mapping that does not fit', async () => {
    const { id } = (await upload(server.get(), 'a,b,c\n1,2,3\n')).body;
    const wrong = async (mapping: object[], options: object = {}) => (await server.get().call('PUT', `/imports/${id}/mapping`, { mapping, options })).body.detail as string;
    expect(await wrong([{ column: 3, target: 'name' }])).to.equal('There is no column 3: the file has 3, counted from 0.');
    expect(await wrong([{ column: 0, target: 'name' }, { column: 1, target: 'name' }])).to.equal('Two columns are mapped to "name".');
    expect(await wrong([{ column: 0, target: 'path' }, { column: 1, target: 'parentExternalId' }])).to.contain('given twice');
    expect(await wrong([{ column: 0, target: 'settings.nothing' }])).to.contain('no setting "nothing"');
    expect(await wrong([{ column: 0, target: 'name' }], { parentId: 2_000_000_000 })).to.equal('There is no client 2000000000 to import into.');
    const noName = await server.get().call('POST', `/imports/${id}/dry-run`, { mapping: [{ column: 0, target: 'comment' }] });
    expect(noName.body).to.include({ code: 'import.mapping_invalid', detail: 'No column is the name. Map one to "name", or one to "path".' });
  });

  it('D-31 an organisation that numbers its units like another one is taken for a new one, and the report says so', async () => {
    await importFile(server.get(), 'id,parent,name\n1,,Alpha\n5,1,Alpha sales\n');
    const { rows, tried } = await rowsOf('id,parent,name\n5,,Beta\n1,5,Beta sales\n');
    expect(rows.map(({ outcome }) => outcome)).to.deep.equal(['create', 'create']);
    await step(server.get(), tried.id, 'commit');
    const third = await rowsOf('id,parent,name\n1,,Gamma\n5,1,Gamma sales\n');
    expect(third.rows.map(({ outcome }) => outcome)).to.deep.equal(['create', 'create']);
    expect(third.rows[0]?.warnings[0]?.reason).to.equal('The organisation "Alpha" has the same external id, but no name in common with the file: it was taken for another one.');
    expect((await rowsOf('id,parent,name\n1,,Alpha & sons\n5,1,Alpha sales\n')).rows.map(({ outcome }) => outcome), 'renamed').to.deep.equal(['update', 'unchanged']);
  });

  it('a unit that went to another organisation of the file moves with everything below it', async () => {
    await importFile(server.get(), 'id,parent,name\nm1,,M1\nm2,,M2\nmu,m1,Wanderer\nmd,mu,Desk\n');
    const moved = await importFile(server.get(), 'id,parent,name\nm1,,M1\nm2,,M2\nmu,m2,Wanderer\nmd,mu,Desk\n');
    expect(moved.counts).to.include({ move: 1, unchanged: 3 });
    expect(await treeOf(db())).to.include('M2 #m2 / Wanderer #mu / Desk #md');
  });
});
