/**
 * The listeners of a storm, a process of their own: all connect at once, and read what they are sent as fast as they can, up to
 * SYNCED. Frames are counted, not parsed, so that the machine's time is the server's. Tells in one line of JSON what they saw.
 */
import { connect } from 'node:net';
import type { Storm, StormResult } from './storm.ts';

const { url, listeners, query, token } = JSON.parse(process.env['STORM'] ?? '') as Storm;
const { hostname, port, host } = new URL(url);
/** After it a listener that was not told everything is given up. */
const patienceMs = 120_000;

const handshake = `GET /graphql HTTP/1.1\r\nHost: ${host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n`;
/** Without it the heartbeat would take a listener for gone. */
const pong = Buffer.from([0x8a, 0x80, 0, 0, 0, 0]);
const synced = Buffer.from('SYNCED');
const refused = Buffer.from('"type":"error"');

/** A text frame of a client: masked, as it has to be, with a mask of zeros. */
function frameOf(message: unknown): Buffer {
  const payload = Buffer.from(JSON.stringify(message));
  const head =
    payload.length < 126 ? [0x81, 0x80 | payload.length] : [0x81, 0xfe, payload.length >> 8, payload.length & 255];
  return Buffer.concat([Buffer.from([...head, 0, 0, 0, 0]), payload]);
}

/** Counts the frames of what a server sends, which come in pieces of any length. */
class Frames {
  count = 0;
  #missing = 0;

  constructor(private readonly onPing: () => void) {}

  #head = Buffer.alloc(0);

  read(chunk: Buffer): void {
    let rest = chunk;
    if (this.#head.length > 0) {
      rest = Buffer.concat([this.#head, chunk]);
      this.#head = Buffer.alloc(0);
    }
    for (;;) {
      if (this.#missing > 0) {
        const taken = Math.min(this.#missing, rest.length);
        this.#missing -= taken;
        rest = rest.subarray(taken);
        if (this.#missing > 0) return;
      }
      const length = (rest[1] ?? 0) & 127;
      const headBytes = length === 127 ? 10 : length === 126 ? 4 : 2;
      if (rest.length < headBytes) {
        this.#head = Buffer.from(rest);
        return;
      }
      if (rest[0] === 0x89) this.onPing();
      else this.count += 1;
      this.#missing = length === 127 ? rest.readUInt32BE(6) : length === 126 ? rest.readUInt16BE(2) : length;
      rest = rest.subarray(headBytes);
    }
  }
}

interface Seen {
  readonly frames: number;
  readonly bytes: number;
  readonly tookMs: number;
}

function listen(): Promise<Seen> {
  const startedMs = performance.now();
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    socket.setNoDelay().write(handshake);
    const frames = new Frames(() => socket.write(pong));
    let [bytes, upgraded, last] = [0, false, Buffer.alloc(0)];
    const take = (chunk: Buffer) => {
      const before = frames.count;
      frames.read(chunk);
      bytes += chunk.length;
      if (before === 0 && frames.count > 0) {
        socket.write(frameOf({ id: '1', type: 'subscribe', payload: { query } }));
      }
      if (Buffer.concat([last, chunk]).includes(synced)) {
        resolve({ frames: frames.count - 1, bytes, tookMs: performance.now() - startedMs });
      }
      if (frames.count < 3 && chunk.includes(refused)) reject(new Error(chunk.toString()));
      last = Buffer.from(chunk.subarray(-synced.length));
    };
    socket.on('data', (chunk) => {
      if (upgraded) return take(chunk);
      const end = chunk.indexOf('\r\n\r\n');
      if (!chunk.toString('latin1').startsWith('HTTP/1.1 101') || end < 0) return reject(new Error(chunk.toString()));
      upgraded = true;
      socket.write(frameOf({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } }));
      if (chunk.length > end + 4) take(chunk.subarray(end + 4));
    });
    socket.on('error', reject);
    socket.on('close', () => reject(new Error(`closed after ${frames.count} frames: ${last.toString()}`)));
    setTimeout(() => reject(new Error(`not told everything: ${frames.count} frames`)), patienceMs).unref();
  });
}

const outcomes = await Promise.allSettled(Array.from({ length: listeners }, listen));
const told = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
const failure = outcomes.find((outcome) => outcome.status === 'rejected');
const times = told.map(({ tookMs }) => tookMs).sort((a, b) => a - b);
console.log(
  JSON.stringify({
    told: told.length,
    frames: [...new Set(told.map(({ frames }) => frames))],
    bytes: told.reduce((sum, { bytes }) => sum + bytes, 0),
    firstMs: times[0] ?? 0,
    lastMs: times.at(-1) ?? 0,
    ...(failure && { failure: String(failure.reason) }),
  } satisfies StormResult),
);
process.exit(0);
