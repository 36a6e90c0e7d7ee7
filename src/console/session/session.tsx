import { Provider } from '@urql/preact';
import { type ComponentChildren, createContext } from 'preact';
import { useContext, useEffect, useMemo, useState } from 'preact/hooks';
import { type Api, createApi } from '../api/create-api.js';

export interface Session {
  readonly token: string | undefined;
  /** Everything is asked anew with it. Undefined: without one. */
  setToken(token: string | undefined): void;
  readonly api: Api;
}

const SessionContext = createContext<Session | undefined>(undefined);
const key = 'alb-graphql.token';

/** The caller's token and the API that carries it. The token lives as long as the browser's tab, in its session storage. */
export function SessionProvider({ children }: { children: ComponentChildren }) {
  const [token, keepToken] = useState(() => sessionStorage.getItem(key) ?? undefined);
  const api = useMemo(() => createApi(token), [token]);
  useEffect(() => () => api.close(), [api]);
  const session = useMemo(() => {
    const setToken = (next: string | undefined) => {
      if (next === undefined) sessionStorage.removeItem(key);
      else sessionStorage.setItem(key, next);
      keepToken(next);
    };
    return { token, api, setToken };
  }, [token, api]);
  return (
    <SessionContext.Provider value={session}>
      {/* Another caller sees other things: nothing of the last one's stays. */}
      <Provider key={token} value={api.client}>
        {children}
      </Provider>
    </SessionContext.Provider>
  );
}

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === undefined) throw new Error('useSession() wants a SessionProvider above it');
  return session;
}

export function useApi(): Api {
  return useSession().api;
}
