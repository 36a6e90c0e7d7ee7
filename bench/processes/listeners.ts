/**
 * Many listeners in one process: of a graphql-ws subscription, or of a bare ws server. It says a line when all listen, and then
 * tells, for each text that it is to expect, when the listeners received it, on the clock that all processes share.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';

const { url, count, query, token } = JSON.parse(process.env['LISTENERS'] ?? '{}') as {
  url: string;
  count: number;
  /** Absent: a bare server. */
  query?: string;
  token: string;
};
const nowMs = () => Number(process.hrtime.bigint()) / 1e6;

let expected: { text: string; at: number[]; resolve: (sample: string) => void } | undefined;
const sockets: WebSocket[] = [];

function receive(message: string): void {
  if (expected === undefined || !message.includes(expected.text)) return;
  expected.at.push(nowMs());
  if (expected.at.length === sockets.length) expected.resolve(message);
}

function open(): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, query === undefined ? [] : ['graphql-transport-ws'], {
      perMessageDeflate: false,
    });
    sockets.push(socket);
    socket.once('error', reject);
    socket.once('close', (code, reason) => reject(new Error(`a listener was closed with ${code} ${reason}`)));
    socket.once('open', () => {
      if (query === undefined) return resolve();
      socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } }));
    });
    socket.on('message', (data) => {
      const message = String(data);
      if (message.includes('"connection_ack"')) {
        socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }));
      } else if (message.includes('SYNCED')) resolve();
      else if (message.includes('"type":"error"')) reject(new Error(message));
      else receive(message);
    });
  });
}

// Fifty at a time: a burst of thousands would meet the system's own limit of connections not yet accepted.
for (let left = count; left > 0; left -= 50) {
  await Promise.all(Array.from({ length: Math.min(50, left) }, open));
  await sleep(0);
}
console.log(`${count} listeners of ${url}`);

process.on('message', ({ expect }: { expect?: string }) => {
  if (expect === undefined) return;
  // Nothing rejects it; a parent that has gone ends this process anyway.
  void new Promise<string>((resolve) => {
    expected = { text: expect, at: [], resolve };
  }).then((sample) => process.send?.({ answer: { at: expected?.at ?? [], sample } }));
});
process.on('SIGTERM', () => process.exit(0));
