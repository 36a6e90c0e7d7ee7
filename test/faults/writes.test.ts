import { afterEach, describe, expect, it } from '@jest/globals';
import { type Fault, statusAnswer } from '../harness/faulty-api.js';
import { WriteWorld } from '../harness/write-world.js';
import { albNames, albsFor, allDone, requestsOf, untruths, writeCases } from './writes-cases.js';

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

/** Admission judges writes. */
const applies = (name: string, at: string) => !name.startsWith('admission') || /^(create|update|delete) /.test(at);

const table = await Promise.all(writeCases.map(async (write) => ({ write, requests: await requestsOf(write) })));

describe.each(table)('$write.title', ({ write, requests }) => {
  let world: WriteWorld;

  afterEach(() => world.close());

  describe.each(requests)('at "%s"', (at) => {
    const names = Object.keys(faults).filter((name) => applies(name, at));
    const variants = names.flatMap((name) => [
      { name, onward: false, extent: 'once' },
      { name, onward: true, extent: 'from then on' },
    ]);

    it.each(variants)('$name, $extent: the answer is true, and the same call again heals', async ({ name, onward }) => {
      const { fault, code } = faults[name] as (typeof faults)[string];
      world = await WriteWorld.open();
      await write.prepare(world);
      const before = world.snapshot();
      if (fault === 'refuse') world.engine.refuse(at, onward);
      else world.api.arm({ at, fault, onward });

      const outcome = await world.run(write.mutation, write.input);
      expect(world.api.met || world.engine.refused).toBe(true);
      expect(untruths(write, world.snapshot(), before, outcome)).toEqual([]);
      if (outcome.error !== undefined && outcome.error.code !== 'PARTIAL_WRITE') expect(outcome.error.code).toBe(code);

      const wasDone = Object.values(write.standing(world.snapshot(), before)).every((stands) => stands === 'done');
      world.engine.refuse();
      world.api.arm();
      const again = await world.run(write.mutation, write.input);
      if (again.error !== undefined) {
        expect(write.doneAlready).toContain(again.error.code);
        expect(wasDone).toBe(true);
      }
      expect(write.standing(world.snapshot(), before)).toEqual(allDone(write));
      await world.pass(60_000);
      expect(albNames(world.snapshot())).toEqual(albsFor(world.snapshot()));
    });
  });
});
