import type { WebSocket } from 'ws';
import type { Clock } from '../clock.js';

export interface SlowReaderOptions {
  readonly clock: Clock;
  /** Between pings; 0: none, and nobody is cut. */
  readonly heartbeatMs: number;
  /** Above it nothing more is read from the client, nor handed to its socket. */
  readonly maxUnsentBytes: number;
  /** Told the name of the setting by which a client waits for its answers, or was cut. */
  readonly onLimit: (setting: 'MAX_UNSENT_BYTES' | 'HEARTBEAT_MS') => void;
}

/**
 * The sending side of one socket. A client that reads slowly is served slowly: its next messages are left unread and the
 * sources of its subscriptions are not asked, until what is there has left. One that takes nothing at all is cut by the
 * heartbeat, as one that is gone.
 */
export class SlowReader {
  /** Sends that wait for their turn. */
  readonly #waiting: (() => void)[] = [];
  /** Messages that have left since the last beat. */
  #left = 0;
  #unsentAtBeat = 0;
  #answered = true;
  #cancelBeat: () => void = () => undefined;

  constructor(
    private readonly socket: WebSocket,
    private readonly options: SlowReaderOptions,
  ) {
    socket.on('pong', () => {
      this.#answered = true;
    });
    // By ws itself, answers to a flood of pings would pile up unseen.
    socket.on('ping', (data) => {
      socket.pong(data, false, () => this.#onLeft());
      this.#pauseWhenFull();
    });
    if (options.heartbeatMs > 0) this.#armBeat();
  }

  /** Resolves when the bytes have left, so that a slow reader slows its source; also where the socket is closed. */
  async send(data: string): Promise<void> {
    const { socket } = this;
    if (this.#full() && this.#waiting.length === 0) this.options.onLimit('MAX_UNSENT_BYTES');
    while (this.#full() && socket.readyState === socket.OPEN) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    if (socket.readyState !== socket.OPEN) return;
    await new Promise<void>((resolve, reject) => {
      socket.send(data, (error) => {
        this.#onLeft();
        if (error) reject(error);
        else resolve();
      });
      this.#pauseWhenFull();
    });
  }

  /** Sends at once what there is room for; else answers false, and calls `whenRoom` when there is, or the socket is closed. */
  offer(data: string, whenRoom: () => void): boolean {
    const { socket } = this;
    // What comes for a socket that is closing is nobody's.
    if (socket.readyState !== socket.OPEN) return true;
    if (this.#full()) {
      if (this.#waiting.length === 0) this.options.onLimit('MAX_UNSENT_BYTES');
      this.#waiting.push(whenRoom);
      return false;
    }
    socket.send(data, this.#onSent);
    this.#pauseWhenFull();
    return true;
  }

  /** The socket has closed. */
  stop(): void {
    this.#cancelBeat();
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  readonly #onSent = () => this.#onLeft();

  #full(): boolean {
    return this.socket.bufferedAmount > this.options.maxUnsentBytes;
  }

  #pauseWhenFull(): void {
    if (this.#full()) this.socket.pause();
  }

  #onLeft(): void {
    this.#left += 1;
    if (this.#full()) return;
    if (this.socket.isPaused) this.socket.resume();
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  #armBeat(): void {
    const { clock, heartbeatMs } = this.options;
    this.#cancelBeat = clock.schedule(heartbeatMs, () => this.#beat());
  }

  /** Pings, and cuts a peer that neither answered the last one nor took anything of what waits for it. */
  #beat(): void {
    const { socket } = this;
    // The ping itself may still wait behind what the peer is taking.
    const moves = this.#unsentAtBeat > 0 && (this.#left > 0 || socket.bufferedAmount < this.#unsentAtBeat);
    if (!this.#answered && !moves) {
      this.options.onLimit('HEARTBEAT_MS');
      return socket.terminate();
    }
    this.#answered = false;
    this.#left = 0;
    this.#unsentAtBeat = socket.bufferedAmount;
    socket.ping();
    this.#armBeat();
  }
}
