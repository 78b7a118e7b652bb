// Settings come from the environment only. A missing or bad one stops the start with a sentence that names it.
import { isIP } from 'node:net';
import path from 'node:path';
import { IANAZone } from 'luxon';

export class ConfigError extends Error {
  override name = 'ConfigError';
}

export interface Config {
  readonly host: string;
  readonly port: number;
  /** Null: start the embedded PostgreSQL in dataDir. */
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  readonly demo: boolean;
  readonly adminLogin: string | null;
  readonly adminPassword: string | null;
  readonly logLevel: string;
  readonly publicUrl: string;
  readonly currency: string;
  readonly phoneCountry: string;
  /** Where clients are that say nothing else: days and hours of tariffs, budgets and contracts. */
  readonly timeZone: string;
  /** Express's trust proxy: how many proxies, or which; null = none. */
  readonly trustProxy: number | string[] | null;
  readonly cookieSecure: boolean;
  readonly checkResponses: boolean;
  readonly rateLimitPerSecond: number;
  readonly outboxPollMs: number;
  readonly jobs: boolean;
  /** Null: mail stays in the database and shows at /dev/inbox. */
  readonly smtpUrl: string | null;
  readonly mailFrom: string;
  /** Null: SMS stay in the database and show at /dev/inbox. */
  readonly smsUrl: string | null;
  readonly smsToken: string | null;
  readonly smsFrom: string | null;
  /** Null: no payments by bank card. */
  readonly paymentGateway: 'simulated' | null;
  readonly paymentGatewaySecret: string | null;
  /** HTTPS; null: off (the same requests are at PORT). */
  readonly commonApiPort: number | null;
  /** Null: that API is switched off. */
  readonly commonApiKey: string | null;
  readonly tmTapiKey: string | null;
  readonly payTermKey: string | null;
  /** Files in PEM; null: a self-signed pair in dataDir. */
  readonly tlsCert: string | null;
  readonly tlsKey: string | null;
  readonly tlsMinVersion: TlsVersion;
  /** Requests that are due as POST come as GET from some old clients. */
  readonly commonApiLenientMethods: boolean;
  /** Signed requests with one key, or of one user; 0 = no limit. */
  readonly commonApiRatePerSecond: number;
  /** How long the log of calls is kept. */
  readonly commonApiLogDays: number;
}

/** Key of all three APIs in demo mode, unless others are given. */
export const DEMO_KEY = 'demo-key';
const tlsVersions = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const;
type TlsVersion = (typeof tlsVersions)[number];

