// The HTTPS port: its certificate, its settings, and what stands in its way.
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import tls from 'node:tls';
import { expect } from 'chai';
import { DateTime } from 'luxon';
import { generate } from 'selfsigned';
import { readKeyPair } from '../../src/common-api/certificate.js';
import { createCommonApi } from '../../src/common-api/serve.js';
import { listenCommonApi } from '../../src/common-api/server.js';
import { ConfigError, readConfig } from '../../src/config.js';
import { type AppContext, createLogger } from '../../src/context.js';
import { systemClock } from '../../src/lib/clock.js';

describe('the certificate of CommonAPI', () => {
  let folder: string;
  const config = (more: Record<string, string> = {}) => readConfig({ DATA_DIR: path.join(folder, 'data'), PUBLIC_URL: 'https://taxi.example.com', LOG_LEVEL: 'silent', HOST: '127.0.0.1', ...more });

  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'treeline-tls-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is made at the first start, for this machine and the public name, and stays; only its owner may read the key', async () => {
    const pair = await readKeyPair(config(), systemClock);
    const certificate = new X509Certificate(pair.cert);
    expect(certificate.subjectAltName).to.include('DNS:localhost').and.include('IP Address:127.0.0.1').and.include('DNS:taxi.example.com');
    expect(certificate.checkPrivateKey((await import('node:crypto')).createPrivateKey(pair.key))).to.equal(true);
    expect(new Date(certificate.validTo).getFullYear() - new Date().getFullYear()).to.be.at.least(9);
    for (const file of ['key.pem', 'certificate.pem']) expect(statSync(path.join(folder, 'data', 'tls', file)).mode & 0o777, file).to.equal(0o600);
    expect(await readKeyPair(config(), systemClock)).to.deep.equal(pair);
  });

  it('is made anew when it ends, or cannot be read', async () => {
    const pair = await readKeyPair(config(), systemClock);
    const later = await readKeyPair(config(), { now: () => DateTime.utc().plus({ years: 10 }) as DateTime<true> });
    expect(later.cert).to.not.equal(pair.cert);
    writeFileSync(path.join(folder, 'data', 'tls', 'certificate.pem'), 'broken');
    expect((await readKeyPair(config(), systemClock)).cert).to.include('BEGIN CERTIFICATE').and.not.equal(later.cert);
  });

  const listen = (more: Record<string, string>) => {
    const context = { config: config(more), clock: systemClock, logger: createLogger(config(more)), db: null } as unknown as AppContext;
    return listenCommonApi(context, createCommonApi(context), context.config.commonApiPort ?? 0);
  };

  it('may be given, and speaks TLS 1.2 and 1.3, older versions where that is wished', async () => {
    const given = await generate([{ name: 'commonName', value: 'given.example.com' }], { algorithm: 'sha256', keySize: 2048 });
    const files = { TLS_CERT: path.join(folder, 'c.pem'), TLS_KEY: path.join(folder, 'k.pem') };
    writeFileSync(files.TLS_CERT, given.cert);
    writeFileSync(files.TLS_KEY, given.private);
    const versionOf = async (server: Awaited<ReturnType<typeof listen>>, options: tls.ConnectionOptions) => {
      const socket = tls.connect({ port: (server.address() as AddressInfo).port, host: '127.0.0.1', rejectUnauthorized: false, ...options });
      try {
        await once(socket, 'secureConnect');
        return [socket.getProtocol(), socket.getPeerCertificate().subject.CN];
      } catch {
        return ['refused'];
      } finally {
        socket.destroy();
      }
    };
    const modern = await listen({ ...files, COMMON_API_PORT: '0' });
    const old: tls.ConnectionOptions = { minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' };
    expect(await versionOf(modern, {})).to.deep.equal(['TLSv1.3', 'given.example.com']);
    expect(await versionOf(modern, { maxVersion: 'TLSv1.2' })).to.deep.equal(['TLSv1.2', 'given.example.com']);
    expect(await versionOf(modern, old)).to.deep.equal(['refused']);
    modern.close();
    const lenient = await listen({ ...files, COMMON_API_PORT: '0', TLS_MIN_VERSION: 'TLSv1' });
    expect(await versionOf(lenient, old)).to.deep.equal(['TLSv1', 'given.example.com']);
    lenient.close();
  });

  it('settings that cannot work stop the start with a sentence that names them', async () => {
    const wrong: [RegExp, Record<string, string>][] = [
      [/COMMON_API_PORT must be a whole number/, { COMMON_API_PORT: 'x' }], [/TLS_CERT and TLS_KEY must be given together/, { TLS_CERT: 'x' }], [/TLS_MIN_VERSION must be one of/, { TLS_MIN_VERSION: 'SSLv3' }],
      [/COMMON_API_LENIENT_METHODS must be 0 or 1/, { COMMON_API_LENIENT_METHODS: 'yes' }], [/COMMON_API_RATE_PER_SECOND must be/, { COMMON_API_RATE_PER_SECOND: '-1' }], [/COMMON_API_LOG_DAYS must be/, { COMMON_API_LOG_DAYS: '0' }],
    ];
    for (const [message, environment] of wrong) expect(() => config(environment), String(message)).to.throw(ConfigError, message);
    const refusal = async (more: Record<string, string>) => listen({ COMMON_API_PORT: '0', ...more }).then(() => 'started', (error: Error) => error.message);
    expect(await refusal({ TLS_CERT: path.join(folder, 'none'), TLS_KEY: path.join(folder, 'none') })).to.match(/^TLS_CERT: the file .* cannot be read \(ENOENT\)\.$/);
    writeFileSync(path.join(folder, 'x'), 'x');
    expect(await refusal({ TLS_CERT: path.join(folder, 'x'), TLS_KEY: path.join(folder, 'x') })).to.include('TLS_CERT and TLS_KEY are no certificate');
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    expect(await refusal({ COMMON_API_PORT: String(port) })).to.include(`COMMON_API_PORT ${port} is taken by another program.`);
    other.close();
  });

  it('the port is 8089, another, or off; keys are known in demo mode only', () => {
    expect(config().commonApiPort).to.equal(8_089);
    for (const off of ['', 'off', ' off ']) expect(config({ COMMON_API_PORT: off }).commonApiPort).to.equal(null);
    expect(config({ COMMON_API_PORT: '0' }).commonApiPort).to.equal(0);
    expect([config().commonApiKey, config({ DEMO: '0' }).commonApiKey, config({ DEMO: '0', COMMON_API_KEY: 'k' }).commonApiKey]).to.deep.equal(['demo-key', null, 'k']);
  });
});
