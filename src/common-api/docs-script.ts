// The script of the page for developers of integrations, as text: it runs in the browser, served as a file of its own. MD5 is
// worked out there, so that a secret key never leaves the page; browsers have no MD5 of their own.
export const docsScript = `'use strict';

/** MD5 of bytes (RFC 1321), lower-case hex. */
function md5(bytes) {
  const rotations = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
  const sines = Array.from({ length: 64 }, (_, index) => Math.floor(Math.abs(Math.sin(index + 1)) * 4294967296) | 0);
  const padded = new Uint8Array(((bytes.length + 8) >> 6) * 64 + 64);
  padded.set(bytes);
  padded[bytes.length] = 128;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, (bytes.length << 3) >>> 0, true);
  view.setUint32(padded.length - 4, Math.floor(bytes.length / 536870912), true);
  let a0 = 1732584193, b0 = -271733879, c0 = -1732584194, d0 = 271733878;
  for (let block = 0; block < padded.length; block += 64) {
    let a = a0, b = b0, c = c0, d = d0;
    for (let step = 0; step < 64; step += 1) {
      const round = step >> 4;
      const mixed = round === 0 ? (b & c) | (~b & d) : round === 1 ? (d & b) | (~d & c) : round === 2 ? b ^ c ^ d : c ^ (b | ~d);
      const word = round === 0 ? step : round === 1 ? (5 * step + 1) & 15 : round === 2 ? (3 * step + 5) & 15 : (7 * step) & 15;
      const sum = (a + mixed + sines[step] + view.getInt32(block + word * 4, true)) | 0;
      const turn = rotations[round * 4 + (step & 3)];
      a = d;
      d = c;
      c = b;
      b = (b + ((sum << turn) | (sum >>> (32 - turn)))) | 0;
    }
    a0 = (a0 + a) | 0;
    b0 = (b0 + b) | 0;
    c0 = (c0 + c) | 0;
    d0 = (d0 + d) | 0;
  }
  const out = new DataView(new ArrayBuffer(16));
  [a0, b0, c0, d0].forEach((word, index) => out.setInt32(index * 4, word, true));
  return Array.from(new Uint8Array(out.buffer), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The signature of a request: raw text, then the key. */
function signatureOf(raw, key) {
  return md5(new TextEncoder().encode(raw + key));
}

function start() {
  const field = (name) => document.getElementById(name);

  document.querySelectorAll('pre').forEach((code) => {
    const copy = document.createElement('button');
    copy.type = 'button';
    copy.className = 'copy';
    copy.textContent = 'Копировать';
    copy.addEventListener('click', () => navigator.clipboard.writeText(code.textContent.trim()).then(() => { copy.textContent = 'Скопировано'; }));
    code.before(copy);
  });

  const check = () => {
    const expected = signatureOf(field('check-raw').value, field('check-key').value);
    const given = field('check-given').value.trim().toLowerCase();
    field('check-result').textContent = 'Подпись: ' + expected + (given === '' ? '' : given === expected ? ' — совпадает' : ' — НЕ совпадает с вашей');
  };
  ['check-raw', 'check-key', 'check-given'].forEach((name) => field(name).addEventListener('input', check));
  check();

  const chosen = () => field('try-request').selectedOptions[0].dataset;
  const show = () => {
    field('try-parameters').value = chosen().sample;
  };
  field('try-request').addEventListener('change', show);
  show();
  field('try').addEventListener('submit', (event) => {
    event.preventDefault();
    const { api, name, kind } = chosen();
    const parameters = field('try-parameters').value;
    const signature = signatureOf(parameters, field('try-key').value);
    const address = '/' + api + '/1.0/' + name;
    const inQuery = kind === 'GET';
    const xml = api === 'tm_tapi';
    const sent = xml ? parameters + '&signature=' + signature : parameters;
    const result = field('try-result');
    fetch(inQuery && sent !== '' ? address + '?' + sent : address, {
      method: inQuery ? 'GET' : 'POST',
      headers: Object.assign(xml ? {} : { Signature: signature }, inQuery ? {} : { 'Content-Type': kind === 'JSON' ? 'application/json' : 'application/x-www-form-urlencoded' }),
      body: inQuery ? undefined : sent,
    }).then((response) => response.text()).then((text) => { result.textContent = text; }, (error) => { result.textContent = String(error); });
  });
}

if (typeof document !== 'undefined') start();
`;
