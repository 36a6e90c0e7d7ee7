import { Client, fetchExchange, subscriptionExchange } from '@urql/core';
import { authExchange } from '@urql/exchange-auth';
import { createClient as createSocket, type Client as Socket } from 'graphql-ws';

export interface ClientOptions {
  /** Such as http://127.0.0.1:4000/graphql. */
  readonly url: string;
  /** A token that is good for now: asked for at each connection, and when a call was answered UNAUTHENTICATED. */
  readonly freshToken: () => Promise<string>;
  /** A connection stands, the first or another after a loss. Its subscriptions are about to begin anew. */
  readonly onConnected?: () => void;
}

/** Queries and mutations go by HTTP, subscriptions over one WebSocket that comes back by itself. */
export function createClient({ url, freshToken, onConnected }: ClientOptions): { client: Client; socket: Socket } {
  const socket = createSocket({
    url: url.replace('http', 'ws'),
    // A function: each connection proves itself anew, so a token that ran out is replaced without further ado.
    connectionParams: async () => ({ authorization: `Bearer ${await freshToken()}` }),
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: () => true,
    ...(onConnected && { on: { connected: onConnected } }),
  });
  const client = new Client({
    url,
    preferGetMethod: false,
    exchanges: [
      authExchange(async ({ appendHeaders }) => {
        let token = await freshToken();
        return {
          addAuthToOperation: (operation) => appendHeaders(operation, { authorization: `Bearer ${token}` }),
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
