import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { stringify } from 'yaml';
import type { Sandbox } from './sandbox.js';

export interface ListeningSandbox {
  readonly url: string;
  /** For kubectl, and for every other client: one context, with the token given. */
  kubeconfig(token?: string): string;
  close(): Promise<void>;
}

/** What is put behind the port: a sandbox, or what stands in front of one. */
export type Answering = Pick<Sandbox, 'handle' | 'close'>;

/** Puts a sandbox behind a loopback port; 0 takes any that is free. */
export async function listenSandbox(
  sandbox: Answering,
  { port = 0, clusterName = 'sandbox' } = {},
): Promise<ListeningSandbox> {
  const server = createServer((request, response) => {
    answer(sandbox, request, response).catch(() => response.destroy());
  });
  server.keepAliveTimeout = 60_000;
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    kubeconfig: (token) => kubeconfigFor(url, clusterName, token),
    async close() {
      sandbox.close();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answer(sandbox: Answering, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const leaving = new AbortController();
  response.on('close', () => leaving.abort());
  const { status, headers, body } = await sandbox.handle({
    method: request.method ?? 'GET',
    url: request.url ?? '/',
    headers: request.headers as Record<string, string | undefined>,
    body: await textOf(request),
    signal: leaving.signal,
  });
  response.writeHead(status, headers);
  if (typeof body === 'string') {
    response.end(body);
    return;
  }
  // A client that watches wants to know at once that it does.
  response.flushHeaders();
  for await (const line of body) {
    if (!response.write(line)) await Promise.race([once(response, 'drain'), once(response, 'close')]);
    if (response.destroyed) break;
  }
  response.end();
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function kubeconfigFor(server: string, name: string, token: string | undefined): string {
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': name,
    clusters: [{ name, cluster: { server } }],
    users: [{ name, user: token === undefined ? {} : { token } }],
    contexts: [{ name, context: { cluster: name, user: name, namespace: 'a1' } }],
  });
}
