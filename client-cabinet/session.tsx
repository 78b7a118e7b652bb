// Who is signed in, and what the client may do: read again whenever something of the client or above it changes, so
// that a right withdrawn or a block is seen at once (C-3, C-6). The session is an HttpOnly cookie that no script sees.
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import type { CabinetRight } from '../src/contract/rights.js';
import { CallError } from '../src/ui/api/call-error.js';
import { LiveProvider, queries, useOperation } from '../src/ui/api/hooks.js';
import { request } from '../src/ui/api/http.js';
import { Live } from '../src/ui/api/live.js';
import type { Result } from '../src/ui/api/operations.js';
import { startInLanguageOf } from '../src/ui/i18n/i18n.js';
import { tellSignedOut, useOneClient } from './shell/one-client.js';
import { SignIn } from './shell/SignIn.js';
import { forgetAllKept } from './shell/use-kept.js';

export type Me = Result<'cabinetGetMe'>;

interface Session {
  me: Me;
  can(...anyOf: CabinetRight[]): boolean;
  /** Blocked, or an operator who only looks: nothing can be changed. */
  readOnly: boolean;
  signOut(): Promise<void>;
}

const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('SessionProvider is missing');
  return session;
}

export const ME = ['cabinetGetMe', {}] as const;

/** Of an operator who enters in the client's place (B-16): good once, so it goes from the address at once. */
function ticketOfAddress(): string | null {
  const ticket = /^#ticket=([\w-]+)$/.exec(location.hash)?.[1];
  if (ticket === undefined) return null;
  history.replaceState(history.state, '', location.pathname + location.search);
  return ticket;
}

export function SessionProvider({ children }: { children: ReactNode }) {
  // undefined: not known yet.
  const [first, setFirst] = useState<Me | null | undefined>();
  const [ended, setEnded] = useState(false);
  /** Why the ticket of an operator was not taken. */
  const [refused, setRefused] = useState<CallError | null>(null);
  const live = useMemo(() => new Live('/cabinet'), []);

  const leave = useCallback((byItself: boolean) => {
    live.close();
    queries.clear();
    setEnded(byItself);
    setFirst(null);
  }, [live]);

  const enter = useCallback(async () => {
    const me = await request<Me>('GET', '/cabinet/me');
    await startInLanguageOf(me.language);
    queries.setQueryData(ME, me);
    setFirst(me);
    live.connect();
  }, [live]);

  useEffect(() => {
    live.onSignedOut = () => leave(true);
    let ticket = ticketOfAddress();
    const ask = async () => {
      try {
        if (ticket !== null) await request('POST', '/cabinet/sessions/take', { ticket });
        ticket = null;
        await enter();
      } catch (error) {
        if (error instanceof CallError && ['auth.required', 'password_link.invalid', 'request.invalid'].includes(error.code)) {
          if (ticket !== null) setRefused(error);
          setFirst(null);
        } else setTimeout(() => void ask(), 1_000);
      }
    };
    void ask();
  }, [live, leave, enter]);

  if (first === undefined) return null;
  if (first === null) return <SignIn ended={ended} refused={refused} onSignedIn={enter} />;
  return <LiveProvider live={live}><Signed first={first} leave={leave}>{children}</Signed></LiveProvider>;
}

function Signed({ first, leave, children }: { first: Me; leave(byItself: boolean): void; children: ReactNode }) {
  const { data: me = first } = useOperation('cabinetGetMe', {}, { watch: ['self', `client:${first.id}`] });
  useOneClient(first.id);
  const session = useMemo<Session>(() => {
    const rights = new Set(me.rights);
    return {
      me,
      can: (...anyOf) => anyOf.some((right) => rights.has(right)),
      readOnly: me.blocked || me.readOnly,
      signOut: async () => {
        await request('DELETE', '/cabinet/sessions/current').catch(() => undefined);
        forgetAllKept();
        tellSignedOut();
        leave(false);
      },
    };
  }, [me, leave]);
  return <SessionContext.Provider value={session}>{children}</SessionContext.Provider>;
}
