// What integrations leave about a person goes with its erasure, and is in its export; screens see their changes at once.
import { expect } from 'chai';
import sharp from 'sharp';
import { unzipSync } from 'fflate';
import { verifyDatabase } from '../../src/verify/verify.js';
import { useCommonApi } from '../support/common-api.js';
import { openSocket } from '../support/socket.js';
import { findInDatabase } from '../personal-data/whole-database.js';

describe('integrations and personal data', () => {
  const api = useCommonApi();
  let client: number;

  before(async () => {
    client = (await api.get().form('register_client', { name: 'Стёртов Сергей', login: 'stertov-login', password: 'a-long-password', phones: '79993334455', email: 'stertov@example.com' })).data.client_id;
    const photo = await sharp({ create: { width: 20, height: 20, channels: 3, background: 'blue' } }).png().toBuffer();
    await api.get().json('update_client_info2', { client_id: client, client_photo: photo.toString('base64'), comment: 'x' });
    await api.get().json('save_client_feed_back', { phone: '79993334455', rating: 2, text: 'Жалоба-приметная' });
    await api.get().json('show_tm_message', { text: 'Сообщение-приметное', client_id: client });
    for (let turn = 0; turn < 100; turn += 1) {
      if ((await api.get().server.call('GET', '/common-api/calls')).body.items.length >= 4) break;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  });

  it('the export has photo, feedback and calls', async () => {
    const response = await fetch(`${api.get().server.url}/api/v1/clients/${client}/personal-data-export`, { method: 'POST', headers: { authorization: `Bearer ${api.get().server.token}` } });
    const files = unzipSync(new Uint8Array(await response.arrayBuffer()));
    const read = (name: string) => Buffer.from(files[name] as Uint8Array).toString('utf8');
    expect(read('feedback.json')).to.include('Жалоба-приметная').and.not.include('actorName');
    expect(read('integration-calls.json')).to.include('register_client').and.not.include('a-long-password');
    expect(Object.keys(files).some((name) => name.startsWith('images/'))).to.equal(true);
  });

  it('the erasure leaves none of it', async () => {
    const erased = await api.get().server.call('POST', `/clients/${client}/erase`, {});
    expect(erased.status, JSON.stringify(erased.body)).to.be.below(300);
    const { db } = api.get().server.context;
    expect(await findInDatabase(db, { name: 'Стёртов', login: 'stertov-login', mail: 'stertov@', feedback: 'Жалоба-приметная', message: 'Сообщение-приметное' })).to.deep.equal([]);
    const images = await db.withConnection(async (one) => (await one.query('select (select count(*) from images)::integer as images, (select count(*) from client_photos)::integer as photos')).rows[0] as unknown);
    expect(images).to.deep.equal({ images: 0, photos: 0 });
    expect((await verifyDatabase(db)).filter(({ breaches }) => breaches > 0)).to.deep.equal([]);
  });

  it('a change through the API reaches a screen at once', async () => {
    const socket = await openSocket(api.get().server.url, { token: api.get().server.token });
    try {
      const { client_id } = (await api.get().form('register_client', { name: 'Новенький', login: 'newcomer', password: 'a-long-password', phones: '79990001199' })).data;
      const event = await socket.until(({ entity, id, action }) => entity === 'client' && id === client_id && action === 'client.created');
      expect(event.view?.name).to.equal('Новенький');
      await api.get().json('show_tm_message', { text: 'Привет' });
      expect((await socket.until(({ entity }) => entity === 'operatorMessage')).id).to.be.above(0);
    } finally {
      socket.close();
    }
  });
});
