import { expect } from 'chai';
import { ConfigError, readConfig } from '../../src/config.js';

describe('readConfig', () => {
  it('has a default for everything', () => {
    expect(readConfig({})).to.include({ port: 3000, databaseUrl: null, demo: true, logLevel: 'info', publicUrl: 'http://localhost:3000', currency: 'RUB', phoneCountry: 'RU', cookieSecure: false, checkResponses: false });
  });

  it('loads no demo data into a database that it was given, unless told', () => {
    expect(readConfig({ DATABASE_URL: 'postgresql://x@y/z' }).demo).to.equal(false);
    expect(readConfig({ DATABASE_URL: 'postgresql://x@y/z', DEMO: '1' }).demo).to.equal(true);
  });

  it('takes play money in the demo only, unless told', () => {
    expect([readConfig({}).paymentGateway, readConfig({ DATABASE_URL: 'postgresql://x@y/z' }).paymentGateway]).to.deep.equal(['simulated', null]);
    expect(readConfig({ DATABASE_URL: 'postgresql://x@y/z', PAYMENT_GATEWAY: 'simulated' }).paymentGateway).to.equal('simulated');
    expect(readConfig({ PAYMENT_GATEWAY: 'none' }).paymentGateway).to.equal(null);
  });

  it('takes an empty variable for none, and trims', () => {
    expect(readConfig({ PORT: '', LOG_LEVEL: '  ', CURRENCY: ' EUR ' })).to.include({ port: 3000, logLevel: 'info', currency: 'EUR' });
  });

  it('is frozen, and cookies are secure behind https', () => {
    const config = readConfig({ PUBLIC_URL: 'https://taxi.example' });
    expect(config.cookieSecure).to.equal(true);
    expect(Object.isFrozen(config)).to.equal(true);
  });

  const bad: [name: string, values: string[], also?: Record<string, string>][] = [
    ['PORT', ['x', '-1', '65536', '1.5', '0x', 'NaN']],
    ['DATABASE_URL', ['localhost', 'mysql://x/y', 'postgres']],
    ['PUBLIC_URL', ['taxi.example', 'ftp://taxi.example']],
    ['LOG_LEVEL', ['loud', 'INFO']],
    ['CURRENCY', ['rub', 'RUBL', '€']],
    ['PHONE_COUNTRY', ['ru', 'RUS']],
    ['DEMO', ['yes', 'true', '2']],
    ['CHECK_RESPONSES', ['no']],
    ['RATE_LIMIT_PER_SECOND', ['-1', 'many']],
    ['OUTBOX_POLL_MS', ['0', '10001']],
    ['PAYMENT_GATEWAY', ['yes', 'SIMULATED']],
    ['ADMIN_LOGIN', ['admin']],
    ['ADMIN_PASSWORD', ['secret']],
  ];
  for (const [name, values] of bad) {
    it(`stops with a sentence that names ${name} when it is wrong`, () => {
      for (const value of values) expect(() => readConfig({ [name]: value }), value).to.throw(ConfigError, name);
    });
  }

  it('never repeats a password in its sentence', () => {
    for (const environment of [{ DATABASE_URL: 'mysql://user:hidden-word@host/x' }, { ADMIN_PASSWORD: 'hidden-word' }]) expect(() => readConfig(environment)).to.throw(ConfigError).with.property('message').that.does.not.include('hidden-word');
  });
});
