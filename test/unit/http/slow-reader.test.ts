import { EventEmitter } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import type { WebSocket } from 'ws';
import { portionBytes, SlowReader } from '../../../src/http/slow-reader.js';
import { createTestClock } from './test-clock.js';

/** A socket whose peer takes what was sent when the test says so. */
class FakeSocket extends EventEmitter {
  readonly OPEN = 1;
  readyState = 1;
  isPaused = false;
  pings = 0;
  readonly sent: { data: string; left: (error?: Error) => void }[] = [];

  get bufferedAmount(): number {
    return this.sent.reduce((sum, { data }) => sum + data.length, 0);
  }

  send(data: string, left: (error?: Error) => void): void {
    this.sent.push({ data, left });
  }

  pong(data: string, _mask: boolean, left: () => void): void {
    this.send(data, left);
  }

  ping(): void {
    this.pings += 1;
  }

  pause(): void {
    this.isPaused = true;
  }

  resume(): void {
    this.isPaused = false;
  }

  terminate(): void {
    this.readyState = 3;
  }

  /** The peer reads the oldest message. */
  take(): void {
    this.sent.shift()?.left();
  }
}

function open({ maxUnsentBytes = 10, heartbeatMs = 0 } = {}) {
  const socket = new FakeSocket();
  const clock = createTestClock();
  const limits: string[] = [];
  const onLimit = (setting: string) => limits.push(setting);
  const corks = { open: 0, closed: 0 };
  const wire = {
    cork() {
      corks.open += 1;
    },
    uncork() {
      corks.closed += 1;
    },
  };
  const reader = new SlowReader(socket as unknown as WebSocket, {
    wire,
    clock,
    heartbeatMs,
    maxUnsentBytes,
    onLimit,
  });
  const data = () => socket.sent.map((message) => message.data);
  return { socket, clock, reader, data, limits, corks };
}

describe('SlowReader', () => {
  it('hands over no more, and reads no more, while too much is unsent', async () => {
    const { socket, reader, data, limits } = open();
    const first = reader.send('a'.repeat(11));
    const second = reader.send('b');
    const third = reader.send('c');
    expect([data(), socket.isPaused]).toEqual([['a'.repeat(11)], true]);
    expect(limits).toEqual(['MAX_UNSENT_BYTES']);
    socket.take();
    await first;
    expect(socket.isPaused).toBe(false);
    expect(data()).toEqual(['b', 'c']);
    socket.take();
    socket.take();
    await Promise.all([second, third]);
  });

  it('keeps the order of those that wait', async () => {
    const { socket, reader, data } = open();
    void reader.send('a'.repeat(11));
    void reader.send('b'.repeat(11));
    const third = reader.send('c');
    socket.take();
    await new Promise((resolve) => setImmediate(resolve));
    expect(data()).toEqual(['b'.repeat(11)]);
    socket.take();
    await new Promise((resolve) => setImmediate(resolve));
    expect(data()).toEqual(['c']);
    socket.take();
    await third;
  });

  it('takes what could be made later in portions, each when the last has left, in one write', async () => {
    const { socket, reader, data, limits, corks } = open({ maxUnsentBytes: 1_000_000 });
    const portion = 'a'.repeat(portionBytes / 2);
    let resumed = 0;
    const resume = () => {
      resumed += 1;
    };
    const offer = (inPortions: boolean) => reader.offer(portion, resume, inPortions);
    expect([offer(true), offer(true), offer(true), offer(false)]).toEqual([true, true, false, true]);
    expect([data().length, corks]).toEqual([3, { open: 1, closed: 0 }]);
    await new Promise((resolve) => setImmediate(resolve));
    expect(corks).toEqual({ open: 1, closed: 1 });
    socket.take();
    socket.take();
    expect(resumed).toBe(0);
    socket.take();
    expect([resumed, limits]).toEqual([1, []]);
  });

  it('lets who waits for the next portion go when the socket closes', () => {
    const { reader } = open({ maxUnsentBytes: 1_000_000 });
    let resumed = 0;
    const resume = () => {
      resumed += 1;
    };
    for (let count = 0; count < 2; count += 1) reader.offer('a'.repeat(portionBytes), resume, true);
    reader.stop();
    expect(resumed).toBe(1);
  });

  it('counts answers to pings too', () => {
    const { socket } = open();
    socket.emit('ping', 'p'.repeat(11));
    expect(socket.isPaused).toBe(true);
    socket.take();
    expect(socket.isPaused).toBe(false);
  });

  it('lets those that wait go when the socket closes', async () => {
    const { socket, reader, data } = open();
    void reader.send('a'.repeat(11));
    const second = reader.send('b');
    socket.readyState = 3;
    reader.stop();
    await second;
    expect(data()).toEqual(['a'.repeat(11)]);
  });

  it('rejects what could not be sent', async () => {
    const { socket, reader } = open();
    const sent = reader.send('a');
    socket.sent[0]?.left(new Error('broken'));
    await expect(sent).rejects.toThrow('broken');
  });

  it('cuts a peer that takes nothing, and spares one that is slow', () => {
    const { socket, clock, reader, limits } = open({ heartbeatMs: 100 });
    for (const text of ['a', 'b', 'c']) void reader.send(text);
    clock.advance(100);
    expect(socket.pings).toBe(1);
    socket.take();
    clock.advance(100);
    expect([socket.pings, socket.readyState]).toEqual([2, 1]);
    clock.advance(100);
    expect([socket.readyState, limits]).toEqual([3, ['HEARTBEAT_MS']]);
  });

  it('cuts a peer that answers no ping though all that was sent has left', () => {
    const { socket, clock, reader } = open({ heartbeatMs: 100 });
    clock.advance(100);
    void reader.send('a');
    socket.take();
    clock.advance(100);
    expect(socket.readyState).toBe(3);
  });
});
