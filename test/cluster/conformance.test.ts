import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { clauses } from '../conformance/clauses.js';
import { ControlPlane } from '../harness/control-plane.js';
import { applyDefinitions, createNamespace, hasBackEndAlb } from '../harness/control-plane-setup.js';
import type { KubeApi } from '../harness/kube-api.js';

const choices = [
  { alb: 'own', gatewayApi: 'newest' },
  { alb: hasBackEndAlb ? 'back end' : 'own', gatewayApi: 'oldest' },
] as const;

describe.each(choices)(
  'a real kube-apiserver keeps the clauses, with $alb ALB2 and $gatewayApi Gateway API',
  (choice) => {
    let plane: ControlPlane;
    let api: KubeApi;

    beforeAll(async () => {
      plane = await ControlPlane.start();
      api = await plane.api();
      await applyDefinitions(api, choice);
    }, 900_000);

    afterAll(async () => {
      await api?.close();
      await plane?.stop();
    });

    it.each(clauses.map((clause) => [clause.id, clause.says, clause] as const))('%s: %s', async (id, _says, clause) => {
      const namespace = `c-${id}`;
      await createNamespace(api, namespace);
      await clause.run({ api, namespace, expireHistory: () => expireHistory(plane) });
    });
  },
);

/** The API server keeps a window of its own beside etcd's history, which a restart empties. */
async function expireHistory(plane: ControlPlane): Promise<void> {
  await plane.compact();
  await plane.stopApiserver();
  await plane.startApiserver();
}
