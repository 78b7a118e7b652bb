// Requests are data: the same table answers calls, says what users may be given, and makes the page for developers.
import type { Actor } from '../auth/actor.js';
import type { AppContext } from '../context.js';
import type { ApiName, RequestKind } from '../contract/common-api.js';
import type { Db } from '../db/database.js';
import { commonError } from './answer.js';
import { BROKEN, type Given } from './decode.js';
import { type Reader, WrongValue } from './values.js';

export interface Param<T, Required extends boolean = boolean> {
  readonly reader: Reader<T>;
  readonly required: Required;
  /** Empty text: as if it had not been given, or a value (which clears, where something can be cleared). */
  readonly empty: 'absent' | 'value';
  /** Other names that clients use. */
  readonly aliases: readonly string[];
  readonly about?: string;
}

export interface ParamOptions {
  empty?: 'value';
  aliases?: readonly string[];
  about?: string;
}

export const required = <T>(reader: Reader<T>, options: ParamOptions = {}): Param<T, true> => ({ empty: 'absent', aliases: [], ...options, reader, required: true });
export const optional = <T>(reader: Reader<T>, options: ParamOptions = {}): Param<T, false> => ({ empty: 'absent', aliases: [], ...options, reader, required: false });

export type Params = Readonly<Record<string, Param<unknown>>>;

type ValueOf<P> = P extends Param<infer T> ? T : never;
type RequiredNames<P extends Params> = { [K in keyof P]: P[K] extends Param<unknown, true> ? K : never }[keyof P];
/** What a handler gets: absent ones are left out. */
export type Values<P extends Params> = { [K in RequiredNames<P>]: ValueOf<P[K]> } & { [K in Exclude<keyof P, RequiredNames<P>>]?: ValueOf<P[K]> };

/** Everything about a call but its parameters. */
export interface ApiCall {
  readonly context: AppContext;
  readonly db: Db;
  readonly actor: Actor;
  readonly ip: string;
  /** Zone of dates on the wire: the installation's. */
  readonly zone: string;
  /** The bytes that were signed; equal for a call that is repeated. */
  readonly raw: Buffer;
  /** Says whom the call is about, where no parameter does: the log knows it by then, and erases with it. */
  about(clientId: number): void;
}

/**
 * Own codes of a request: the domain's error codes that lead to each (also `code@field`, by the field that it is about),
 * and the text; {name} stands for a parameter or a member of the error.
 */
export type CodeTable = Readonly<Record<number, { on?: readonly string[]; descr: string }>>;

export interface ApiRequest {
  readonly api: ApiName;
  readonly name: string;
  readonly kind: RequestKind;
  /** For the page for developers. */
  readonly summary: string;
  readonly params: Params;
  readonly codes: CodeTable;
  /** Bytes; 1 MiB unless told. */
  readonly bodyLimit?: number;
  /** Neither signature nor rights: ping. */
  readonly open?: true;
  /** Data of the answer; throws ApiError, or AppError that `codes` translate. */
  handle(call: ApiCall, values: never): Promise<Record<string, unknown>>;
}

interface Definition<P extends Params> extends Omit<ApiRequest, 'handle' | 'params' | 'codes' | 'api'> {
  params: P;
  codes?: CodeTable;
  api?: ApiName;
  handle(call: ApiCall, values: Values<P>): Promise<Record<string, unknown>>;
}

export function request<const P extends Params>(definition: Definition<P>): ApiRequest {
  return { codes: {}, api: 'common_api', ...definition } as ApiRequest;
}

/** All values, checked. Code 8 names the first parameter that is missing, then code 9 the first that is wrong. */
export function readValues(params: Params, given: Given, zone: string): Record<string, unknown> {
  const present = new Map<string, unknown>();
  for (const [name, param] of Object.entries(params)) {
    const value = pick(given, [name, ...param.aliases]);
    const isGiven = value !== undefined && (value !== '' || param.empty === 'value');
    if (isGiven) present.set(name, value);
    else if (param.required) throw commonError(8, name);
  }
  return Object.fromEntries([...present].map(([name, value]) => [name, readValue(name, params[name] as Param<unknown>, value, zone)]));
}

function pick(given: Given, names: readonly string[]): unknown {
  const values = names.map((name) => given.get(name)).filter((value) => value !== undefined);
  return values.find((value) => value !== '') ?? values[0];
}

function readValue(name: string, { reader }: Param<unknown>, value: unknown, zone: string): unknown {
  try {
    if (value === BROKEN) throw new WrongValue('не является текстом UTF-8');
    return reader.read(value, zone);
  } catch (error) {
    if (error instanceof WrongValue) throw commonError(9, `${name} ${error.message}`);
    throw error;
  }
}
