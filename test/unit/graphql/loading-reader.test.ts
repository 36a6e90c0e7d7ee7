import { describe, expect, it } from '@jest/globals';
import { AlbError } from '../../../src/errors.js';
import { LoadingReader } from '../../../src/graphql/loading-reader.js';
import { albKind, gatewayKind, type Kind } from '../../../src/kube/kinds.js';
import { listingFrom } from '../../../src/kube/listing-from.js';
import type { KubeObject, Reader, Scope } from '../../../src/kube/ports.js';

const albs: KubeObject[] = ['a1', 'a1', 'a1', 'a2'].map((namespace, at) => ({
  metadata: { namespace, name: `alb-${at}` },
}));

/** Answers from the list above, and writes down what it was asked. */
function recordingReader(options: { forbidCluster?: boolean; failOnce?: boolean; inMemory?: boolean } = {}) {
  const asked: string[] = [];
  const reader: Reader = {
    ...(options.inMemory && { inMemory: () => true }),
    get(kind: Kind, namespace: string | undefined, name: string) {
      asked.push(`GET ${kind.kind} ${namespace}/${name}`);
      const found = albs.find(({ metadata }) => metadata.namespace === namespace && metadata.name === name);
      return (options.inMemory ? found : Promise.resolve(found)) as never;
    },
    async list(kind: Kind, { namespace }: Scope) {
      asked.push(`LIST ${kind.kind} ${namespace ?? '*'}`);
      if (namespace === undefined && options.forbidCluster) throw new AlbError('FORBIDDEN', 'no');
      if (options.failOnce && asked.length === 1) throw new AlbError('TIMEOUT', 'late');
      const items = albs.filter(({ metadata }) => namespace === undefined || metadata.namespace === namespace);
      return listingFrom(items, {}, { partial: false, resourceVersion: '1' }) as never;
    },
  };
  return { asked, loading: new LoadingReader(reader) };
}

const names = async (found: Promise<(KubeObject | undefined)[]>) => (await found).map((alb) => alb?.metadata.name);

describe('objects asked for in one tick', () => {
  it('are two GETs when they are two', async () => {
    const { asked, loading } = recordingReader();
    const found = Promise.all([
      loading.get(albKind, 'a1', 'alb-0'),
      loading.get(albKind, 'a1', 'alb-1'),
      loading.get(albKind, 'a1', 'alb-0'),
    ]);
    expect(await names(found)).toEqual(['alb-0', 'alb-1', 'alb-0']);
    expect(asked).toEqual(['GET ALB2 a1/alb-0', 'GET ALB2 a1/alb-1']);
  });

  it('are one list of their namespace when they are more', async () => {
    const { asked, loading } = recordingReader();
    const found = Promise.all(['alb-0', 'alb-1', 'alb-2', 'none'].map((name) => loading.get(albKind, 'a1', name)));
    expect(await names(found)).toEqual(['alb-0', 'alb-1', 'alb-2', undefined]);
    expect(asked).toEqual(['LIST ALB2 a1']);
  });

  it('are one list of the cluster when they are of several namespaces, or of each namespace where that is refused', async () => {
    const ask = (loading: LoadingReader) =>
      Promise.all(albs.map(({ metadata }) => loading.get(albKind, metadata.namespace, metadata.name)));
    const open = recordingReader();
    await ask(open.loading);
    expect(open.asked).toEqual(['LIST ALB2 *']);
    const closed = recordingReader({ forbidCluster: true });
    expect(await names(ask(closed.loading))).toEqual(['alb-0', 'alb-1', 'alb-2', 'alb-3']);
    expect(closed.asked).toEqual(['LIST ALB2 *', 'LIST ALB2 a1', 'GET ALB2 a2/alb-3']);
  });
});

describe('what was read once', () => {
  it('is not read again, until it is forgotten', async () => {
    const { asked, loading } = recordingReader();
    await loading.list(albKind, {});
    await loading.list(albKind, {});
    expect(loading.get(albKind, 'a2', 'alb-3')).toMatchObject({ metadata: { name: 'alb-3' } });
    expect(asked).toEqual(['LIST ALB2 *']);
    loading.clear();
    await loading.get(albKind, 'a2', 'alb-3');
    expect(asked).toEqual(['LIST ALB2 *', 'GET ALB2 a2/alb-3']);
  });

  it('is kept apart by kind', async () => {
    const { asked, loading } = recordingReader();
    await loading.get(albKind, 'a1', 'alb-0');
    await loading.get(gatewayKind, 'a1', 'alb-0');
    expect(asked).toEqual(['GET ALB2 a1/alb-0', 'GET Gateway a1/alb-0']);
  });
});

describe('a list begun ahead', () => {
  const all = (loading: LoadingReader) =>
    names(Promise.all(albs.map(({ metadata }) => loading.get(albKind, metadata.namespace, metadata.name))));

  it('is the one that the objects are taken from', async () => {
    const { asked, loading } = recordingReader();
    const ahead = loading.readAhead(albKind);
    expect(await all(loading)).toEqual(['alb-0', 'alb-1', 'alb-2', 'alb-3']);
    await ahead;
    expect(asked).toEqual(['LIST ALB2 *']);
  });

  it('does not vouch for what it lacks: that may have come since, and is asked for', async () => {
    const came = albs.splice(3);
    const { asked, loading } = recordingReader();
    await loading.readAhead(albKind);
    albs.push(...came);
    expect(await all(loading)).toEqual(['alb-0', 'alb-1', 'alb-2', 'alb-3']);
    expect(await loading.get(albKind, 'a2', 'none')).toBeUndefined();
    expect(asked).toEqual(['LIST ALB2 *', 'GET ALB2 a2/alb-3', 'GET ALB2 a2/none']);
  });

  it('is made anew where it lacks many, for all who miss something', async () => {
    const came = albs.splice(0);
    const { asked, loading } = recordingReader();
    await loading.readAhead(albKind);
    albs.push(...came);
    const first = loading.get(albKind, 'a1', 'alb-0');
    expect(await all(loading)).toEqual(['alb-0', 'alb-1', 'alb-2', 'alb-3']);
    expect(await first).toBe(albs[0]);
    expect(asked).toEqual(['LIST ALB2 *', 'LIST ALB2 *']);
  });

  it('that fails leaves the objects to be asked for as ever', async () => {
    const { asked, loading } = recordingReader({ failOnce: true });
    await loading.readAhead(albKind);
    expect(await loading.get(albKind, 'a2', 'alb-3')).toBe(albs[3]);
    expect(asked).toEqual(['LIST ALB2 *', 'GET ALB2 a2/alb-3']);
  });

  it('that is refused leaves the objects to be asked for as ever', async () => {
    const { asked, loading } = recordingReader({ forbidCluster: true });
    await loading.readAhead(albKind);
    expect(await names(Promise.all([loading.get(albKind, 'a2', 'alb-3')]))).toEqual(['alb-3']);
    expect(asked).toEqual(['LIST ALB2 *', 'GET ALB2 a2/alb-3']);
  });
});

it('passes what is in memory straight through, without a promise', () => {
  const { loading } = recordingReader({ inMemory: true });
  expect(loading.get(albKind, 'a1', 'alb-0')).toBe(albs[0]);
  // By this a filter knows that it may use the indexes.
  expect(loading.inMemory(albKind)).toBe(true);
  expect(recordingReader().loading.inMemory(albKind)).toBe(false);
});
