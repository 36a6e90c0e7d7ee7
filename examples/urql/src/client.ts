import { Client, fetchExchange, subscriptionExchange } from '@urql/core';
import { authExchange } from '@urql/exchange-auth';
import { createClient as createSocket, type Client as Socket } from 'graphql-ws';

export interface ClientOptions {
  /** Such as http://127.0.0.1:4000/graphql. */
  readonly url: string;
  /**
   * A token that is good for now, or undefined where the server wants none: asked for at each connection, and when a call
   * was answered UNAUTHENTICATED.
   */
  readonly freshToken: () => Promise<string | undefined>;
  /** A connection stands, the first or another after a loss. Its subscriptions are about to begin anew. */
  readonly onConnected?: () => void;
  /** It is lost, and another is tried for: 4403 where the token was not accepted, or ran out. */
  readonly onClosed?: (code: number, reason: string) => void;
}

/** Queries and mutations go by HTTP, subscriptions over one WebSocket that comes back by itself. */
export function createClient({ url, freshToken, onConnected, onClosed }: ClientOptions): {
  client: Client;
  socket: Socket;
} {
  const socket = createSocket({
    url: url.replace('http', 'ws'),
    // A function: each connection proves itself anew, so a token that ran out is replaced without further ado.
    connectionParams: async () => authorization(await freshToken()),
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: () => true,
    on: {
      connected: () => onConnected?.(),
      closed: (event) => {
        const { code, reason } = event as { code: number; reason: string };
        onClosed?.(code, reason);
      },
    },
  });
  const client = new Client({
    url,
    preferGetMethod: false,
    exchanges: [
      authExchange(async ({ appendHeaders }) => {
        let token = await freshToken();
        return {
          addAuthToOperation: (operation) => appendHeaders(operation, authorization(token)),
          didAuthError: ({ graphQLErrors }) =>
            graphQLErrors.some(({ extensions }) => extensions['code'] === 'UNAUTHENTICATED'),
          async refreshAuth() {
            token = await freshToken();
          },
        };
      }),
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: ({ query = '', variables }) => ({
          subscribe: (sink) => ({ unsubscribe: socket.subscribe({ query, variables: variables ?? {} }, sink) }),
        }),
      }),
    ],
  });
  return { client, socket };
}

function authorization(token: string | undefined): Record<string, string> {
  return token === undefined ? {} : { authorization: `Bearer ${token}` };
}
