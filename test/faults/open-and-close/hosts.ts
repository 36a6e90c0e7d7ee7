import { WebSocket } from 'ws';

export interface Operation {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
}

/** How an operation ended, for its client. */
export interface Heard {
  readonly data: boolean;
  /** The codes of its errors. */
  readonly codes: readonly string[];
  /** Of a WebSocket that the server closed. */
  readonly closeCode?: number;
}

/** Asks, hears what there is to be heard (of a stream up to SYNCED), and leaves. */
export type Host = (url: string, operation: Operation) => Promise<Heard>;

interface Result {
  readonly data?: unknown;
  readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[];
}

const authorization = 'Bearer admin-token';
const heardOf = (result: Result): Heard => ({
  data: result.data != null,
  codes: (result.errors ?? []).map(({ extensions }) => extensions?.code ?? 'no code'),
});
const isWhole = (text: string) => text.includes('"SYNCED"');

const byPost: Host = async (url, operation) => {
  const headers = { authorization, 'content-type': 'application/json' };
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(operation) });
  return heardOf((await answer.json()) as Result);
};

const byGet: Host = async (url, { query, variables = {} }) => {
  const search = new URLSearchParams({ query, variables: JSON.stringify(variables) });
  const answer = await fetch(`${url}?${search}`, { headers: { authorization } });
  return heardOf((await answer.json()) as Result);
};

const byWebSocket: Host = (url, payload) =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws');
    const send = (message: object) => socket.send(JSON.stringify(message));
    let heard: Heard = { data: false, codes: [] };
    const leave = () => socket.close(1000);
    socket.once('open', () => send({ type: 'connection_init', payload: { authorization } }));
    socket.once('error', reject);
    socket.once('close', (closeCode) => resolve(closeCode === 1000 ? heard : { ...heard, closeCode }));
    socket.on('message', (data) => {
      const text = String(data);
      const message = JSON.parse(text) as { type: string; payload: unknown };
      switch (message.type) {
        case 'connection_ack':
          return send({ type: 'subscribe', id: '1', payload });
        case 'next':
          heard = heardOf(message.payload as Result);
          return isWhole(text) ? leave() : undefined;
        case 'error':
          heard = heardOf({ errors: message.payload as Result['errors'] & object });
          return leave();
        case 'complete':
          return leave();
        default:
          return undefined;
      }
    });
  });

const byEventStream: Host = async (url, operation) => {
  const headers = { authorization, 'content-type': 'application/json', accept: 'text/event-stream' };
  const leaving = new AbortController();
  const { signal } = leaving;
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(operation), signal });
  if (!answer.headers.get('content-type')?.includes('event-stream')) return heardOf((await answer.json()) as Result);
  let text = '';
  try {
    for await (const chunk of (answer.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream())) {
      text += chunk;
      if (isWhole(text) || text.includes('event: complete')) break;
    }
  } finally {
    leaving.abort();
  }
  const last = text.split('\n').findLast((line) => line.startsWith('data: {')) ?? 'data: {}';
  return heardOf(JSON.parse(last.slice('data: '.length)) as Result);
};

export const hosts: Readonly<Record<string, Host>> = {
  POST: byPost,
  GET: byGet,
  WebSocket: byWebSocket,
  SSE: byEventStream,
};
