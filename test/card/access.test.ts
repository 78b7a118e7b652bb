import { expect } from 'chai';
import { DateTime } from 'luxon';
import sharp from 'sharp';
import { checkOrderPassword } from '../../src/clients/order-password.js';
import { wrongAccount, wrongBik, wrongCorrespondentAccount, wrongInn, wrongKpp } from '../../src/lib/russian-bank.js';
import { useServer } from '../support/server.js';

describe('order password', () => {
  let now = DateTime.fromISO('2026-03-01T12:00:00Z', { zone: 'utc' }) as DateTime<true>;
  const server = useServer({}, { clock: { now: () => now } });
  let id: number;
  before(async () => {
    id = (await server.get().call('POST', '/clients', { name: 'Locked' })).body.id;
  });
  const check = (password: string) => server.get().call('POST', `/clients/${id}/order-password/check`, { password });

  it('is generated, stored only as a hash, and never in the history', async () => {
    const { call, context } = server.get();
    const { generated } = (await call('PUT', `/clients/${id}/order-password`, {})).body;
    expect(generated).to.match(/^\d{6}$/);
    expect((await call('GET', `/clients/${id}`)).body.hasOrderPassword).to.equal(true);
    const stored = await context.db.prisma.client.findUniqueOrThrow({ where: { id } });
    expect(stored.orderPasswordHash).to.match(/^\$argon2id\$/);
    expect(JSON.stringify((await call('GET', `/clients/${id}/history`)).body)).not.to.include(generated);
    expect((await check(generated)).status).to.equal(200);
  });

  it('five wrong tries lock it for a while, also for the right one', async () => {
    await server.get().call('PUT', `/clients/${id}/order-password`, { password: 'right' });
    for (let left = 4; left >= 1; left -= 1) expect((await check('wrong')).body).to.include({ code: 'client.order_password_wrong', triesLeft: left });
    expect((await check('wrong')).body.code).to.equal('client.order_password_locked');
    const locked = await check('right');
    expect(locked.status).to.equal(429);
    expect(Number(locked.headers.get('retry-after'))).to.be.greaterThan(0);
    now = now.plus({ minutes: 16 });
    await checkOrderPassword(server.get().context.db, id, 'right');
  });

  it('counts tries from many lines at once', async () => {
    await server.get().call('PUT', `/clients/${id}/order-password`, { password: 'right' });
    const answers = await Promise.all(Array.from({ length: 12 }, () => check('wrong')));
    expect(answers.filter(({ body }) => body.code === 'client.order_password_wrong').length).to.be.at.most(4);
    expect((await check('right')).body.code).to.equal('client.order_password_locked');
  });

  it('is not needed any more once it is taken away', async () => {
    await server.get().call('DELETE', `/clients/${id}/order-password`);
    expect((await check('anything')).status).to.equal(200);
  });
});

describe('rating', () => {
  const server = useServer();
  it('is the mean since the last reset, with the count', async () => {
    const { call } = server.get();
    const { id } = (await call('POST', '/clients', { name: 'Rated' })).body;
    await call('POST', `/clients/${id}/ratings`, { stars: 5 });
    const { body } = await call('POST', `/clients/${id}/ratings`, { stars: 2, comment: 'late' });
    expect(body.rating).to.include({ value: 3.5, count: 2 });
    const reset = await call('POST', `/clients/${id}/rating/reset`);
    expect(reset.body.rating).to.include({ value: null, count: 0 });
  });
});

