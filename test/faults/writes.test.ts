import { afterEach, describe, expect, it } from '@jest/globals';
import type { Outcome } from '../harness/direct-engine.js';
import { type Fault, statusAnswer } from '../harness/faulty-api.js';
import { WriteWorld } from '../harness/write-world.js';
import { requestsOf, type Snapshot, snapshotOf, type WriteCase, type Written, writeCases } from './writes-cases.js';

const tooMany = statusAnswer(429, 'TooManyRequests', 'too many requests', { headers: { 'retry-after': '1' } });
const internal = statusAnswer(500, 'InternalError', 'etcdserver: request timed out');

/** Every fault, and the code by which a caller is told of it. */
const faults: Readonly<Record<string, { fault: Fault | 'refuse'; code: string }>> = {
  'admission says 403': {
    fault: { type: 'answer', answer: statusAnswer(403, 'Forbidden', 'admission webhook "quota" denied the request') },
    code: 'FORBIDDEN',
  },
  'admission says 422': {
    fault: { type: 'answer', answer: statusAnswer(422, 'Invalid', 'ValidatingAdmissionPolicy denied the request') },
    code: 'INVALID_INPUT',
  },
  '409': {
    fault: { type: 'answer', answer: statusAnswer(409, 'Conflict', 'the object has been modified') },
    code: 'CONFLICT',
  },
  '429 with Retry-After': { fault: { type: 'answer', answer: tooMany }, code: 'TOO_MANY_REQUESTS' },
  '500': { fault: { type: 'answer', answer: internal }, code: 'CLUSTER_UNAVAILABLE' },
  '500 after it was done': { fault: { type: 'answer-after', answer: internal }, code: 'CLUSTER_UNAVAILABLE' },
  'connection refused': { fault: 'refuse', code: 'CLUSTER_UNAVAILABLE' },
  'cut before the server saw it': { fault: { type: 'cut-before' }, code: 'CLUSTER_UNAVAILABLE' },
  'cut after the server saw it': { fault: { type: 'cut-after' }, code: 'CLUSTER_UNAVAILABLE' },
  'timeout, not done': { fault: { type: 'hang-before' }, code: 'TIMEOUT' },
  'timeout, done': { fault: { type: 'hang-after' }, code: 'TIMEOUT' },
};

/** What the answer says of each object is what the cluster holds. */
function expectTruth(world: WriteWorld, { writes, standing }: WriteCase, before: Snapshot, outcome: Outcome): void {
  const { error } = outcome;
  const said = (list: 'written' | 'unknown', object: Written) => (error?.[list] ?? []).includes(object);
  const truths = Object.entries(standing(world, before)).map(([object, stands]) => {
    const possible = error === undefined || said('written', object as Written) ? ['done'] : ['before'];
    if (said('unknown', object as Written)) possible.push('done');
    return possible.includes(stands) ? 'true' : `${object} stands as ${stands}, not ${possible}`;
  });
  expect(truths).toEqual(writes.map(() => 'true'));
  expect(world.albs().length).toBeLessThanOrEqual(1);
}

const table = await Promise.all(writeCases.map(async (write) => ({ write, requests: await requestsOf(write) })));

describe.each(table)('$write.title', ({ write, requests }) => {
  let world: WriteWorld;

  afterEach(() => world.close());

  describe.each(requests)('at "%s"', (at) => {
    const cases = Object.keys(faults).flatMap((name) => [
      { name, onward: false, extent: 'once' },
      { name, onward: true, extent: 'from then on' },
    ]);

    it.each(cases)('$name, $extent: the answer is true, and the same call again heals', async ({ name, onward }) => {
      const { fault, code } = faults[name] as (typeof faults)[string];
      world = await WriteWorld.open();
      await write.prepare(world);
      const before = snapshotOf(world);
      if (fault === 'refuse') world.engine.refuse(at, onward);
      else world.api.arm({ at, fault, onward });

      const outcome = await world.run(write.mutation, write.input);
      expect(world.api.met || world.engine.refused).toBe(true);
      expectTruth(world, write, before, outcome);
      if (outcome.error !== undefined && outcome.error.code !== 'PARTIAL_WRITE') expect(outcome.error.code).toBe(code);

      const wasDone = Object.values(write.standing(world, before)).every((stands) => stands === 'done');
      world.engine.refuse();
      world.api.arm();
      const again = await world.run(write.mutation, write.input);
      if (again.error !== undefined) {
        expect(write.doneAlready).toContain(again.error.code);
        expect(wasDone).toBe(true);
      }
      expect(write.standing(world, before)).toEqual(Object.fromEntries(write.writes.map((object) => [object, 'done'])));
      await world.clock.pass(60_000);
      const gateway = world.gateway();
      expect(world.albs().map(({ metadata }) => metadata.name)).toEqual(
        gateway ? [gateway.metadata.labels?.['alb.cpaas.io/alb-ref']] : [],
      );
    });
  });
});
