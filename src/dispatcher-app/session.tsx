// Who is signed in, and what they may do. The session itself is an HttpOnly cookie that no script sees.
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import type { Right } from '../contract/rights.js';
import { CallError } from '../ui/api/call-error.js';
import { LiveProvider, queries } from '../ui/api/hooks.js';
import { request } from '../ui/api/http.js';
import { Live } from '../ui/api/live.js';
import { SignIn } from './shell/SignIn.js';

export interface User {
  id: number;
  login: string;
  name: string;
  rights: Right[];
}

interface Session {
  user: User;
  can(right: Right): boolean;
  signOut(): Promise<void>;
}

const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('SessionProvider is missing');
  return session;
}

export function SessionProvider({ children }: { children: ReactNode }) {
  // undefined: not known yet.
  const [user, setUser] = useState<User | null | undefined>();
  const [ended, setEnded] = useState(false);
  const live = useMemo(() => new Live('/dispatcher'), []);

  const leave = useCallback((byItself: boolean) => {
    live.close();
    queries.clear();
    setEnded(byItself);
    setUser(null);
  }, [live]);

  useEffect(() => {
    live.onSignedOut = () => leave(true);
    const ask = () => {
      request<{ user: User }>('GET', '/sessions/current').then(({ user: found }) => setUser(found), (error: unknown) => {
        if (error instanceof CallError && error.code === 'auth.required') setUser(null);
        else setTimeout(ask, 1_000);
      });
    };
    ask();
  }, [live, leave]);

  const session = useMemo<Session | null>(() => {
    if (!user) return null;
    const rights = new Set(user.rights);
    return {
      user,
      can: (right) => rights.has(right),
      signOut: async () => {
        await request('DELETE', '/sessions/current').catch(() => undefined);
        leave(false);
      },
    };
  }, [user, leave]);

  useEffect(() => {
    if (user) live.connect();
  }, [user, live]);

  if (user === undefined) return null;
  if (!session) return <SignIn ended={ended} onSignedIn={setUser} />;
  return (
    <SessionContext.Provider value={session}>
      <LiveProvider live={live}>{children}</LiveProvider>
    </SessionContext.Provider>
  );
}
