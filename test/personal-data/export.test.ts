import { expect } from 'chai';
import { strFromU8, unzipSync } from 'fflate';
import sharp from 'sharp';
import { encodeImage, storeImage } from '../../src/images/images.js';
import { buildClient } from '../support/build.js';
import { useServer } from '../support/server.js';
import { openSocket } from '../support/socket.js';

describe('export of personal data', () => {
  const server = useServer();
  const call = (...parameters: Parameters<ReturnType<typeof server.get>['call']>) => server.get().call(...parameters);
  const db = () => server.get().context.db;

  async function download(id: number, token = server.get().token) {
    const response = await fetch(`${server.get().url}/api/v1/clients/${id}/personal-data-export`, { method: 'POST', headers: { authorization: `Bearer ${token}` } });
    const content = new Uint8Array(await response.arrayBuffer());
    const files = response.status === 200 ? Object.fromEntries(Object.entries(unzipSync(content)).map(([name, bytes]) => [name, bytes])) : {};
    const json = (name: string) => JSON.parse(strFromU8(files[name] as Uint8Array));
    return { response, files, json, text: strFromU8(files['index.txt'] ?? new Uint8Array()) };
  }

  it('is one archive with the card, settings, messages, links, history and a list of contents', async () => {
    const { body: client } = await call('POST', '/clients', { name: 'Анна "Ann" Каренина', kind: 'person', email: 'anna@example.org', apiLogin: 'anna', favouriteAddresses: [{ address: 'Вокзал' }], phones: [{ number: '+79161234567', main: true }] });
    const { id } = client;
    await call('PATCH', `/clients/${id}`, { comment: 'second line' });
    await call('POST', `/clients/${id}/api-access/send`);
    await call('POST', `/clients/${id}/ratings`, { stars: 4, comment: 'polite' });
    await call('POST', `/clients/${id}/operations`, { type: 'receipt', sum: { amount: '12.50', currency: 'RUB' } });
    await call('POST', `/clients/${id}/invoices`, { sum: { amount: '30.00', currency: 'RUB' } });
    const { response, files, json, text } = await download(id);
    expect(response.status).to.equal(200);
    expect(response.headers.get('content-type')).to.equal('application/zip');
    expect(response.headers.get('content-disposition')).to.match(new RegExp(`^attachment; filename="personal-data-client-${id}-\\d{4}-\\d\\d-\\d\\d\\.zip"$`));
    expect(response.headers.get('cache-control')).to.equal('no-store');
    expect(Object.keys(files).sort()).to.deep.equal(['access-links.json', 'accounts.json', 'agreements.json', 'card.json', 'daily-orders.json', 'effective-settings.json', 'feedback.json', 'history.json', 'index.txt', 'integration-calls.json', 'invoices.json', 'messages.json', 'muted-notices.json', 'notes.json', 'operations.json', 'orders.json', 'organisations.json', 'ratings.json', 'scheduled-changes.json', 'sessions.json', 'top-ups.json']);
    const card = await call('GET', `/clients/${id}`);
    const { registeredBy: _, ...ownCard } = card.body;
    expect(json('card.json')).to.deep.equal(ownCard);
    expect(json('effective-settings.json').settings).to.have.property('tariff');
    expect(json('messages.json')).to.have.length(1);
    expect(json('access-links.json')).to.have.length(1);
    expect(json('accounts.json')[0].balance).to.deep.equal({ amount: '12.50', currency: 'RUB' });
    expect(json('operations.json').map(({ sum }: { sum: unknown }) => sum)).to.deep.equal([{ amount: '12.50', currency: 'RUB' }]);
    expect(json('invoices.json')).to.have.length(1);
    expect(json('ratings.json')[0]).to.include({ stars: 4, comment: 'polite' });
    const actions = json('history.json').map(({ action }: { action: string }) => action);
    expect(actions[0]).to.equal('client.personal_data_exported');
    expect(actions).to.include.members(['client.created', 'client.changed', 'client.api_access_sent']);
    for (const name of Object.keys(files).filter((file) => file !== 'index.txt')) expect(text).to.contain(`${name}: `);
    expect(text).to.contain('Personal data of "Анна "Ann" Каренина"');
  });

  it('has no hashes, tokens, links or names of operators', async () => {
    const { body: client } = await call('POST', '/clients', { name: 'Secretive', kind: 'person', email: 's@example.org', apiLogin: 'secretive', registeredFrom: '192.0.2.1' });
    await call('PUT', `/clients/${client.id}/api-password`, { password: 'very secret words' });
    await call('PUT', `/clients/${client.id}/order-password`, { password: '4711' });
    await call('POST', `/clients/${client.id}/api-access/send`);
    const { files } = await download(client.id);
    const everything = Object.values(files).map((bytes) => strFromU8(bytes)).join('\n');
    expect(everything).not.to.match(/argon2|token=|very secret words|4711|"actorName"|"admin"/);
  });

  it('has the pictures of the client, as they are stored', async () => {
    const id = await buildClient(db());
    const png = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#f00' } }).png().toBuffer();
    const encoded = await encodeImage('logo.png', png);
    const image = await db().transaction((tx) => storeImage(tx, encoded));
    await call('PUT', `/clients/${id}/settings/logo`, { value: image.id });
    const { files } = await download(id);
    expect(Buffer.compare(Buffer.from(files[`images/${image.id}.png`] as Uint8Array), encoded.content)).to.equal(0);
  });

  it('has the whole of a long history, in order', async () => {
    const id = await buildClient(db(), { name: 'Long' });
    await db().withConnection((client) => client.query(
      `insert into history (at, entity, entity_id, action, changes, actor_kind, actor_name, channel)
       select now(), 'client', $1, 'client.employees_changed', jsonb_build_object('employees', jsonb_build_array(null, jsonb_build_object('id', number, 'name', 'E' || number))), 'system', 'test', 'system' from generate_series(1, 1499) as number`,
      [id],
    ));
    const { json } = await download(id);
    const numbers = json('history.json').map(({ changes }: { changes: { employees?: [null, { id: number }] } }) => changes.employees?.[1].id).filter((number: number | undefined) => number !== undefined);
    expect(numbers).to.deep.equal(Array.from({ length: 1_499 }, (_, index) => 1_499 - index));
  });

  it('leaves hidden attributes out for those who may not see them, and says so', async () => {
    const { body: attribute } = await call('POST', '/attributes', { name: 'Hidden', type: 'string', hidden: true });
    const id = await buildClient(db());
    await call('PUT', `/clients/${id}/settings/attribute.${attribute.id}`, { value: 'top-secret-value' });
    const officer = await server.get().operatorWith(['personalData.erase']);
    const all = (files: Record<string, Uint8Array>) => Object.values(files).map((bytes) => strFromU8(bytes)).join('\n');
    expect(all((await download(id)).files)).to.contain('top-secret-value');
    const limited = await download(id, officer);
    expect(all(limited.files)).not.to.contain('top-secret-value');
    expect(limited.text).to.contain('Hidden attributes were left out').and.to.contain('Accounts, invoices and top-ups were left out');
    expect(limited.files).not.to.have.any.keys('accounts.json', 'operations.json', 'invoices.json');
  });

  it('is refused without the right, and says that there is no such client', async () => {
    const id = await buildClient(db());
    expect((await download(id, await server.get().operatorWith(['client.view', 'history.see']))).response.status).to.equal(403);
    expect((await download(2_000_000_000)).response.status).to.equal(404);
  });

  it('is documented as an archive, and not offered on the socket', async () => {
    const { body: document } = await call('GET', `${server.get().url}/openapi.json`);
    expect(document.paths['/clients/{id}/personal-data-export'].post.responses['200'].content).to.deep.equal({ 'application/zip': { schema: { type: 'string', format: 'binary' } } });
    const socket = await openSocket(server.get().url, { token: server.get().token });
    expect(await socket.call('exportPersonalData', { id: 1 })).to.have.nested.property('problem.code', 'request.not_found');
    socket.close();
  });
});
