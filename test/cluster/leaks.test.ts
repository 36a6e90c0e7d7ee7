import { delimiter } from 'node:path';
import { afterAll } from '@jest/globals';
import { describeLeaks, fillSecrets, type LeakyCluster } from '../faults/leaks.js';
import { ControlPlane } from '../harness/control-plane.js';
import { applyDefinitions } from '../harness/control-plane-setup.js';
import type { KubeApi } from '../harness/kube-api.js';
import { RbacUser } from '../harness/rbac.js';

interface Opened extends LeakyCluster {
  readonly plane: ControlPlane;
}

/** Both API servers serve both modes: starting them is what takes time. */
const opening = Promise.all([open(), open()]).then(async ([one, two]) => {
  await fillSecrets({ one, two });
  return { one, two };
});
opening.catch(() => undefined);

async function open(): Promise<Opened> {
  const plane = await ControlPlane.start();
  const api: KubeApi = await plane.api();
  await applyDefinitions(api);
  const users = new Map<string, RbacUser>();
  return {
    plane,
    api,
    async setRules(name, rules) {
      const user = users.get(name) ?? new RbacUser(api, name);
      users.set(name, user);
      await user.setRules(rules);
    },
  };
}

afterAll(async () => {
  for (const { api, plane } of Object.values(await opening)) {
    await api.close();
    await plane.stop();
  }
});

describeLeaks(
  'nobody learns what is not theirs, on two real API servers',
  async () => {
    const { one, two } = await opening;
    const kubeconfigs = [
      await one.plane.kubeconfig({ context: 'one' }),
      await two.plane.kubeconfig({ context: 'two' }),
    ];
    return { one, two, kubeconfig: kubeconfigs.join(delimiter), stop: async () => undefined };
  },
  900_000,
);
