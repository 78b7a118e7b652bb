// Settings come from the environment only. A missing or bad one stops the start with a sentence that names it.
import path from 'node:path';

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
  readonly trustProxy: string | null;
  readonly cookieSecure: boolean;
  readonly checkResponses: boolean;
  readonly rateLimitPerSecond: number;
  readonly outboxPollMs: number;
  readonly jobs: boolean;
}

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
  const adminLogin = text('ADMIN_LOGIN');
  const adminPassword = text('ADMIN_PASSWORD');
  if ((adminLogin === null) !== (adminPassword === null)) throw new ConfigError('ADMIN_LOGIN and ADMIN_PASSWORD must be given together.');

  return Object.freeze({
    host: text('HOST') ?? '0.0.0.0',
    port,
    databaseUrl,
    dataDir: path.resolve(text('DATA_DIR') ?? 'data'),
    // admin/admin must not come to a real database by accident.
    demo: flag('DEMO', databaseUrl === null),
    adminLogin,
    adminPassword,
    logLevel,
    publicUrl,
    currency,
    phoneCountry,
    trustProxy: text('TRUST_PROXY'),
    cookieSecure: publicUrl.startsWith('https:'),
    checkResponses: flag('CHECK_RESPONSES', false),
    rateLimitPerSecond: integer('RATE_LIMIT_PER_SECOND', 200, 0, 1_000_000),
    outboxPollMs: integer('OUTBOX_POLL_MS', 20, 1, 10_000),
    jobs: flag('JOBS', true),
  });
}

function url(name: string, value: string, protocols: string[]): string {
  const protocol = URL.canParse(value) ? new URL(value).protocol : null;
  if (protocol === null || !protocols.includes(protocol)) throw new ConfigError(`${name} must be a ${protocols.map((p) => `${p}//`).join(' or ')} address.`);
  return value;
}
