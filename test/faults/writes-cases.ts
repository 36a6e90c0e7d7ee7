import type { SandboxObject } from '../../src/sandbox/json.js';
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
  /** Brings the world to where the operation begins. */
  prepare(world: WriteWorld): Promise<void>;
  standing(world: WriteWorld, before: Snapshot): Partial<Record<Written, Standing>>;
  /** What the same call answers once it has been done, beside success. */
  readonly doneAlready: readonly string[];
}

export interface Snapshot {
  readonly gateway: SandboxObject | undefined;
  readonly albs: readonly SandboxObject[];
}

export const snapshotOf = (world: WriteWorld): Snapshot => ({ gateway: world.gateway(), albs: world.albs() });

const gatewayUp = async (world: WriteWorld) => {
  const { error } = await world.run('create', { name: 'g1', listeners: [http], alb: { replicas: 2 } });
  if (error !== undefined) throw new Error(error.message);
  await world.clock.pass(10_000);
};

const newListeners = [{ ...http, port: 9_000 }];
const newAlb = { addresses: ['10.1.1.1'], replicas: null, lbSvcAnnotations: { a: 'b' } };

function updateStanding(world: WriteWorld, before: Snapshot): { ALB: Standing; GATEWAY: Standing } {
  const [alb, was] = [world.albs()[0], before.albs[0]];
  const config = alb?.['spec'].config;
  const albDone =
    alb?.['spec'].address === '10.1.1.1' && config.replicas === undefined && config.vip.lbSvcAnnotations.a;
  const [port, portBefore] = [world.gateway(), before.gateway].map((gateway) => gateway?.['spec'].listeners[0].port);
  return {
    ALB: albDone ? 'done' : same(contentOf(alb), contentOf(was)) ? 'before' : 'neither',
    GATEWAY: port === 9_000 ? 'done' : port === portBefore ? 'before' : 'neither',
  };
}

export const writeCases: readonly WriteCase[] = [
  {
    title: 'createGateway',
    mutation: 'create',
    input: { name: 'g1', listeners: [http], alb: { addresses: ['10.0.0.8'] } },
    writes: ['ALB', 'GATEWAY'],
    prepare: async () => {},
    standing: (world) => ({
      ALB: ({ 0: 'before', 1: 'done' } as const)[world.albs().length] ?? 'neither',
      GATEWAY: world.gateway() ? 'done' : 'before',
    }),
    doneAlready: ['ALREADY_EXISTS'],
  },
  {
    title: 'updateGateway of the ALB',
    mutation: 'update',
    input: { name: 'g1', alb: newAlb },
    writes: ['ALB'],
    prepare: gatewayUp,
    standing: (world, before) => ({ ALB: updateStanding(world, before).ALB }),
    doneAlready: [],
  },
  {
    title: 'updateGateway of the Gateway',
    mutation: 'update',
    input: { name: 'g1', listeners: newListeners },
    writes: ['GATEWAY'],
    prepare: gatewayUp,
    standing: (world, before) => ({ GATEWAY: updateStanding(world, before).GATEWAY }),
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
    standing: (world) => ({ GATEWAY: world.gateway() ? 'before' : 'done' }),
    doneAlready: ['NOT_FOUND'],
  },
  {
    title: 'deleteOrphanedAlb',
    mutation: 'deleteOrphan',
    input: { name: 'left-behind' },
    writes: ['ALB'],
    async prepare({ sandbox, clock }) {
      sandbox.admin.create({
        apiVersion: 'crd.alauda.io/v2beta1',
        kind: 'ALB2',
        metadata: { name: 'left-behind', namespace: 'a1' },
        spec: { type: 'nginx', config: { gateway: { mode: 'standalone', name: 'g1' } } },
      });
      await clock.pass(10_000);
    },
    standing: (world) => ({ ALB: world.albs().length === 0 ? 'done' : 'before' }),
    // Its finalizers may hold it still.
    doneAlready: ['NOT_FOUND', 'CONFLICT'],
  },
];

/** The requests of an operation on which nothing fails, in order. */
export async function requestsOf({ prepare, mutation, input }: WriteCase): Promise<string[]> {
  const world = await WriteWorld.open();
  await prepare(world);
  world.api.arm();
  await world.run(mutation, input);
  const { requests } = world.api;
  await world.close();
  return requests;
}

function contentOf(object: SandboxObject | undefined): unknown {
  return object && [object.metadata.labels, object.metadata.annotations, object['spec']];
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