describe('pictures', () => {
  const server = useServer();
  const upload = async (content: Buffer | string, name = 'logo.png') => {
    const form = new FormData();
    form.append('file', new Blob([content as never]), name);
    const response = await fetch(`${server.get().url}/api/v1/images`, { method: 'POST', body: form, headers: { authorization: `Bearer ${server.get().token}` } });
    // biome-ignore lint/suspicious/noExplicitAny: tests look into answers freely
    return { status: response.status, body: (await response.json()) as any };
  };
  const picture = (width: number) => sharp({ create: { width, height: 20, channels: 3, background: 'teal' } }).jpeg().toBuffer();

  it('are encoded anew, made smaller, and inherited as a logo', async () => {
    const { call } = server.get();
    const { status, body } = await upload(await picture(3_000), 'Логотип.jpg');
    expect(status).to.equal(201);
    expect(body).to.include({ type: 'image/png', width: 1_024, name: 'Логотип.jpg' });
    const root = (await call('POST', '/clients', { name: 'With logo' })).body.id;
    const unit = (await call('POST', '/clients', { name: 'Below', parentId: root })).body.id;
    await call('PUT', `/clients/${root}/settings/logo`, { value: body.id });
    const { settings } = (await call('GET', `/clients/${unit}/effective`)).body;
    expect(settings.logo).to.deep.include({ value: { id: body.id, name: 'Логотип.jpg' }, source: { kind: 'ancestor', id: root, name: 'With logo' } });
  });

  it('are listed for the choice of one that is there, newest first, page by page; the same one twice is one', async () => {
    const ids: number[] = [];
    for (const width of [31, 32, 33, 32]) ids.push((await upload(await picture(width), `${width}.jpg`)).body.id);
    expect(ids[3]).to.equal(ids[1]);
    const first = (await server.get().call('GET', '/images?limit=2')).body;
    expect(first.items.map(({ id, width }: { id: number; width: number }) => [id, width])).to.deep.equal([[ids[2], 33], [ids[1], 32]]);
    const next = (await server.get().call('GET', `/images?limit=2&cursor=${first.nextCursor}`)).body;
    expect(next.items[0]).to.deep.equal({ id: ids[0], name: '31.jpg', type: 'image/png', width: 31, height: 20 });
  });

  for (const [what, content] of [
    ['text', 'not a picture'],
    ['SVG with a script', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>'],
    ['a PNG cut short', Buffer.from('89504e470d0a1a0a0000000d4948445200000010', 'hex')],
    ['nothing', ''],
  ] as const) {
    it(`${what} is refused`, async () => {
      const { status, body } = await upload(content as string);
      expect(status).to.equal(422);
      expect(body.errors[0].path).to.equal('body/file');
    });
  }

  it('more than 5 MiB is refused', async () => {
    expect((await upload(Buffer.alloc(6 * 1024 * 1024))).status).to.equal(413);
  });
});

describe('Russian bank details', () => {
  it('knows right numbers from wrong ones', () => {
    expect([wrongInn('7707083893'), wrongInn('500100732259'), wrongKpp('770801001'), wrongBik('044525225')]).to.deep.equal([null, null, null, null]);
    expect(wrongCorrespondentAccount('30101810400000000225', '044525225')).to.equal(null);
    expect(wrongAccount('40702810900000000001', '044525225')).to.match(/digit/);
    expect(wrongInn('7707083894')).to.match(/check digit/);
    expect(wrongInn('77')).to.match(/10 or 12/);
    expect(wrongBik('144525225')).to.match(/begin with 0/);
  });

  const server = useServer();
  it('are checked where the country has check digits, naming the field', async () => {
    const { call } = server.get();
    const { id } = (await call('POST', '/clients', { name: 'ООО' })).body;
    const good = await call('PUT', `/clients/${id}/settings/bankDetails`, { value: { inn: '7707083893', bik: '044525225', correspondentAccount: '30101810400000000225' } });
    expect(good.status).to.equal(200);
    const bad = await call('PUT', `/clients/${id}/settings/bankDetails`, { value: { inn: '7707083894' } });
    expect(bad.body.errors[0]).to.include({ path: 'body/value/inn' });
    const abroad = (await call('POST', '/clients', { name: 'GmbH', country: 'CH' })).body.id;
    expect((await call('PUT', `/clients/${abroad}/settings/bankDetails`, { value: { inn: 'CHE-123' } })).status).to.equal(200);
  });
});
