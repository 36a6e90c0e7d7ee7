import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createClient } from './client.ts';
import { createGateway, deleteGateway, type GatewayRow, watchGateways } from './gateways.ts';
import { LiveTable } from './live-table.ts';

/* Runs beside a sandbox: npx alb-graphql sandbox --users --ready-ms 300 -- npm test */
const url = process.env.ALB_GRAPHQL_URL ?? 'http://127.0.0.1:4000/graphql';
const target = { namespace: 'a1', name: 'live' };
const rows = new LiveTable<GatewayRow>();
const row = () => rows.rows.find(({ name }) => name === target.name);
let tokens = 0;
const { client, socket } = createClient({
  url,
  async freshToken() {
    tokens += 1;
    return 'alice-token';
  },
  onConnected: () => rows.beginAnew(),
});

let changed = () => {};
/** Resolves at the first event after which the condition holds. */
const until = (condition: () => boolean) =>
  new Promise<void>((resolve) => {
    changed = () => condition() && resolve();
    changed();
  });
let stop = () => {};

before(() => {
  stop = watchGateways(client, rows, { namespace: 'a1', onChange: () => changed() });
  return until(() => rows.synced);
});

after(async () => {
  stop();
  await socket.dispose();
});

test('the table begins with what there is', () => {
  assert.ok(rows.rows.some(({ name }) => name === 'g1'));
});

test('a new gateway appears, comes up, and goes', async () => {
  await createGateway(client, { ...target, listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }] });
  await until(() => row() !== undefined);
  await until(() => row()?.provisioning.phase === 'READY');
  assert.ok((row()?.addresses.length ?? 0) > 0);
  await deleteGateway(client, target);
  await until(() => row() === undefined);
});

test('a lost connection comes back with a fresh token, and the table is whole again', async () => {
  const [asked, names] = [tokens, rows.rows.map(({ name }) => name)];
  socket.terminate();
  await until(() => tokens > asked && rows.synced);
  assert.deepEqual(
    rows.rows.map(({ name }) => name),
    names,
  );
  await createGateway(client, { ...target, listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }] });
  await until(() => row() !== undefined);
  await deleteGateway(client, target);
});
