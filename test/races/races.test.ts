// Two connections at once: whatever the interleaving, no rule is broken and nobody sees a failure of the server.
import { expect } from 'chai';
import { changeClient, createClient } from '../../src/clients/clients.js';
import { moveClient } from '../../src/clients/move.js';
import { setOwnSetting } from '../../src/clients/own-settings.js';
import { deleteClient, removeClient, restoreClient } from '../../src/clients/states.js';
import type { Tx } from '../../src/db/database.js';
import { directories } from '../../src/directories/definitions.js';
import { changeItem, createItem, type Directory, removeItem } from '../../src/directories/directories.js';
import { changeGroup, createGroup, removeGroup, setGroupSetting } from '../../src/groups/groups.js';
import { AppError } from '../../src/lib/app-error.js';
import { createOperator, removeOperator } from '../../src/operators/operators.js';
import { buildClient, tester } from '../support/build.js';
import { useDatabase } from '../support/database.js';

const ROUNDS = Number(process.env.RACE_ROUNDS ?? 15);
const MOVES = Number(process.env.RACE_MOVES ?? 1_000);

describe('races', function () {
  this.timeout(600_000);
  const test = useDatabase();

  /** Runs both at once; the code of each, or "done". Anything but a refusal from the catalogue below 500 throws. */
  async function race(...acts: ((tx: Tx) => Promise<unknown>)[]): Promise<string[]> {
    return Promise.all(
      acts.map(async (act) => {
        try {
          await test.db.transaction(act);
          return 'done';
        } catch (error) {
          if (error instanceof AppError && error.status < 500) return error.code;
          throw error;
        }
      }),
    );
  }

  async function count(text: string, values: unknown[] = []): Promise<number> {
    return test.db.withConnection(async (client) => Number((await client.query<{ count: string }>(text, values)).rows[0]?.count));
  }

  const directory = (entity: string) => directories.find((one) => one.entity === entity) as Directory;
  const newItem = async (entity: string, input: Record<string, unknown> = {}) => (await test.db.transaction((tx) => createItem(tx, tester, directory(entity), { name: 'Raced', ...input }))).id;
  const repeated = (name: string, round: (index: number) => Promise<void>) =>
    it(name, async () => {
      for (let index = 0; index < ROUNDS; index += 1) await round(index);
    });

  it('D-3 opposite moves at once, in pairs, let no cycle in and never fail', async () => {
    const roots = await Promise.all([1, 2, 3].map(() => buildClient(test.db)));
    const ids: number[] = [];
    for (let index = 0; index < 12; index += 1) ids.push(await buildClient(test.db, { parentId: roots[index % 3] as number, kind: 'department' }));
    const answers: Record<string, number> = {};
    const move = (id: number, parentId: number) => (tx: Tx) => moveClient(tx, tester, id, { parentId }, null);
    let moves = 0;
    for (let pair = 0; pair < MOVES; pair += 4) {
      // Four pairs at a time: also moves across trees that have nothing to do with each other, and roots.
      const all = [...ids, ...roots];
      const acts = [0, 1, 2, 3].flatMap((offset) => {
        const a = all[(pair * 7 + offset * 5) % all.length] as number;
        const b = all[(pair * 3 + offset * 2 + 1) % all.length] as number;
        return a === b ? [] : [move(a, b), move(b, a)];
      });
      moves += acts.length;
      for (const answer of await race(...acts)) answers[answer] = (answers[answer] ?? 0) + 1;
      if (pair % 100 === 0) await test.db.transaction((tx) => moveClient(tx, tester, all[pair % all.length] as number, { parentId: null }, null));
    }
    expect(await count(`
      with recursive up as (
        select id as start, id, parent_id from clients
        union all
        select up.start, c.id, c.parent_id from up join clients c on c.id = up.parent_id
      ) cycle id set is_cycle using path
      select count(*) from up where is_cycle`)).to.equal(0);
    expect(Object.keys(answers)).to.have.members(Object.keys(answers).filter((code) => ['done', 'client.cycle', 'conflict.busy'].includes(code)));
    expect(answers.done, JSON.stringify({ moves, answers })).to.be.above(moves / 10);
    expect(answers['client.cycle']).to.be.above(0);
  });

  repeated('creating under a client while it is deleted: the new one is below a deleted one only if it was first', async () => {
    const parent = await buildClient(test.db);
    const [created] = await race((tx) => createClient(tx, tester, { name: 'Child', parentId: parent }), (tx) => deleteClient(tx, tester, parent, null));
    expect(created).to.be.oneOf(['done', 'client.deleted']);
    expect(await count('select count(*) from clients where parent_id = $1', [parent])).to.equal(created === 'done' ? 1 : 0);
  });

  repeated('creating under a client while it is removed for good: one of both is refused', async () => {
    const parent = await buildClient(test.db);
    const other = await buildClient(test.db);
    await test.db.transaction((tx) => deleteClient(tx, tester, parent, null));
    const child = await buildClient(test.db);
    const answers = await race((tx) => removeClient(tx, tester, parent), (tx) => moveClient(tx, tester, parent, { parentId: other }, null), (tx) => createClient(tx, tester, { name: 'Child', parentId: parent }), (tx) => moveClient(tx, tester, child, { parentId: parent }, null));
    expect(answers[2]).to.be.oneOf(['client.deleted', 'client.parent_not_found']);
    expect(await count('select count(*) from clients c where c.parent_id is not null and not exists (select 1 from clients p where p.id = c.parent_id)')).to.equal(0);
  });

  repeated('one number that identifies the caller, given to two clients at once: one gets it', async (round) => {
    const phones = [{ number: `+7 495 000-${String(1000 + round).slice(0, 2)}-${String(1000 + round).slice(2)}`, identifiesCaller: true }];
    const [a, b] = await Promise.all([buildClient(test.db), buildClient(test.db)]);
    const answers = await race((tx) => changeClient(tx, tester, a, { phones }, null), (tx) => changeClient(tx, tester, b, { phones }, null), (tx) => createClient(tx, tester, { name: 'Third', phones }));
    expect(answers.sort()).to.deep.equal(['client.phone_taken', 'client.phone_taken', 'done']);
  });

  repeated('restoring a client while its number is given away: one of both is refused', async (round) => {
    const phones = [{ number: `+7 499 000-${String(1000 + round).slice(0, 2)}-${String(1000 + round).slice(2)}`, identifiesCaller: true }];
    const top = await buildClient(test.db);
    const holder = await buildClient(test.db, { parentId: top, phones });
    const other = await buildClient(test.db);
    await test.db.transaction((tx) => deleteClient(tx, tester, round % 2 ? top : holder, null));
    const answers = await race((tx) => restoreClient(tx, tester, round % 2 ? top : holder, null), (tx) => changeClient(tx, tester, other, { phones }, null));
    expect(answers.sort()).to.deep.equal(['client.phone_taken', 'done']);
  });

  repeated('D-31 the same external id twice at once in one organisation: one gets it; in two organisations both', async (round) => {
    const root = await buildClient(test.db);
    const [a, b] = await Promise.all([buildClient(test.db, { parentId: root }), buildClient(test.db, { parentId: root })]);
    const externalId = `E ${round}`;
    const answers = await race((tx) => changeClient(tx, tester, a, { externalId }, null), (tx) => changeClient(tx, tester, b, { externalId }, null), (tx) => createClient(tx, tester, { name: 'New', parentId: root, externalId }), (tx) => createClient(tx, tester, { name: 'Elsewhere', externalId }));
    expect(answers.pop()).to.equal('done');
    expect(answers.sort()).to.deep.equal(['client.external_id_taken', 'client.external_id_taken', 'done']);
  });

  repeated('D-31 an external id given in a tree while a subtree with the same one moves in: one of both is refused', async (round) => {
    const [root, elsewhere] = await Promise.all([buildClient(test.db), buildClient(test.db)]);
    const externalId = `M ${round}`;
    const unit = await buildClient(test.db, { parentId: elsewhere, kind: 'department' });
    await buildClient(test.db, { parentId: unit, externalId });
    const sibling = await buildClient(test.db, { parentId: root });
    const give = round % 2 ? (tx: Tx) => createClient(tx, tester, { name: 'New', parentId: root, externalId }) : (tx: Tx) => changeClient(tx, tester, sibling, { externalId }, null);
    const answers = await race((tx) => moveClient(tx, tester, unit, { parentId: root }, null), give);
    expect(answers.filter((answer) => answer === 'done').length, answers.join()).to.equal(1);
    expect(await count(`select count(*) from client_subtree($1, false) as s join clients c on c.id = s.id where c.external_id = $2`, [root, externalId])).to.equal(1);
  });

  repeated('D-8 the same field changed twice from the same version: one conflict; different fields: none', async () => {
    const id = await buildClient(test.db, { name: 'Before' });
    const same = await race((tx) => changeClient(tx, tester, id, { name: 'A' }, 1), (tx) => changeClient(tx, tester, id, { name: 'B' }, 1));
    expect(same.sort()).to.deep.equal(['conflict.version', 'done']);
    const different = await race((tx) => changeClient(tx, tester, id, { comment: 'A' }, 2), (tx) => changeClient(tx, tester, id, { address: 'B' }, 2), (tx) => setOwnSetting(tx, tester, id, 'exchange', true, 2));
    expect(different).to.deep.equal(['done', 'done', 'done']);
    expect(await count('select version as count from clients where id = $1', [id])).to.equal(5);
  });

  repeated('removing a directory item while it is set: it is used, or it is gone, never both', async (round) => {
    const uses: [entity: string, key: string, value: (id: number) => unknown][] = [['tariff', 'tariff', (id) => id], ['crewGroup', 'crewGroups', (id) => [id]], ['discount', 'prizeDiscount', (id) => id], ['settlementRule', 'settlementRule', (id) => id]];
    const [entity, key, value] = uses[round % uses.length] as (typeof uses)[number];
    const id = await newItem(entity);
    const client = await buildClient(test.db);
    const group = await test.db.transaction((tx) => createGroup(tx, tester, { name: 'Raced', type: 'legal' }));
    const answers = await race(
      (tx) => removeItem(tx, tester, directory(entity), id),
      (tx) => (round % 2 ? setOwnSetting(tx, tester, client, key, value(id), null) : setGroupSetting(tx, tester, group.id, key, value(id), null)),
    );
    expect(answers, answers.join()).to.be.deep.oneOf([['done', 'setting.reference_not_found'], ['item.in_use', 'done']]);
  });

  repeated('removing an attribute, or changing its type, while it is set', async (round) => {
    const id = await newItem('attribute', { type: 'string' });
    const client = await buildClient(test.db);
    const answers = await race(
      (tx) => (round % 2 ? removeItem(tx, tester, directory('attribute'), id) : changeItem(tx, tester, directory('attribute'), id, { type: 'number' }, null)),
      (tx) => setOwnSetting(tx, tester, client, `attribute.${id}`, 'text', null),
    );
    expect(answers.filter((answer) => answer === 'done').length, answers.join()).to.equal(1);
  });

  repeated('removing a tariff while a shift is made with it', async () => {
    const id = await newItem('tariff');
    const answers = await race((tx) => removeItem(tx, tester, directory('tariff'), id), (tx) => createItem(tx, tester, directory('tariffShift'), { name: 'Shift', entries: [{ tariffId: id }] }));
    expect(answers, answers.join()).to.be.deep.oneOf([['done', 'setting.reference_not_found'], ['item.in_use', 'done']]);
  });

  repeated('removing a group while a root is created in it, moved out into it, or changed to it', async (round) => {
    const { id } = await test.db.transaction((tx) => createGroup(tx, tester, { name: 'Raced', type: 'legal' }));
    const root = await buildClient(test.db);
    const child = await buildClient(test.db, { parentId: root });
    const enter = [
      (tx: Tx) => createClient(tx, tester, { name: 'New', groupId: id }),
      (tx: Tx) => moveClient(tx, tester, child, { parentId: null, groupId: id }, null),
      (tx: Tx) => changeClient(tx, tester, root, { groupId: id }, null),
    ][round % 3] as (tx: Tx) => Promise<unknown>;
    const answers = await race((tx) => removeGroup(tx, tester, id), enter);
    expect(answers, answers.join()).to.be.deep.oneOf([['done', 'group.reference_not_found'], ['group.in_use', 'done']]);
  });

  repeated('two groups made the default one at once: one default remains, and nothing fails', async () => {
    const groups = await Promise.all([1, 2].map(() => test.db.transaction((tx) => createGroup(tx, tester, { name: 'Raced', type: 'legal' }))));
    const answers = await race(...groups.map(({ id }) => (tx: Tx) => changeGroup(tx, tester, id, { isDefault: true }, null)), (tx) => createGroup(tx, tester, { name: 'Raced', type: 'legal', isDefault: true }));
    expect(answers).to.include('done');
    expect(await count(`select count(*) from client_groups where is_default and type = 'legal'`)).to.equal(1);
  });

  repeated('two administrators who remove each other: one remains', async (round) => {
    await test.db.withConnection((client) => client.query('delete from operators'));
    const role = await test.db.prisma.role.findFirstOrThrow({ where: { allRights: true } });
    const [a, b] = await Promise.all(['a', 'b'].map((name) => test.db.transaction((tx) => createOperator(tx, tester, { login: `${name}${round}`, passwordHash: '-', roleIds: [role.id] }))));
    const answers = await race((tx) => removeOperator(tx, tester, a?.id as number), (tx) => removeOperator(tx, tester, b?.id as number));
    expect(answers.sort()).to.deep.equal(['done', 'operator.last_administrator']);
  });

  repeated('the same login twice at once: one gets it', async (round) => {
    const answers = await race(...['login', 'LOGIN'].map((login) => (tx: Tx) => createOperator(tx, tester, { login: `${login}${round}`, passwordHash: '-' })));
    expect(answers.sort()).to.deep.equal(['done', 'operator.login_taken']);
  });

  repeated('blocks of moves, deletions and restorations in one tree end, and leave valid trees', async () => {
    const root = await buildClient(test.db);
    const ids = await Promise.all([1, 2, 3, 4].map(() => buildClient(test.db, { parentId: root, kind: 'department' })));
    const [a, b, c, d] = ids as [number, number, number, number];
    await race(
      (tx) => moveClient(tx, tester, a, { parentId: b }, null), (tx) => moveClient(tx, tester, b, { parentId: c }, null), (tx) => moveClient(tx, tester, c, { parentId: a }, null),
      (tx) => deleteClient(tx, tester, b, null), (tx) => moveClient(tx, tester, root, { parentId: d }, null), (tx) => moveClient(tx, tester, d, { parentId: null }, null), (tx) => deleteClient(tx, tester, d, null),
    );
    for (const id of ids) expect(await count('select count(*) from client_chains(array[$1::integer]) where parent_id is null', [id])).to.equal(1);
  });
});
