// A server that is frozen or behind a dead line says nothing, and without a limit everybody would wait for ever. A limit
// for each statement cannot tell frozen from slow. So one connection of its own asks for a sign of life twice a second,
// and after five seconds without an answer all connections are cut: their requests end as "unavailable".
import pg from 'pg';

const ASK_MS = 500;
/** Counted in looks, not in time: when our own process was held up, that is no silence of the server. */
const MAX_UNANSWERED = 10;

export const CONNECT_WITHIN_MS = 5_000;

/** Calls `cut` at silence, and again as long as it lasts. Gives what ends the watch. */
export function watchForSilence(connectionString: string, cut: () => void): () => Promise<void> {
  let client: pg.Client | null = null;
  let unanswered = 0;

  async function ask(): Promise<void> {
    try {
      if (client === null) {
        client = new pg.Client({ connectionString, application_name: 'treeline-watch' });
        client.on('error', () => undefined);
        await client.connect();
      }
      await client.query('select 1');
    } catch {
      client?.connection.stream.destroy();
      client = null;
    } finally {
      unanswered = 0;
    }
  }

  const timer = setInterval(() => {
    unanswered += 1;
    if (unanswered === 1) void ask();
    else if (unanswered > MAX_UNANSWERED) {
      client?.connection.stream.destroy();
      cut();
    }
  }, ASK_MS).unref();

  return async () => {
    clearInterval(timer);
    client?.connection.stream.destroy();
  };
}
