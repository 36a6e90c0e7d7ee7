import { AlbGraphql } from '../harness/alb-graphql.js';
import { openSandbox } from '../harness/open-sandbox.js';
import { describeOperations } from './operations.js';

describeOperations(
  'operations on the sandbox',
  async () => {
    const opened = await openSandbox();
    const server = await AlbGraphql.start({ KUBECONFIG: await opened.kubeconfig() });
    return {
      api: opened.api,
      server,
      async stop() {
        await server.stop();
        await opened.close();
      },
    };
  },
  30_000,
);
