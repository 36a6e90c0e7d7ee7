import type { Bench } from '../bench.js';
import type { Figure } from '../figure.js';
import { callerToken } from '../platform.js';
import { all } from '../queries.js';
import { describe, graphqlSide, loadBoth } from './loaded.js';

/** Another server's answer to its own query for the same table, in the same run: no target, only how the two compare. */
export async function peer(bench: Bench): Promise<Figure[]> {
  if (bench.peer === undefined) return [];
  const { url, query } = bench.peer;
  const { origin, pathname, search } = new URL(url);
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${callerToken}` };
  const request = { method: 'POST', path: pathname + search, headers, body: JSON.stringify({ query }) } as const;
  const { ours, other } = await loadBoth(bench, graphqlSide(bench.server, all), { url: origin, requests: [request] });
  return [
    {
      id: 'peer',
      work: `the whole table, against ${url}`,
      unit: '× the peer',
      sense: 'at least',
      target: 1,
      reached: ours.perSecond / other.perSecond,
      ours: describe(ours),
      baseline: describe(other),
      generatorCpu: ours.generatorCpu,
      bytes: ours.bytes,
    },
  ];
}
