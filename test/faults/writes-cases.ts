import type { SandboxObject } from '../../src/sandbox/json.js';
import type { Outcome } from '../harness/direct-engine.js';
import { http, type mutations, WriteWorld } from '../harness/write-world.js';

export type Written = 'ALB' | 'GATEWAY';
/** Of one object: as the operation wants it, as it was before it, or neither. */
export type Standing = 'done' | 'before' | 'neither';

/** One kind of write, and how to tell what of it stands. */
export interface WriteCase {
  readonly title: string;
  readonly mutation: keyof typeof mutations;
  readonly input: object;
  readonly writes: readonly Written[];
  /** Brings the cluster to where the operation begins. */
  prepare(stage: WriteStage): Promise<void>;
  standing(now: Snapshot, before: Snapshot): Partial<Record<Written, Standing>>;
  /** What the same call answers once it has been done, beside success. */
  readonly doneAlready: readonly string[];
}

/** The gateway g1, and the ALBs that name it and stay. */
export interface Snapshot {
  readonly gateway: SandboxObject | undefined;
  readonly albs: readonly SandboxObject[];
}

/** A cluster and this server in front of it, as far as a case needs them. */
export interface WriteStage {
  run(mutation: keyof typeof mutations, input: object): Promise<Outcome>;
  /** An ALB that names g1, as a create left it that was killed long ago. */
  leaveAlb(name: string): unknown;
  /** Lets the operator do its part. */
  pass(ms: number): Promise<void>;
}

const gatewayUp = async (stage: WriteStage) => {
  const { error } = await stage.run('create', { name: 'g1', listeners: [http], alb: { replicas: 2 } });
  if (error !== undefined) throw new Error(error.message);
  await stage.pass(10_000);
};

const newListeners = [{ ...http, port: 9_000 }];
const newAlb = { addresses: ['10.1.1.1'], replicas: null, lbSvcAnnotations: { a: 'b' } };

function updateStanding(now: Snapshot, before: Snapshot): { ALB: Standing; GATEWAY: Standing } {
  const [alb, was] = [now.albs[0], before.albs[0]];
  const config = alb?.['spec'].config;
  const albDone =
    alb?.['spec'].address === '10.1.1.1' && config.replicas === undefined && config.vip.lbSvcAnnotations.a;
  const [port, portBefore] = [now.gateway, before.gateway].map((gateway) => gateway?.['spec'].listeners[0].port);
  return {
    ALB: albDone ? 'done' : same(contentOf(alb), contentOf(was)) ? 'before' : 'neither',
    GATEWAY: port === 9_000 ? 'done' : port === portBefore ? 'before' : 'neither',
  };
}

/** After a create that was killed between its writes; five seconds long. */
const adoptingCreate: WriteCase = {
  title: 'createGateway that adopts',
  mutation: 'create',
  input: { name: 'g1', listeners: [http], alb: { addresses: ['10.0.0.8'] } },
  writes: ['ALB', 'GATEWAY'],
  async prepare(stage) {
    await stage.leaveAlb('g1-left0');
    await stage.pass(10_000);
  },
  standing({ albs, gateway }, before) {
    const [alb] = albs;
    const adopted = albs.length === 1 && alb?.['spec'].address === '10.0.0.8';
    const untouched = alb === undefined || same(contentOf(alb), contentOf(before.albs[0]));
    return { ALB: adopted ? 'done' : untouched ? 'before' : 'neither', GATEWAY: gateway ? 'done' : 'before' };
  },
  doneAlready: ['ALREADY_EXISTS'],
};

