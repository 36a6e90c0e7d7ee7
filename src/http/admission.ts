import { BoundedCache, type OnCache } from '../bounded-cache.js';
import type { Clock } from '../clock.js';
import type { Limits } from '../config.js';
import { cacheBounds } from '../memory-bounds.js';
import type { Metrics } from '../metrics.js';
import { type Held, HeldBytes } from './held-bytes.js';
import { Places } from './places.js';
import { TokenBucket } from './token-bucket.js';

/** A place among those under way, or why there is none. */
export type Entry =
  | {
      readonly kind: 'entered';
      /** Gives the place back; once, however often it is called. */
      readonly leave: () => void;
    }
  | Refused;

export interface Refused {
  readonly kind: 'refused';
  readonly message: string;
  readonly limit: number;
  readonly retryAfterMs: number;
}

export type AdmissionLimits = Pick<
  Limits,
  | 'maxOperations'
  | 'maxOperationsPerCaller'
  | 'maxOperationsPerSecond'
  | 'maxOperationsPerSecondPerCaller'
  | 'maxSubscriptions'
  | 'maxSubscriptionsPerCaller'
  | 'maxSubscriptionBytes'
  | 'maxSubscriptionBytesPerCaller'
  | 'maxSocketsPerCaller'
>;

export interface AdmissionOptions {
  readonly limits: AdmissionLimits;
  readonly clock: Pick<Clock, 'elapsed'>;
  readonly metrics: Pick<Metrics, 'countRefusal'>;
  readonly onCache?: OnCache | undefined;
}

/**
 * How much is let in, of one caller (by `key`, see admissionKey) and of all, on every host alike. Asked before anything
 * is done for the caller: before their document is parsed.
 */
export class Admission {
  readonly #operations: Places;
  readonly #subscriptions: Places;
  readonly #sockets: Places;
  readonly #held: HeldBytes;
  readonly #rate: TokenBucket;
  readonly #rates: BoundedCache<TokenBucket>;

  constructor(private readonly options: AdmissionOptions) {
    const { limits, metrics, clock } = options;
    const places = (what: string, setting: string, inAll: number, perCaller: number) =>
      new Places({ what, setting, inAll, perCaller, onRefused: (limit) => metrics.countRefusal(limit) });
    this.#operations = places('operations', 'MAX_OPERATIONS', limits.maxOperations, limits.maxOperationsPerCaller);
    this.#subscriptions = places(
      'subscriptions',
      'MAX_SUBSCRIPTIONS',
      limits.maxSubscriptions,
      limits.maxSubscriptionsPerCaller,
    );
    this.#held = new HeldBytes({
      setting: 'MAX_SUBSCRIPTION_BYTES',
      inAll: limits.maxSubscriptionBytes,
      perCaller: limits.maxSubscriptionBytesPerCaller,
      onRefused: (limit) => metrics.countRefusal(limit),
    });
    // In all they are counted where they are accepted, before their callers are known.
    this.#sockets = places('sockets', 'MAX_SOCKETS', Number.POSITIVE_INFINITY, limits.maxSocketsPerCaller);
    this.#rates = new BoundedCache(cacheBounds.rates, () => 100, options.onCache);
    this.#rate = new TokenBucket(limits.maxOperationsPerSecond, clock.elapsed());
  }

  /** Queries and mutations that have a place. */
  get operationsUnderWay(): number {
    return this.#operations.taken;
  }

  /** Any operation begins: both of the next two. */
  operation(key: string): Entry {
    return this.rate(key) ?? this.place(key);
  }

  /** Counts an operation that comes, for who can refuse before it is there as a whole. */
  rate(key: string): Refused | undefined {
    return this.#rateOfCaller(key) ?? this.#rateInAll();
  }

  /** One that turns out to be a subscription leaves again, for a place among those. */
  place(key: string): Entry {
    return this.#operations.enter(key);
  }

  /** Its place, and room for what it keeps until it ends. */
  subscription(key: string, held: Held): Entry {
    const place = this.#subscriptions.enter(key);
    if (place.kind === 'refused') return place;
    const room = this.#held.enter(key, held);
    if (room.kind === 'refused') {
      place.leave();
      return room;
    }
    return {
      kind: 'entered',
      leave: () => {
        place.leave();
        room.leave();
      },
    };
  }

  /** A socket whose caller is known. */
  socket(key: string): Entry {
    return this.#sockets.enter(key);
  }

  #rateOfCaller(key: string): Refused | undefined {
    const { limits, clock } = this.options;
    const perCaller = limits.maxOperationsPerSecondPerCaller;
    if (perCaller === Number.POSITIVE_INFINITY) return undefined;
    const nowMs = clock.elapsed();
    const waitMs = this.#bucketOf(key, perCaller, nowMs).take(nowMs);
    return waitMs > 0 ? this.#refuse('MAX_OPERATIONS_PER_SECOND_PER_CALLER', 'from you', perCaller, waitMs) : undefined;
  }

  #rateInAll(): Refused | undefined {
    const { limits, clock } = this.options;
    const inAll = limits.maxOperationsPerSecond;
    if (inAll === Number.POSITIVE_INFINITY) return undefined;
    const waitMs = this.#rate.take(clock.elapsed());
    return waitMs > 0 ? this.#refuse('MAX_OPERATIONS_PER_SECOND', 'in all', inAll, waitMs) : undefined;
  }

  #bucketOf(key: string, perSecond: number, nowMs: number): TokenBucket {
    let bucket = this.#rates.get(key);
    if (bucket === undefined) {
      bucket = new TokenBucket(perSecond, nowMs);
      this.#rates.set(key, bucket);
    }
    return bucket;
  }

  #refuse(setting: string, whose: string, limit: number, retryAfterMs: number): Refused {
    this.options.metrics.countRefusal(setting);
    const message = `More than ${limit} operations a second came ${whose}; try again in ${retryAfterMs} ms.`;
    return { kind: 'refused', message, limit, retryAfterMs };
  }
}
