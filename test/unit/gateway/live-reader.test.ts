import { expect, it } from '@jest/globals';
import { AlbError } from '../../../src/errors.js';
import { LiveReader } from '../../../src/gateway/live-reader.js';
import { albKind } from '../../../src/kube/kinds.js';
import { listingFrom } from '../../../src/kube/listing-from.js';
import { LiveHandle } from '../../../src/kube/live-handle.js';
import type { KubeObject, Reader, Watcher } from '../../../src/kube/ports.js';

const inA: KubeObject = { metadata: { namespace: 'a', name: 'x' } };
const facts = { partial: true, resourceVersion: '1' };

/** Watches namespace a alone; whatever else is asked is refused. */
async function watchingPartOnly(): Promise<LiveReader> {
  const live = new LiveHandle({
    listing: listingFrom([inA], {}, facts),
    covers: (namespace) => namespace === 'a',
  });
  const watcher: Watcher = { watch: async () => live as never };
  const refuse = () => Promise.reject(new AlbError('FORBIDDEN', 'no'));
  const fallback: Reader = { get: refuse, list: refuse };
  const reader = new LiveReader(watcher, fallback);
  await reader.watch(albKind, {});
  return reader;
}

it('answers from a watched part what lies in it', async () => {
  const reader = await watchingPartOnly();
  expect(reader.get(albKind, 'a', 'x')).toBe(inA);
  expect(reader.get(albKind, 'a', 'y')).toBeUndefined();
  expect([...(await reader.list(albKind, { namespace: 'a' })).all()]).toEqual([inA]);
});

it('takes nothing outside of the watched part for missing, but asks for it', async () => {
  const reader = await watchingPartOnly();
  await expect(reader.get(albKind, 'b', 'x')).rejects.toMatchObject({ code: 'FORBIDDEN' });
  await expect(reader.list(albKind, { namespace: 'b' })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  await expect(reader.list(albKind, {})).rejects.toMatchObject({ code: 'FORBIDDEN' });
});