export const writeCases: readonly WriteCase[] = [
  {
    title: 'createGateway',
    mutation: 'create',
    input: { name: 'g1', listeners: [http], alb: { addresses: ['10.0.0.8'] } },
    writes: ['ALB', 'GATEWAY'],
    prepare: async () => {},
    standing: ({ albs, gateway }) => ({
      ALB: ({ 0: 'before', 1: 'done' } as const)[albs.length] ?? 'neither',
      GATEWAY: gateway ? 'done' : 'before',
    }),
    doneAlready: ['ALREADY_EXISTS'],
  },
  adoptingCreate,
  {
    title: 'updateGateway of the ALB',
    mutation: 'update',
    input: { name: 'g1', alb: newAlb },
    writes: ['ALB'],
    prepare: gatewayUp,
    standing: (now, before) => ({ ALB: updateStanding(now, before).ALB }),
    doneAlready: [],
  },
  {
    title: 'updateGateway of the Gateway',
    mutation: 'update',
    input: { name: 'g1', listeners: newListeners },
    writes: ['GATEWAY'],
    prepare: gatewayUp,
    standing: (now, before) => ({ GATEWAY: updateStanding(now, before).GATEWAY }),
    doneAlready: [],
  },
  {
    title: 'updateGateway of both',
    mutation: 'update',
    input: { name: 'g1', listeners: newListeners, alb: newAlb },
    writes: ['ALB', 'GATEWAY'],
    prepare: gatewayUp,
    standing: updateStanding,
    doneAlready: [],
  },
  {
    title: 'deleteGateway',
    mutation: 'delete',
    input: { name: 'g1' },
    writes: ['GATEWAY'],
    prepare: gatewayUp,
    standing: ({ gateway }) => ({ GATEWAY: gateway ? 'before' : 'done' }),
    doneAlready: ['NOT_FOUND'],
  },
  {
    title: 'deleteOrphanedAlb',
    mutation: 'deleteOrphan',
    input: { name: 'left-behind' },
    writes: ['ALB'],
    async prepare(stage) {
      await stage.leaveAlb('left-behind');
      await stage.pass(10_000);
    },
    standing: ({ albs }) => ({ ALB: albs.length === 0 ? 'done' : 'before' }),
    // Its finalizers may hold it still.
    doneAlready: ['NOT_FOUND', 'CONFLICT'],
  },
];

/** Where an answer does not tell what the cluster holds, in words. */
export function untruths(write: WriteCase, now: Snapshot, before: Snapshot, { error }: Outcome): string[] {
  const said = (list: 'written' | 'unknown', object: string) => (error?.[list] ?? []).includes(object);
  const lies = Object.entries(write.standing(now, before)).flatMap(([object, stands]) => {
    const possible = error === undefined || said('written', object) ? ['done'] : ['before'];
    if (said('unknown', object)) possible.push('done');
    return possible.includes(stands) ? [] : [`${object} stands as ${stands}, not ${possible.join(' or ')}`];
  });
  return now.albs.length > 1 ? [...lies, `${now.albs.length} ALBs name the gateway`] : lies;
}

/** All of the operation has been done. */
export const allDone = ({ writes }: WriteCase) => Object.fromEntries(writes.map((object) => [object, 'done']));

/** The names of the ALBs that should be there: the Gateway's own. */
export const albsFor = ({ gateway }: Snapshot) => (gateway ? [gateway.metadata.labels?.['alb.cpaas.io/alb-ref']] : []);

export const albNames = ({ albs }: Snapshot) => albs.map(({ metadata }) => metadata.name);

/**
 * The requests of an operation on which nothing fails, in order. Of looks again and again at the same thing the first three
 * and the last stand for all.
 */
export async function requestsOf({ prepare, mutation, input }: WriteCase): Promise<string[]> {
  const world = await WriteWorld.open();
  await prepare(world);
  world.api.arm();
  await world.run(mutation, input);
  const { requests } = world.api;
  await world.close();
  const parts = requests.map((request) => {
    const [what = '', count = '1'] = request.split(' #');
    return { request, what, count: Number(count) };
  });
  const times = Map.groupBy(parts, ({ what }) => what);
  return parts
    .filter(({ what, count }) => count <= 3 || count === times.get(what)?.length)
    .map(({ request }) => request);
}

function contentOf(object: SandboxObject | undefined): unknown {
  return object && [object.metadata.labels, object.metadata.annotations, object['spec']];
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
