import { on } from 'node:events';
import { type ClientOptions, WebSocket } from 'ws';
import type { TestServer } from './test-server.js';

/** A bare socket of the protocol: what it received, and how it was closed. */
export async function openRaw(
  { socketUrl }: Pick<TestServer, 'socketUrl'>,
  headers: Record<string, string> = {},
  options: ClientOptions = {},
) {
  const socket = new WebSocket(socketUrl, 'graphql-transport-ws', { ...options, headers });
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  // From the beginning: two that come in one packet are two.
  const messages = on(socket, 'message');
  const nextMessage = async () => JSON.parse(String((await messages.next()).value?.[0])) as Record<string, unknown>;
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  const send = (message: unknown) => socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  return { socket, closed, nextMessage, send };
}

export interface StreamEvent {
  readonly event: string;
  readonly data: unknown;
}

/** The events of a stream as they come; comments are passed over. */
export async function* eventsOf(response: Response): AsyncGenerator<StreamEvent, undefined> {
  let text = '';
  for await (const chunk of (response.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream())) {
    text += chunk;
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const lines = text.slice(0, end).split('\n');
      text = text.slice(end + 2);
      const field = (name: string) =>
        lines
          .find((line) => line.startsWith(`${name}:`))
          ?.slice(name.length + 1)
          .trim();
      const event = field('event');
      if (event !== undefined) yield { event, data: JSON.parse(field('data') || 'null') };
    }
  }
  return undefined;
}

export async function collect(events: AsyncIterable<StreamEvent>): Promise<StreamEvent[]> {
  const collected: StreamEvent[] = [];
  for await (const event of events) collected.push(event);
  return collected;
}
