import { expect } from 'chai';
import sharp from 'sharp';
import { useServer } from '../support/server.js';
import { driving } from './support.js';

describe('greeting signs', () => {
  const server = useServer();
  const { must, set, tree, crew, ride, state, order } = driving(server);
  let ids: Record<string, number>;
  beforeEach(async () => {
    ids = await tree('Firm(Branch(Clerk))');
  });

  async function picture(path: string, token = server.get().token): Promise<Buffer> {
    const response = await fetch(`${server.get().url}/api/v1${path}`, { headers: { authorization: `Bearer ${token}` } });
    expect([response.status, response.headers.get('content-type')], path).to.deep.equal([200, 'image/png']);
    return Buffer.from(await response.arrayBuffer());
  }

  /** Size, share of dark pixels, and how far the drawing reaches to each side. */
  async function look(content: Buffer) {
    const { data, info } = await sharp(content).removeAlpha().greyscale().raw().toBuffer({ resolveWithObject: true });
    let [dark, left, right, top, bottom] = [0, info.width, 0, info.height, 0];
    for (const [place, shade] of data.entries()) {
      if (shade >= 128) continue;
      const [x, y] = [place % info.width, Math.floor(place / info.width)];
      dark += 1;
      [left, right, top, bottom] = [x < left ? x : left, x > right ? x : right, y < top ? y : top, y > bottom ? y : bottom];
    }
    return { width: info.width, height: info.height, dark: dark / data.length, left, right, top, bottom };
  }

  const logo = async () => {
    const content = await sharp({ create: { width: 400, height: 200, channels: 3, background: '#0000c0' } }).png().toBuffer();
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(content)], { type: 'image/png' }), 'logo.png');
    const response = await fetch(`${server.get().url}/api/v1/images`, { method: 'POST', body: form, headers: { authorization: `Bearer ${server.get().token}` } });
    return ((await response.json()) as { id: number }).id;
  };

  it('fill A4 landscape or a phone with large letters, Cyrillic ones too, inside of the margins', async () => {
    await set(ids.Firm, 'greetingSign', 'Конференция «Ёж & <Уж>»');
    for (const [size, width, height] of [['a4', 1_754, 1_240], ['phone', 1_920, 1_080]] as const) {
      const seen = await look(await picture(`/clients/${ids.Clerk}/greeting-sign.png?size=${size}`));
      expect([seen.width, seen.height]).to.deep.equal([width, height]);
      expect(seen.dark).to.be.above(0.05);
      expect(Math.min(seen.left, seen.top, width - seen.right, height - seen.bottom)).to.be.above(height * 0.05);
      expect(seen.right - seen.left, 'reaches over most of the width').to.be.above(width * 0.6);
    }
  });

  it('shrink their letters rather than break a word; lines end between words', async () => {
    const lines = async (text: string) => {
      await set(ids.Firm, 'greetingSign', text);
      const { data, info } = await sharp(await picture(`/clients/${ids.Firm}/greeting-sign.png`)).greyscale().raw().toBuffer({ resolveWithObject: true });
      const inked = Array.from({ length: info.height }, (_, y) => data.subarray(y * info.width, (y + 1) * info.width).some((shade) => shade < 128));
      return inked.filter((ink, y) => ink && !inked[y - 1]).length;
    };
    // Letters without parts below the line or above the capitals, so that a gap is a new line.
    expect([await lines('КОНСТАНТИНОПОЛЬСКИН'), await lines('КОНСТАНТИНОПОЛЬСКИН АЛЕКСАНДР'), await lines('FEATHERSTONEHAUGHS')]).to.deep.equal([1, 2, 1]);
    expect(await lines('X'.repeat(120)), 'what is no word of a language').to.be.above(2);
  });

  it('letters of an alphabet are drawn as themselves, not as the box for unknown ones', async () => {
    const drawn: string[] = [];
    for (const letter of ['Ж', 'Щ', 'Ю', 'ё', 'W', 'é', 'Œ', '№']) {
      await set(ids.Firm, 'greetingSign', letter);
      drawn.push((await picture(`/clients/${ids.Firm}/greeting-sign.png`)).toString('base64'));
    }
    expect(new Set(drawn).size).to.equal(drawn.length);
  });

  it('have the inherited logo above the text', async () => {
    await set(ids.Firm, 'logo', await logo());
    const content = await picture(`/clients/${ids.Clerk}/greeting-sign.png`);
    const { data, info } = await sharp(content).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    const at = (x: number, y: number) => [...data.subarray((y * info.width + x) * info.channels, (y * info.width + x) * info.channels + 3)];
    expect(at(info.width / 2, Math.round(info.height * 0.2))).to.deep.equal([0, 0, 0xc0]);
    expect((await look(content)).bottom).to.be.above(info.height * 0.5);
  });

  it('show the text, else the passenger of the order, else the customer', async () => {
    const [clerk, other] = await tree('Clerk,Ivan Petrov').then((roots) => [roots.Clerk, roots['Ivan Petrov']]);
    const plain = await picture(`/clients/${clerk}/greeting-sign.png`);
    const passenger = await picture(`/clients/${other}/greeting-sign.png`);
    const [{ id: without }, { id: withPassenger }] = [await must(order({ clientId: ids.Clerk })), await must(order({ clientId: ids.Clerk, passenger: 'Ivan Petrov' }))];
    const same = async (path: string, expected: Buffer) => expect((await picture(path)).equals(expected), path).to.equal(true);
    await same(`/orders/${without}/greeting-sign.png`, plain);
    await same(`/orders/${withPassenger}/greeting-sign.png`, passenger);
    await set(ids.Branch, 'greetingSign', 'Ivan Petrov');
    await same(`/orders/${without}/greeting-sign.png`, passenger);
  });

  it('long and odd texts are drawn as well', async () => {
    for (const text of ['x'.repeat(500), 'слово '.repeat(83).trim(), '👩‍👩‍👧‍👦', 'שלום', '&amp;', '<b>', '\u200b', '\u0301']) {
      await set(ids.Firm, 'greetingSign', text);
      const { width, height } = await look(await picture(`/clients/${ids.Firm}/greeting-sign.png`));
      expect([width, height], text.slice(0, 20)).to.deep.equal([1_754, 1_240]);
    }
  });

  it('are for the crew of a current order, also without the right to see notes, and for no other crew', async () => {
    const [mine, theirs] = [await crew(false), await crew()];
    const id = await ride(ids.Clerk, mine);
    const path = `/driver/orders/${id}/greeting-sign.png`;
    expect((await picture(path, mine.token)).equals(await picture(`/orders/${id}/greeting-sign.png?size=phone`))).to.equal(true);
    expect((await server.get().call('GET', path, undefined, { token: theirs.token })).body.code).to.equal('order.not_found');
    await must(state(id, 'finished'));
    expect((await server.get().call('GET', path, undefined, { token: mine.token })).body.code).to.equal('order.not_found');
  });
});
