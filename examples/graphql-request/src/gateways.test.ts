import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createClient, faultOf } from './client.ts';
import { createGateway, deleteGateway, findGateway, listGateways, updateListeners } from './gateways.ts';

/*
 * A contract test without mocks, as a front end's CI would run it:
 *   npx alb-graphql sandbox --users -- npm test
 */
const url = process.env.ALB_GRAPHQL_URL ?? 'http://127.0.0.1:4000/graphql';
const as = (token: string) => createClient(url, async () => token);
const alice = as('alice-token');
const target = { namespace: 'a1', name: 'contract' };
const listener = { name: 'http', port: 80, protocol: 'HTTP', hostname: 'a.com' };
const withCode = (code: string) => (error: unknown) => faultOf(error)?.code === code;

after(() => deleteGateway(alice, target.namespace, target.name));

test('a page of gateways has what the table shows', async () => {
  const names = [];
  for await (const { name, listeners } of listGateways(alice, 'a1')) {
    names.push(name);
    assert.ok(listeners.every(({ urls }) => urls.length > 0));
  }
  assert.ok(names.includes('g1'));
});

test('a gateway is created as two objects, and can be found', async () => {
  const { written, alb } = await createGateway(alice, { ...target, listeners: [listener] });
  assert.deepEqual(written, ['ALB', 'GATEWAY']);
  assert.match(alb?.name ?? '', /^contract-/);
  assert.equal((await findGateway(alice, target.namespace, target.name))?.listeners[0]?.hostname, 'a.com');
});

test('a form filled from an old generation is told of the conflict', async () => {
  const seen = await findGateway(alice, target.namespace, target.name);
  const form = { ...target, generation: seen?.generation };
  await updateListeners(alice, form, [{ ...listener, hostname: 'b.com' }]);
  await assert.rejects(updateListeners(alice, form, [listener]), withCode('CONFLICT'));
});

test('a wrong port is told at its field', async () => {
  const wrong = createGateway(alice, { namespace: 'a1', name: 'wrong', listeners: [{ ...listener, port: 0 }] });
  await assert.rejects(wrong, (error) => {
    assert.equal(faultOf(error)?.code, 'INVALID_INPUT');
    assert.deepEqual(faultOf(error)?.extensions['path'], ['input', 'listeners', 0, 'port']);
    return true;
  });
});

test('who may only look is refused', async () => {
  const refused = createGateway(as('viewer-token'), { namespace: 'a1', name: 'refused', listeners: [listener] });
  await assert.rejects(refused, withCode('FORBIDDEN'));
});
