import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Awaitable } from '../../src/awaitable.js';
import { type Clock, systemClock } from '../../src/clock.js';
import { type ListeningSandbox, listenSandbox } from '../../src/sandbox/listen.js';
import { Sandbox, type SandboxRequest, type SandboxResponse } from '../../src/sandbox/sandbox.js';
import type { SandboxToken } from '../../src/sandbox/users.js';
import { KubeApi } from './kube-api.js';

export interface OpenedSandbox {
  readonly sandbox: Sandbox;
  readonly listening: ListeningSandbox;
  /** With all rights. */
  readonly api: KubeApi;
  /** Path of a file whose one context is the sandbox, with the token given. */
  kubeconfig(token?: string): Promise<string>;
  close(): Promise<void>;
}

export interface OpenSandboxOptions {
  readonly clock?: Clock;
  readonly tokens?: readonly SandboxToken[];
  readonly gatewayApiVersions?: readonly string[];
  /** The name of its context. Default sandbox. */
  readonly clusterName?: string;
  /** Sees every request first; what it answers is the answer. */
  readonly intercept?: (request: SandboxRequest) => Awaitable<SandboxResponse | undefined>;
}

/** An empty sandbox behind a port, as a cluster for tests. */
export async function openSandbox({
  intercept,
  clusterName = 'sandbox',
  ...options
}: OpenSandboxOptions = {}): Promise<OpenedSandbox> {
  const sandbox = new Sandbox({ clock: systemClock, random: Math.random, ...options });
  const listening = await listenSandbox(
    {
      handle: async (request) => (await intercept?.(request)) ?? sandbox.handle(request),
      close: () => sandbox.close(),
    },
    { clusterName },
  );
  const folder = await mkdtemp(join(tmpdir(), 'alb-graphql-test-'));
  const api = new KubeApi(listening.url, options.tokens?.[0]?.token);
  return {
    sandbox,
    listening,
    api,
    async kubeconfig(token) {
      const path = join(folder, 'kubeconfig');
      await writeFile(path, listening.kubeconfig(token), { mode: 0o600 });
      return path;
    },
    async close() {
      await api.close();
      await listening.close();
      await rm(folder, { recursive: true });
    },
  };
}
