import { AlbGraphql } from '../harness/alb-graphql.js';
import { ControlPlane, tokens } from '../harness/control-plane.js';
import { applyDefinitions } from '../harness/control-plane-setup.js';
import { compatibilityRows } from '../operations/compatibility-rows.js';
import { describeOperations } from '../operations/operations.js';

for (const { title, definitions, ipFamily, dialect, settings } of compatibilityRows) {
  describeOperations(
    `operations on a real kube-apiserver: ${title}`,
    async () => {
      const plane = await ControlPlane.start({ ...(ipFamily && { ipFamily }) });
      const api = await plane.api();
      await applyDefinitions(api, definitions);
      const environment = { KUBECONFIG: await plane.kubeconfig(), ...settings };
      const server = await AlbGraphql.start(environment, tokens.admin);
      return {
        api,
        server,
        ...(dialect && { dialect }),
        async stop() {
          await server.stop();
          await api.close();
          await plane.stop();
        },
      };
    },
    900_000,
  );
}
