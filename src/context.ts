// Everything that lives as long as the process, made once and handed down. No container: a record.
import { type DestinationStream, type Logger, pino } from 'pino';
import type { Config } from './config.js';
import { type Db, openDatabase } from './db/database.js';
import { type Clock, systemClock } from './lib/clock.js';

export interface AppContext {
  readonly config: Config;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly db: Db;
}

export function createLogger(config: Config, destination?: DestinationStream): Logger {
  const options = {
    level: config.logLevel,
    // Errors of the database driver carry their whole connection; a message, a code and a stack are enough.
    serializers: { err: describeError },
    redact: { paths: ['req.headers.authorization', 'req.headers.cookie', '*.password', '*.token'], censor: '[hidden]' },
  };
  return destination ? pino(options, destination) : pino(options);
}

function describeError(error: Error & { code?: unknown; cause?: unknown }): object {
  const { name, message, code, stack, cause } = error;
  return { name, message, code, stack, ...(cause instanceof Error && { cause: { message: cause.message, stack: cause.stack } }) };
}

export function createContext(config: Config, connectionString: string, overrides: Partial<Pick<AppContext, 'clock' | 'logger'>> = {}): AppContext {
  const clock = overrides.clock ?? systemClock;
  const logger = overrides.logger ?? createLogger(config);
  const defaults = { phoneCountry: config.phoneCountry, currency: config.currency, timeZone: config.timeZone };
  const db = openDatabase({ connectionString, clock, defaults, onError: (error) => logger.warn({ err: error }, 'a database connection was lost') });
  return { config, clock, logger, db };
}
