import type { Bench } from '../bench.js';
import { type Figure, rate } from '../figure.js';
import { albPath, callerToken, gatewayPath } from '../platform.js';
import { one } from '../queries.js';
import { describe, graphqlSide, loadBoth } from './loaded.js';

/** One gateway with its ALB, against the two GETs of the same API server. */
export async function single(bench: Bench): Promise<Figure[]> {
  const headers = { accept: 'application/json', authorization: `Bearer ${callerToken}` };
  const requests = [gatewayPath(7), albPath(7)].map((path) => ({ method: 'GET' as const, path, headers }));
  const { ours, other } = await loadBoth(bench, graphqlSide(bench.server, one), {
    url: bench.platform.plane.url,
    requests,
  });
  const pairs = other.perSecond / requests.length;
  const { peakBytes } = await bench.server.usage();
  return [
    {
      id: 'one',
      work: 'one gateway with its ALB',
      unit: '× (a), two GETs',
      sense: 'at least',
      target: 3,
      reached: ours.perSecond / pairs,
      ours: describe(ours),
      baseline: `${rate(pairs)} pairs`,
      generatorCpu: ours.generatorCpu,
      peakBytes,
      bytes: ours.bytes,
    },
  ];
}
