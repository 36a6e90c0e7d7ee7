import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import autocannon from 'autocannon';

export interface Offer {
  readonly url: string;
  readonly seconds: number;
  readonly connections: number;
  /** Requests a second that are sent whatever comes back; absent: each connection sends the next when it has an answer. */
  readonly perSecond?: number;
}

/** The answers of one HTTP status. */
export interface Answers {
  readonly count: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export interface Offered {
  /** Requests without an answer. */
  readonly failed: number;
  /** What was seen of each status, and how many a second. */
  readonly statuses: ReadonlyMap<number, Answers>;
  readonly seconds: number;
}

const query = `{ gateways(first: 20) { totalCount nodes { namespace name gatewayClass { name type }
  addresses { value sources } listeners { name port protocol urls } provisioning { phase percent } } } }`;

/** Sends a table's page again and again, with the sandbox's first user. */
export function offer({ url, seconds, connections, perSecond }: Offer): Promise<Offered> {
  const histograms = new Map<number, RecordableHistogram>();
  return new Promise((resolve, reject) => {
    const run = autocannon(
      {
        url: `${url}/graphql`,
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: 'Bearer admin-token' },
        body: JSON.stringify({ query }),
        connections,
        duration: seconds,
        ...(perSecond !== undefined && { overallRate: perSecond }),
      },
      (error, result) => {
        if (error) return reject(error);
        const statuses = new Map([...histograms].map(([status, histogram]) => [status, answersOf(histogram)]));
        resolve({ failed: result.errors + result.timeouts, statuses, seconds: result.duration });
      },
    );
    run.on('response', (_client, status, _bytes, ms) => {
      let histogram = histograms.get(status);
      if (histogram === undefined) {
        histogram = createHistogram();
        histograms.set(status, histogram);
      }
      histogram.record(Math.max(1, Math.round(ms * 1000)));
    });
  });
}

function answersOf(histogram: RecordableHistogram): Answers {
  return {
    count: histogram.count,
    p50Ms: histogram.percentile(50) / 1000,
    p99Ms: histogram.percentile(99) / 1000,
  };
}
