// The three interfaces under one address: each with its own key, its way of signing and its way of answering.
import type { Config } from '../config.js';
import type { ApiName } from '../contract/common-api.js';
import type { Answer } from './answer.js';
import { isSignedBy } from './signature.js';
import { tmTapi } from './tm-tapi.js';

/** What is signed, and what a client sent as signature. */
export interface Signed {
  /** Raw query (GET, or POST with an empty body) or raw body. */
  readonly bytes: Buffer;
  readonly header: string | undefined;
}

export interface Api {
  readonly name: ApiName;
  /** Null: switched off. */
  keyOf(config: Config): string | null;
  isSigned(signed: Signed, key: string): boolean;
  /** The parameters' part of the signed bytes. */
  parametersOf(bytes: Buffer): Buffer;
  /** Names of parameters do not differ by case: they are read in lower case. */
  readonly anyCase?: true;
  /** Knows X-User-Id. */
  readonly hasUsers: boolean;
  write(answer: Answer): { type: string; body: string };
}

const json = {
  isSigned: ({ bytes, header }: Signed, key: string) => isSignedBy(bytes, key, header),
  parametersOf: (bytes: Buffer) => bytes,
  // Member order and compact writing are relied upon: one client cuts the text at colons.
  write: ({ code, descr, data }: Answer) => ({ type: 'application/json; charset=utf-8', body: JSON.stringify({ code, descr, data }) }),
};

export const VERSION = '1.0';

export const apis: readonly Api[] = [
  { name: 'common_api', keyOf: ({ commonApiKey }) => commonApiKey, hasUsers: true, ...json },
  tmTapi,
  { name: 'pay_term_api', keyOf: ({ payTermKey }) => payTermKey, hasUsers: false, ...json },
];

/** In which form an answer goes out whose API is not known. */
export const fallbackApi = apis[0] as Api;
