import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../src/clock.js';
import { listenSandbox } from '../../src/sandbox/listen.js';
import { Sandbox } from '../../src/sandbox/sandbox.js';
import { AlbGraphql } from '../harness/alb-graphql.js';
import { KubeApi } from '../harness/kube-api.js';
import { describeOperations } from './operations.js';

describeOperations(
  'operations on the sandbox',
  async () => {
    const listening = await listenSandbox(new Sandbox({ clock: systemClock, random: Math.random }));
    const folder = await mkdtemp(join(tmpdir(), 'alb-graphql-test-'));
    await writeFile(join(folder, 'kubeconfig'), listening.kubeconfig());
    const server = await AlbGraphql.start({ KUBECONFIG: join(folder, 'kubeconfig') });
    const api = new KubeApi(listening.url, undefined);
    return {
      api,
      server,
      async stop() {
        await server.stop();
        await api.close();
        await listening.close();
        await rm(folder, { recursive: true });
      },
    };
  },
  30_000,
);
