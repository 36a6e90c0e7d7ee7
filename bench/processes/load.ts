/** The load generator, a process of its own: autocannon for some seconds, then one line of JSON. */
import autocannon from 'autocannon';

const { url, requests, connections, seconds } = JSON.parse(process.env['LOAD'] ?? '{}') as {
  url: string;
  requests: { method: 'GET' | 'POST'; path: string; headers: Record<string, string>; body?: string }[];
  connections: number;
  seconds: number;
};

process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
const before = process.cpuUsage();
const result = await autocannon({ url, requests, connections, duration: seconds });
const { user, system } = process.cpuUsage(before);
console.log(
  JSON.stringify({
    perSecond: result['2xx'] / result.duration,
    bytesPerAnswer: result['2xx'] === 0 ? 0 : result.throughput.total / result['2xx'],
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
    answers: result['2xx'],
    failed: result.errors + result.timeouts + result.non2xx,
    cpu: (user + system) / 1e6 / result.duration,
  }),
);
