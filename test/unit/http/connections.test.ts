import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it } from '@jest/globals';
import { setUpTestServers } from './test-server.js';

const startServer = setUpTestServers();

it('closes one connection more than allowed as it comes, and counts it', async () => {
  const { url, metrics } = await startServer({ limits: { maxConnections: 2 } });
  const port = Number(new URL(url).port);
  const open = async () => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined).resume();
    await once(socket, 'connect');
    return socket;
  };
  const [first, second] = [await open(), await open()];
  const third = await open();
  await once(third, 'close');
  expect(await metrics.expose()).toContain('alb_graphql_refused_total{limit="MAX_CONNECTIONS"} 1');
  first.destroy();
  second.destroy();
});

it.each([
  ['an answer', '/graphql?query={token}'],
  ['a page', '/console/'],
  ['a fault', '/nothing'],
])('%s has the headers that keep browsers from misusing it', async (_what, path) => {
  const { url } = await startServer();
  const { headers } = await fetch(`${url}${path}`);
  expect(Object.fromEntries(headers)).toMatchObject({
    'content-security-policy': expect.stringContaining("default-src 'none'"),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  });
  expect(headers.has('strict-transport-security')).toBe(false);
  expect(headers.has('server')).toBe(false);
  expect(headers.has('x-powered-by')).toBe(false);
});

it('answers of the API are kept by nobody', async () => {
  const { graphql } = await startServer();
  expect((await fetch(`${graphql}?query={token}`)).headers.get('cache-control')).toBe('no-store');
});
