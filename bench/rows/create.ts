import { Agent, request } from 'undici';
import type { Bench } from '../bench.js';
import { type Figure, milliseconds } from '../figure.js';
import { isOfPlatform, namespaceOf } from '../objects.js';
import { type Platform, writerToken } from '../platform.js';
import { median } from '../statistics.js';

const rounds = 25;
const namespace = namespaceOf(0);
const collections: Record<string, string> = {
  Gateway: `/apis/gateway.networking.k8s.io/v1/namespaces/${namespace}/gateways`,
  ALB2: `/apis/crd.alauda.io/v2beta1/namespaces/${namespace}/alaudaloadbalancer2`,
};

interface Step {
  readonly verb: string;
  readonly kind: string;
  readonly dryRun?: boolean;
}

/**
 * createGateway, against the requests that it makes itself (as /metrics counts them), made by hand one after another
 * over a kept-alive connection; and against the two bare POSTs alone.
 */
export async function create(bench: Bench): Promise<Figure[]> {
  const hand = await ByHand.open(bench);
  await bench.platform.api.post('/api/v1/namespaces', { metadata: { name: namespace } });
  const salt = Date.now().toString(36);
  // The first of a caller also asks who that is.
  await createByGraphql(bench, `first-${salt}`);
  const before = await countedRequests(bench);
  await createByGraphql(bench, `learnt-${salt}`);
  const steps = stepsBetween(before, await countedRequests(bench));
  const times = { ours: [] as number[], replayed: [] as number[], bare: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    const name = (way: string) => `${way}-${round}-${salt}`;
    times.ours.push(await timed(() => createByGraphql(bench, name('graphql'))));
    times.replayed.push(await timed(() => hand.replay(steps, name('hand'))));
    times.bare.push(await timed(() => hand.replay(bareSteps, name('bare'))));
  }
  await hand.close();
  await removeOthers(bench.platform);
  const ours = median(times.ours);
  const common = { work: 'createGateway, wall time', sense: 'at most', ours: milliseconds(ours) } as const;
  const sequence = steps.map(({ verb, kind, dryRun }) => `${dryRun ? 'try to ' : ''}${verb} ${kind}`).join(', ');
  return [
    {
      ...common,
      id: 'create',
      unit: '× its own requests by hand',
      target: 1.3,
      reached: ours / median(times.replayed),
      baseline: `${milliseconds(median(times.replayed))}: ${sequence}`,
    },
    {
      ...common,
      id: 'create-bare',
      unit: '× the two POSTs',
      target: Number.POSITIVE_INFINITY,
      reached: ours / median(times.bare),
      baseline: milliseconds(median(times.bare)),
    },
  ];
}

const bareSteps: readonly Step[] = [
  { verb: 'create', kind: 'ALB2' },
  { verb: 'create', kind: 'Gateway' },
];

async function timed(work: () => Promise<void>): Promise<number> {
  const before = performance.now();
  await work();
  return performance.now() - before;
}

const mutation = `mutation Create($input: CreateGatewayInput!) { createGateway(input: $input) { written gateway { name } alb { name } } }`;
const listener = { name: 'http', port: 80, protocol: 'HTTP' };

async function createByGraphql(bench: Bench, name: string): Promise<void> {
  const input = { namespace, name, listeners: [listener], alb: { addresses: ['10.0.0.8'] } };
  const asker = bench.ask({ query: mutation, variables: { input } }, writerToken);
  await asker.json();
  await asker.close();
}

/** The rows that follow count what is there. */
async function removeOthers({ api }: Platform): Promise<void> {
  for (const collection of Object.values(collections)) {
    const { body } = await api.get(collection);
    for (const { metadata } of body.items as { metadata: { name: string } }[]) {
      if (!isOfPlatform(metadata.name)) await api.delete(`${collection}/${metadata.name}`);
    }
  }
}

class ByHand {
  private constructor(
    private readonly url: string,
    private readonly agent: Agent,
  ) {}

  static async open({ platform }: Bench): Promise<ByHand> {
    return new ByHand(platform.plane.url, new Agent({ connect: { ca: await platform.plane.caPem() } }));
  }

  async replay(steps: readonly Step[], name: string): Promise<void> {
    for (const { verb, kind, dryRun } of steps) {
      const collection = collections[kind];
      if (kind === 'SelfSubjectAccessReview') {
        const resourceAttributes = { verb: 'get', group: 'gateway.networking.k8s.io', resource: 'gateways', namespace };
        await this.#send('POST', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', {
          apiVersion: 'authorization.k8s.io/v1',
          kind,
          spec: { resourceAttributes },
        });
      } else if (kind === 'GatewayClass') {
        await this.#send('GET', '/apis/gateway.networking.k8s.io/v1/gatewayclasses/exclusive-gateway');
      } else if (collection === undefined) throw new Error(`${verb} ${kind} is not known how to replay`);
      else if (verb === 'create')
        await this.#send('POST', `${collection}${dryRun ? '?dryRun=All' : ''}`, manifest(kind, name));
      else
        await this.#send(
          'GET',
          verb === 'get' ? `${collection}/${kind === 'ALB2' ? `${name}-lb000` : name}` : collection,
        );
    }
  }

  close(): Promise<void> {
    return this.agent.destroy();
  }

  async #send(method: 'GET' | 'POST', path: string, body?: object): Promise<void> {
    const { body: answer } = await request(`${this.url}${path}`, {
      method,
      dispatcher: this.agent,
      headers: { authorization: `Bearer ${writerToken}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    await answer.arrayBuffer();
  }
}

function manifest(kind: string, name: string): object {
  const alb = `${name}-lb000`;
  if (kind === 'ALB2') {
    const config = { enableALb: false, gateway: { mode: 'standalone', name } };
    return {
      apiVersion: 'crd.alauda.io/v2beta1',
      kind,
      metadata: { name: alb, namespace },
      spec: { type: 'nginx', address: '10.0.0.8', config },
    };
  }
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind,
    metadata: { name, namespace, labels: { 'alb.cpaas.io/alb-ref': alb } },
    spec: { gatewayClassName: 'exclusive-gateway', listeners: [listener] },
  };
}

/** verb and kind -> requests that the server made so far, watches left out. */
async function countedRequests(bench: Bench): Promise<Map<string, number>> {
  const { body } = await request(`${bench.server.url}/metrics`);
  const counts = new Map<string, number>();
  for (const line of (await body.text()).split('\n')) {
    const found = /^alb_graphql_upstream_requests_total\{.*verb="(\w+)",kind="(\w+)".*\} (\d+)$/.exec(line);
    if (found === null || found[1] === 'watch') continue;
    const key = `${found[1]} ${found[2]}`;
    counts.set(key, (counts.get(key) ?? 0) + Number(found[3]));
  }
  return counts;
}

/** Reads first, then dry runs, then the ALB, then the Gateway. */
function stepsBetween(before: Map<string, number>, after: Map<string, number>): Step[] {
  const steps = [...after].flatMap(([key, count]) => {
    const [verb = '', kind = ''] = key.split(' ');
    const times = count - (before.get(key) ?? 0);
    // Metrics do not tell them apart: what is created more than once was tried before.
    return Array.from({ length: times }, (_, at) => ({ verb, kind, dryRun: verb === 'create' && at < times - 1 }));
  });
  const rank = ({ verb, kind, dryRun }: Step) =>
    verb !== 'create' || kind === 'SelfSubjectAccessReview' ? 0 : dryRun ? 1 : kind === 'ALB2' ? 2 : 3;
  return steps.sort((a, b) => rank(a) - rank(b));
}
