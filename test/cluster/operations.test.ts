import { AlbGraphql } from '../harness/alb-graphql.js';
import { ControlPlane, tokens } from '../harness/control-plane.js';
import { applyDefinitions } from '../harness/control-plane-setup.js';
import { describeOperations } from '../operations/operations.js';

describeOperations(
  'operations on a real kube-apiserver',
  async () => {
    const plane = await ControlPlane.start();
    const api = await plane.api();
    await applyDefinitions(api);
    const server = await AlbGraphql.start({ KUBECONFIG: await plane.kubeconfig() }, tokens.admin);
    return {
      api,
      server,
      async stop() {
        await server.stop();
        await api.close();
        await plane.stop();
      },
    };
  },
  900_000,
);
