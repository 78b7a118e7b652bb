// The HTTPS port of CommonAPI.
import { once } from 'node:events';
import { createServer, type Server } from 'node:https';
import { ConfigError } from '../config.js';
import type { AppContext } from '../context.js';
import { readKeyPair } from './certificate.js';
import type { CommonApi } from './serve.js';
import { answerHttp } from './transport.js';

const HEADERS_WITHIN_MS = 10_000;
const REQUEST_WITHIN_MS = 60_000;
const KEEP_ALIVE_MS = 65_000;
const MAX_HEADERS = 100;

/** Listens; throws ConfigError saying which setting is in the way. `port` 0: any free one. */
export async function listenCommonApi(context: AppContext, commonApi: CommonApi, port: number): Promise<Server> {
  const { config, clock } = context;
  const pair = await readKeyPair(config, clock);
  const server = createSecureServer(pair, config.tlsMinVersion);
  server.on('request', (request, response) => void answerHttp(context, commonApi, request, response, request.socket.remoteAddress ?? ''));
  server.headersTimeout = HEADERS_WITHIN_MS;
  server.requestTimeout = REQUEST_WITHIN_MS;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.maxHeadersCount = MAX_HEADERS;
  server.listen(port, config.host);
  try {
    await once(server, 'listening');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') throw new ConfigError(`COMMON_API_PORT ${port} is taken by another program. Stop that one, choose another COMMON_API_PORT, or switch it off with COMMON_API_PORT=off.`);
    if (code === 'EACCES') throw new ConfigError(`COMMON_API_PORT ${port} may not be opened by this user. Choose another COMMON_API_PORT, above 1023.`);
    throw new ConfigError(`HOST ${config.host} with COMMON_API_PORT ${port} cannot be opened: ${message}`);
  }
  return server;
}

function createSecureServer({ key, cert }: { key: string; cert: string }, minVersion: AppContext['config']['tlsMinVersion']): Server {
  try {
    // Ciphers of TLS 1.0 and 1.1 are below the usual level of security.
    return createServer({ key, cert, minVersion, ...(minVersion < 'TLSv1.2' && { ciphers: 'DEFAULT@SECLEVEL=0' }) });
  } catch (error) {
    throw new ConfigError(`TLS_CERT and TLS_KEY are no certificate with its key in PEM: ${(error as Error).message}`);
  }
}
