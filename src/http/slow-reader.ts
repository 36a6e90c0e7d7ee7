import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { Clock } from '../clock.js';

export interface SlowReaderOptions {
  /** Under the WebSocket. */
  readonly wire: Pick<Duplex, 'cork' | 'uncork'>;
  readonly clock: Clock;
  /** Between pings; 0: none, and nobody is cut. */
  readonly heartbeatMs: number;
  /** Above it nothing more is read from the client, nor handed to its socket. */
  readonly maxUnsentBytes: number;
  /** Told the name of the setting by which a client waits for its answers, or was cut. */
  readonly onLimit: (setting: 'MAX_UNSENT_BYTES' | 'HEARTBEAT_MS') => void;
}

/** So much of what existed before is handed to one socket at a time: what waits elsewhere is shared, what waits here is a copy. */
export const portionBytes = 65_536;

/**
 * The sending side of one socket. A client that reads slowly is served slowly: its next messages are left unread and the
 * sources of its subscriptions are not asked, until what is there has left. One that takes nothing at all is cut by the
 * heartbeat, as one that is gone.
 */
export class SlowReader {
  /** Sends that wait for their turn. */
  readonly #waiting: (() => void)[] = [];
  /** Told when the last portion has left. */
  readonly #waitingForPortion: (() => void)[] = [];
  /** Messages that have left since the last beat. */
  #left = 0;
  #unsentAtBeat = 0;
  #answered = true;
  #corked = false;
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

  /**
   * Sends at once what there is room for; else answers false, and calls `whenRoom` when there is, or the socket is closed. In
   * portions goes what could as well be made later.
   */
  offer(data: string, whenRoom: () => void, inPortions: boolean): boolean {
    const { socket } = this;
    // What comes for a socket that is closing is nobody's.
    if (socket.readyState !== socket.OPEN) return true;
    if (inPortions && socket.bufferedAmount >= portionBytes) {
      this.#waitingForPortion.push(whenRoom);
      return false;
    }
    if (this.#full()) {
      if (this.#waiting.length === 0) this.options.onLimit('MAX_UNSENT_BYTES');
      this.#waiting.push(whenRoom);
      return false;
    }
    if (inPortions) this.#cork();
    socket.send(data, this.#onSent);
    this.#pauseWhenFull();
    return true;
  }

  /** The socket has closed. */
  stop(): void {
    this.#cancelBeat();
    for (const resolve of this.#waiting.splice(0)) resolve();
    for (const resume of this.#waitingForPortion.splice(0)) resume();
  }

  /** A portion leaves in one write to the system, which costs more than all of ours. */
  #cork(): void {
    if (this.#corked) return;
    this.#corked = true;
    this.options.wire.cork();
    process.nextTick(() => {
      this.#corked = false;
      this.options.wire.uncork();
    });
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
    if (this.socket.bufferedAmount < portionBytes / 2) {
      for (const resume of this.#waitingForPortion.splice(0)) resume();
    }
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
