import { expect } from 'chai';
import { setOwnSetting } from '../../src/clients/own-settings.js';
import type { Db } from '../../src/db/database.js';
import { generateDirectory } from '../../src/generate/generate.js';
import { ensureFirstOperator } from '../../src/operators/operators.js';
import { checks } from '../../src/verify/checks.js';
import { verifyDatabase } from '../../src/verify/verify.js';
import { buildClient, buildTree, tester } from '../support/build.js';
import { createDatabase, type TestDatabase, useDatabase } from '../support/database.js';

type Broken = Record<string, string[]>;

/** The broken invariants by id, each with its first offenders. */
async function brokenIn(db: Db): Promise<Broken> {
  const results = await verifyDatabase(db);
  return Object.fromEntries(results.filter(({ breaches }) => breaches > 0).map(({ check, first }) => [check.id, first.map(({ id, what }) => [id, what].filter(Boolean).join(' '))]));
}

describe('verifyDatabase', () => {
  describe('on a sound database', () => {
    const test = useDatabase();

    it('finds nothing in a synthetic directory with a chain of 2,000 levels and in clients that were changed since', async () => {
      await generateDirectory(test.db, { shape: { clients: 6_000, depth: 6, organisationSize: 500, chains: [2_000] }, seed: 11 });
      await ensureFirstOperator(test.db, tester, 'admin', 'admin-password');
      const id = await buildClient(test.db, { phones: [{ number: '8 (495) 123-45-67', main: true, identifiesCaller: true }], externalId: 'A' });
      await test.db.transaction((tx) => setOwnSetting(tx, tester, id, 'right.employees', 'allow', null));
      await test.db.transaction((tx) => setOwnSetting(tx, tester, 5, 'mobileApp', false, null));
      const results = await verifyDatabase(test.db);
      expect(results.map(({ check }) => check.id)).to.deep.equal(checks.map(({ id: name }) => name));
      expect(results.filter(({ breaches }) => breaches > 0)).to.deep.equal([]);
      expect(results.find(({ check }) => check.id === 'cycle')?.rows).to.equal(6_001);
    });

    it('leaves nothing behind', async () => {
      const names = `select relname from pg_class where relname like 'verify%'`;
      expect(await test.db.withConnection(async (client) => (await client.query(names)).rows)).to.deep.equal([]);
    });
  });

  describe('on a database that was tampered with', () => {
    let database: TestDatabase;
    let ids: Record<'A' | 'B' | 'C' | 'D', number>;
    beforeEach(async () => {
      database = await createDatabase();
      ids = (await buildTree(database.db, 'A(B(C)),D')) as typeof ids;
    });
    afterEach(() => database.drop());

    /** What verifyDatabase says after `statements`, run without the guards that would refuse them. */
    async function brokenAfter(...statements: string[]): Promise<Broken> {
      await database.db.withConnection(async (client) => {
        await client.query(`set session_replication_role = replica`);
        for (const statement of statements) await client.query(statement);
        await client.query(`reset session_replication_role`);
      });
      return brokenIn(database.db);
    }
    const dropCheck = (table: string, name: string) => `alter table ${table} drop constraint ${name}`;

    it('D-3 names a cycle once, and counts all who are on it', async () => {
      const broken = await brokenAfter(`update clients set parent_id = ${ids.C}, group_id = null where id = ${ids.A}`);
      expect(broken.cycle).to.have.length(1);
      expect(broken.cycle?.[0]).to.match(/^\d+ it is its own superior: /).and.to.include(`"A" (${ids.A}) below "C" (${ids.C})`);
      expect((await verifyDatabase(database.db)).find(({ check }) => check.id === 'cycle')?.breaches).to.equal(3);
    });

    it('D-3 tells a client who is their own parent from one who hangs below', async () => {
      const broken = await brokenAfter(dropCheck('clients', 'clients_not_own_parent_check'), `update clients set parent_id = id where id = ${ids.B}`);
      expect(broken.cycle).to.deep.equal([`${ids.B} it is its own superior: "B" (${ids.B}) below "B" (${ids.B})`]);
    });

    it('D-1 names a client whose superior unit is gone, and takes it for no cycle', async () => {
      const { search, ...broken } = await brokenAfter(`delete from clients where id = ${ids.A}`);
      expect(broken).to.deep.equal({ parent: [`${ids.B} its superior unit ${ids.A} does not exist`] });
      expect(search).to.have.length(2);
    });

    it('D-4 names a root without a group, a group below a root, and a group that does not exist', async () => {
      const broken = await brokenAfter(
        dropCheck('clients', 'clients_group_on_root_check'),
        `update clients set group_id = null where id = ${ids.A}`, `update clients set group_id = 1 where id = ${ids.B}`, `update clients set group_id = 999 where id = ${ids.D}`,
      );
      expect(broken).to.deep.equal({
        group: [`${ids.A} it has no superior unit and no group`, `${ids.B} it is subordinate and has a group of its own`, `${ids.D} its group 999 does not exist`],
      });
    });

    it('D-4 names a root without an account of its own', async () => {
      const broken = await brokenAfter(dropCheck('clients', 'clients_root_own_account_check'), `update clients set uses_own_account = false where id = ${ids.D}`);
      expect(broken).to.deep.equal({ 'root-account': [`${ids.D} it has no superior unit and does not use an account of its own`] });
    });

    it('D-2 names a private person with a superior unit', async () => {
      const broken = await brokenAfter(dropCheck('clients', 'clients_person_is_root_check'), `update clients set kind = 'person' where id = ${ids.C}`);
      expect(broken).to.deep.equal({ person: [`${ids.C} it is a private person with a superior unit`] });
    });

    it('C-2 names lone and dead logins of a person, and sessions that were switched to from elsewhere', async () => {
      const session = (id: number, client: number, origin: number | null, days: number) =>
        `insert into client_sessions (id, token_hash, client_id, created_at, last_seen_at, expires_at, origin_id) overriding system value values (${id}, '\\x0${id}', ${client}, now(), now(), now() + interval '${days} days', ${origin ?? 'null'})`;
      const broken = await brokenAfter(
        `insert into people (id, created_at) overriding system value values (1, now()), (2, now()), (3, now())`, `insert into person_logins values (${ids.A}, 1, now()), (${ids.B}, 2, now()), (${ids.C}, 2, now())`,
        `update clients set api_login = 'c', api_password_hash = 'x' where id = ${ids.C}`, `update clients set api_login = 'a', api_password_hash = 'x' where id = ${ids.A}`,
        session(1, ids.B, null, 2), session(2, ids.C, 1, 1), session(3, ids.A, 1, 1), session(4, ids.C, 1, 3),
      );
      expect(broken.persons?.sort()).to.deep.equal([`${ids.A} it is alone with its person`, `${ids.B} it is linked, and has no login, no password, or is deleted`, 'person 3 has no logins'].sort());
      expect(broken.switched?.sort()).to.deep.equal([`${ids.A} session 3 was opened out of session 1 of client ${ids.B}`, `${ids.C} session 4 was opened out of session 1 of client ${ids.B}`].sort());
    });

    it('C-10 names agreements without their history or out of order, and what was accepted before it was published', async () => {
      const broken = await brokenAfter(
        `insert into agreements (id, name, text_en, text_ru, text_fr, number, published_at) values (1, 'One', 'a', 'b', 'c', 1, now()), (2, 'Two', 'a', 'b', 'c', 2, now() - interval '1 day')`,
        `insert into agreement_acceptances (agreement_id, client_id, at, login, channel) values (1, ${ids.A}, now() - interval '1 hour', 'a', 'cabinet'), (2, ${ids.D}, now(), null, 'cabinet')`,
      );
      expect(broken['agreement-versions']).to.have.length(2);
      expect(broken.agreements?.sort()).to.deep.equal([
        'agreement 2 has the number 2 and was published before number 1', `${ids.A} it accepted agreement 1, which was not published then`, `${ids.D} its agreement 2 was accepted by nobody that is known`,
      ].sort());
    });

    it('names a reason without a block, and a contract that ends before it begins', async () => {
      const broken = await brokenAfter(
        dropCheck('clients', 'clients_contract_dates_check'), `update clients set block_reason = 'why' where id = ${ids.A}`,
        `update clients set contract_from = '2026-02-01', contract_to = '2026-01-01' where id = ${ids.D}`,
      );
      expect(broken).to.deep.equal({ fields: [`${ids.A} it is not blocked and has the reason of a block`, `${ids.D} its contract ends before it begins`] });
    });

    it('names own values without a client', async () => {
      const broken = await brokenAfter(`insert into client_settings values (777, 'mobileApp', 'true')`);
      expect(broken).to.deep.equal({ 'setting-owner': ['777 it has the setting mobileApp and does not exist'] });
    });

    it('D-10 names values that the catalogue does not allow, with who has them', async () => {
      const broken = await brokenAfter(
        `insert into client_settings values (${ids.A}, 'noSuchSetting', '1'), (${ids.A}, 'tariff', '12345'), (${ids.A}, 'mobileApp', '"yes"'), (${ids.B}, 'right.transfer', '"allow"'), (${ids.A}, 'attribute.9', 'true')`,
      );
      expect(broken['setting-value']?.sort()).to.deep.equal([
        `client ${ids.A}: attribute.9 true is no setting`,
        `client ${ids.A}: mobileApp "yes" must be boolean`,
        `client ${ids.A}: noSuchSetting 1 is no setting`,
        `client ${ids.A}: tariff 12345 refers to 12345, which does not exist`,
        `client ${ids.B}: right.transfer "allow" is said by a subordinate client, which can only forbid`,
      ]);
    });

    it('D-10 looks at groups too, and at rights that are null', async () => {
      const broken = await brokenAfter(`insert into group_settings values (1, 'crewGroups', '[4]')`, `insert into client_settings values (${ids.A}, 'cardTopUp', 'null')`);
      expect(broken['setting-value']?.sort()).to.deep.equal([`client ${ids.A}: cardTopUp null must be allow or forbid`, 'group 1: crewGroups [4] refers to 4, which does not exist']);
    });

    it('D-15 names account settings without an account', async () => {
      const broken = await brokenAfter(`insert into client_settings values (${ids.B}, 'prizeEvery', '5')`);
      expect(broken).to.deep.equal({ 'setting-account': [`${ids.B} it has the setting prizeEvery and no account of its own`] });
    });

    it('D-31 names an external id that is twice inside a root, and not one in two roots', async () => {
      const broken = await brokenAfter(`update clients set external_id = 'X' where id in (${ids.A}, ${ids.C}, ${ids.D})`);
      expect(broken['external-id']).to.deep.equal([ids.A, ids.C].map((id) => `${id} it has the external id "X" like another client of its root ${ids.A}`));
    });

    it('names a number that identifies two live clients, and not a live and a deleted one', async () => {
      const phone = (id: number) => `(${id}, '+7 901 000-00-01', '79010000001', true)`;
      const insert = 'insert into client_phones (client_id, number, digits, identifies_caller) values';
      expect(await brokenAfter(`${insert} ${phone(ids.C)}, ${phone(ids.D)}`, `update clients set deleted = true where id = ${ids.A}`)).to.deep.equal({});
      const broken = await brokenAfter(`update clients set deleted = false where id = ${ids.A}`);
      expect(broken).to.deep.equal({ 'caller-number': [ids.C, ids.D].map((id) => `${id} its number +7 901 000-00-01 identifies another client too`) });
    });

    it('D-23 names digits that are not those of the number', async () => {
      const broken = await brokenAfter(
        `insert into client_phones (client_id, number, digits) values (${ids.A}, '8 (901) 000-00-01', '89010000001'), (${ids.B}, '+7 901 000-00-01', '79010000002'), (${ids.C}, '8 901 000 00 01', '79010000001')`,
      );
      expect(broken).to.deep.equal({
        'phone-digits': [`${ids.A} the digits of its number 8 (901) 000-00-01 are 79010000001, not 89010000001`, `${ids.B} the digits of its number +7 901 000-00-01 are 79010000001, not 79010000002`],
      });
    });

    it('names two main phones, and a number that is there twice', async () => {
      const broken = await brokenAfter(
        'drop index client_phones_main_key',
        `insert into client_phones (client_id, number, digits, main) values (${ids.A}, '+79010000001', '79010000001', true), (${ids.A}, '+79010000002', '79010000002', true), (${ids.D}, '+79010000001', '79010000001', false), (${ids.D}, '+7 9010000001', '79010000001', false)`,
      );
      expect(broken).to.deep.equal({ 'main-phone': [`${ids.A} it has 2 main phones`, `${ids.D} it has the number +7 9010000001 twice`] });
    });

    it('D-24 says which words of the search are wrong', async () => {
      const broken = await brokenAfter(`update clients set name = 'Another' where id = ${ids.D}`);
      expect(broken.search?.[0]).to.equal(`search: the text of 1 clients is wrong, the first is ${ids.D}`);
      expect(Object.keys(broken)).to.deep.equal(['search']);
    });

    it('D-8 names a version that its history does not lead to, and one that is in it twice', async () => {
      const broken = await brokenAfter(
        `update clients set version = 7 where id = ${ids.A}`, `update history set entity_id = ${ids.B} where entity = 'client' and entity_id = ${ids.C} and version = 1`,
      );
      expect(broken).to.deep.equal({ version: [`${ids.A} its version is 7, its history ends with 1`, `${ids.B} its history has the version 1 2 times`] });
    });

    it('D-8 names a group whose history does not lead to its version', async () => {
      const broken = await brokenAfter(`insert into history (at, entity, entity_id, version, action, actor_kind, actor_name, channel) values (now(), 'group', 2, 4, 'group.changed', 'system', 'test', 'system')`);
      expect(broken).to.deep.equal({ 'group-version': ['2 its version is 1, its history ends with 4'] });
    });

    it('names a missing default group', async () => {
      const broken = await brokenAfter(`update client_groups set is_default = false where type = 'individual'`);
      expect(broken).to.deep.equal({ 'default-group': ['there is no default group of the type individual'] });
    });

    it('S-1 says that nobody has all rights any more', async () => {
      const broken = await brokenAfter(`insert into operators (login, name, password_hash) values ('eve', 'Eve', '-')`);
      expect(broken).to.deep.equal({ administrator: ['no active operator has all rights: nobody could let anybody in'] });
    });

    it('names constraints that are not checked, and triggers that are off', async () => {
      const broken = await brokenAfter(
        dropCheck('clients', 'clients_contract_dates_check'), 'alter table clients add constraint clients_contract_dates_check check (contract_from <= contract_to) not valid',
        'create function nothing() returns trigger language plpgsql as $$ begin return null; end $$', 'create trigger watcher after insert on tariffs execute function nothing()', 'alter table tariffs disable trigger watcher',
      );
      expect(broken).to.deep.equal({ schema: ['the constraint clients_contract_dates_check of clients is not checked for all rows', 'the trigger watcher of tariffs is off'] });
    });
  });
});
