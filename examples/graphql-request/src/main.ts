import { createClient, faultOf } from './client.ts';
import { createGateway, deleteGateway, findGateway, listGateways, updateListeners } from './gateways.ts';

const url = process.env.ALB_GRAPHQL_URL ?? 'http://127.0.0.1:4000/graphql';
const client = createClient(url, async () => process.env.TOKEN);

for await (const { name, provisioning, addresses } of listGateways(client, 'a1')) {
  console.log(`${name}: ${provisioning.phase}, ${addresses.map(({ value }) => value).join(' ')}`);
}

const target = { namespace: 'a1', name: 'example' };
const listener = { name: 'http', port: 8234, protocol: 'HTTP', hostname: 'a.com' };
const { written, gateway } = await createGateway(client, { ...target, listeners: [listener] });
console.log(`created ${written.join(' and ')}`);

try {
  const changed = { ...listener, hostname: 'b.com' };
  await updateListeners(client, { ...target, generation: gateway.generation }, [changed]);
  console.log('updated');
  // A form that was opened before that change knows an old generation.
  await updateListeners(client, { ...target, generation: gateway.generation }, [listener]);
} catch (error) {
  if (faultOf(error)?.code !== 'CONFLICT') throw error;
  const now = await findGateway(client, target.namespace, target.name);
  console.log(`conflict: it is ${now?.listeners[0]?.hostname} now`);
} finally {
  const { albs } = await deleteGateway(client, target.namespace, target.name);
  console.log(`deleted, with ${albs.length} ALB`);
}