const MAIL_FROM = /^(?:[^<>@\r\n]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/;
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

/** Reads and checks the environment; throws ConfigError naming the variable. */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const text = (name: string): string | null => {
    const value = environment[name]?.trim();
    return value ? value : null;
  };
  const integer = (name: string, fallback: number, minimum: number, maximum: number): number => {
    const value = text(name);
    if (value === null) return fallback;
    const number = Number(value);
    if (!Number.isInteger(number) || number < minimum || number > maximum) {
      throw new ConfigError(`${name} must be a whole number from ${minimum} to ${maximum}, not "${value}".`);
    }
    return number;
  };
  const flag = (name: string, fallback: boolean): boolean => {
    const value = text(name);
    if (value === null) return fallback;
    if (value !== '0' && value !== '1') throw new ConfigError(`${name} must be 0 or 1, not "${value}".`);
    return value === '1';
  };

  const port = integer('PORT', 3000, 0, 65_535);
  const publicUrl = url('PUBLIC_URL', text('PUBLIC_URL') ?? `http://localhost:${port}`, ['http:', 'https:']);
  const databaseUrl = text('DATABASE_URL');
  if (databaseUrl !== null) url('DATABASE_URL', databaseUrl, ['postgres:', 'postgresql:']);
  const logLevel = text('LOG_LEVEL') ?? 'info';
  if (!LOG_LEVELS.includes(logLevel)) throw new ConfigError(`LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}, not "${logLevel}".`);
  const currency = text('CURRENCY') ?? 'RUB';
  if (!/^[A-Z]{3}$/.test(currency)) throw new ConfigError(`CURRENCY must be an ISO 4217 code such as RUB, not "${currency}".`);
  const phoneCountry = text('PHONE_COUNTRY') ?? 'RU';
  if (!/^[A-Z]{2}$/.test(phoneCountry)) throw new ConfigError(`PHONE_COUNTRY must be an ISO 3166 code such as RU, not "${phoneCountry}".`);
  const timeZone = text('TIME_ZONE') ?? 'Europe/Moscow';
  if (!IANAZone.isValidZone(timeZone)) throw new ConfigError(`TIME_ZONE must be a time zone such as Europe/Moscow, not "${timeZone}".`);
  const smtpUrl = text('SMTP_URL');
  if (smtpUrl !== null) url('SMTP_URL', smtpUrl, ['smtp:', 'smtps:']);
  const smsUrl = text('SMS_URL');
  if (smsUrl !== null) url('SMS_URL', smsUrl, ['http:', 'https:']);
  const mailFrom = text('MAIL_FROM') ?? `Treeline <no-reply@${new URL(publicUrl).hostname}>`;
  if (!MAIL_FROM.test(mailFrom)) throw new ConfigError(`MAIL_FROM must be an address such as Taxi <taxi@example.com>, not "${mailFrom}".`);
  const adminLogin = text('ADMIN_LOGIN');
  const adminPassword = text('ADMIN_PASSWORD');
  const demo = flag('DEMO', databaseUrl === null);
  const key = (name: string) => text(name) ?? (demo ? DEMO_KEY : null);
  const [tlsCert, tlsKey] = [text('TLS_CERT'), text('TLS_KEY')];
  if ((tlsCert === null) !== (tlsKey === null)) throw new ConfigError('TLS_CERT and TLS_KEY must be given together.');
  const minVersion = text('TLS_MIN_VERSION') ?? 'TLSv1.2';
  const tlsMinVersion = tlsVersions.find((version) => version === minVersion);
  if (tlsMinVersion === undefined) throw new ConfigError(`TLS_MIN_VERSION must be one of ${tlsVersions.join(', ')}, not "${minVersion}".`);
  const isOff = environment.COMMON_API_PORT !== undefined && ['', 'off'].includes(environment.COMMON_API_PORT.trim());
  if ((adminLogin === null) !== (adminPassword === null)) throw new ConfigError('ADMIN_LOGIN and ADMIN_PASSWORD must be given together.');
  // Play money must not get into a real database by accident.
  const paymentGateway = text('PAYMENT_GATEWAY') ?? (demo ? 'simulated' : 'none');
  if (!['simulated', 'none'].includes(paymentGateway)) throw new ConfigError(`PAYMENT_GATEWAY must be simulated or none, not "${paymentGateway}".`);

  return Object.freeze({
    host: text('HOST') ?? '0.0.0.0',
    port,
    databaseUrl,
    dataDir: path.resolve(text('DATA_DIR') ?? 'data'),
    // admin/admin must not come to a real database by accident.
    demo,
    adminLogin,
    adminPassword,
    logLevel,
    publicUrl,
    currency,
    phoneCountry,
    timeZone,
    trustProxy: proxies(text('TRUST_PROXY')),
    cookieSecure: publicUrl.startsWith('https:'),
    checkResponses: flag('CHECK_RESPONSES', false),
    rateLimitPerSecond: integer('RATE_LIMIT_PER_SECOND', 200, 0, 1_000_000),
    outboxPollMs: integer('OUTBOX_POLL_MS', 20, 1, 10_000),
    jobs: flag('JOBS', true),
    smtpUrl,
    mailFrom,
    smsUrl,
    smsToken: text('SMS_TOKEN'),
    smsFrom: text('SMS_FROM'),
    commonApiPort: isOff ? null : integer('COMMON_API_PORT', 8089, 0, 65_535),
    commonApiKey: key('COMMON_API_KEY'),
    tmTapiKey: key('TM_TAPI_KEY'),
    payTermKey: key('PAY_TERM_KEY'),
    tlsCert,
    tlsKey,
    tlsMinVersion,
    commonApiLenientMethods: flag('COMMON_API_LENIENT_METHODS', false),
    commonApiRatePerSecond: integer('COMMON_API_RATE_PER_SECOND', 1_000, 0, 1_000_000),
    commonApiLogDays: integer('COMMON_API_LOG_DAYS', 30, 1, 3_650),
    paymentGateway: paymentGateway === 'simulated' ? 'simulated' : null,
    paymentGatewaySecret: text('PAYMENT_GATEWAY_SECRET'),
  });
}

const PROXY_NETWORKS = ['loopback', 'linklocal', 'uniquelocal'];

function proxies(value: string | null): number | string[] | null {
  if (value === null) return null;
  if (/^\d{1,2}$/.test(value)) return Number(value);
  const list = value.split(',').map((part) => part.trim());
  const isNetwork = (part: string) => isIP(part.replace(/\/\d{1,3}$/, '')) > 0 || PROXY_NETWORKS.includes(part);
  if (!list.every(isNetwork)) throw new ConfigError(`TRUST_PROXY must be a number of proxies, or a list of addresses and of ${PROXY_NETWORKS.join(', ')}, not "${value}".`);
  return list;
}

function url(name: string, value: string, protocols: string[]): string {
  const protocol = URL.canParse(value) ? new URL(value).protocol : null;
  if (protocol === null || !protocols.includes(protocol)) throw new ConfigError(`${name} must be a ${protocols.map((p) => `${p}//`).join(' or ')} address.`);
  return value;
}
