import { createClient } from './client.ts';
import { type GatewayRow, watchGateways } from './gateways.ts';
import { LiveTable } from './live-table.ts';

/* A live table on the terminal, until Ctrl-C. Stop the server and start it again: the table comes back by itself. */
const table = new LiveTable<GatewayRow>();
const { client } = createClient({
  url: process.env.ALB_GRAPHQL_URL ?? 'http://127.0.0.1:4000/graphql',
  freshToken: async () => process.env.TOKEN,
  onConnected: () => table.beginAnew(),
  onClosed: (code, reason) => console.log(`connection lost (${code} ${reason}), trying again`),
});

watchGateways(client, table, {
  onChange() {
    if (!table.synced) return;
    console.log(`${table.rows.length} gateways`);
    for (const { namespace, name, provisioning, addresses } of table.rows) {
      const where = addresses.map(({ value }) => value).join(' ');
      console.log(`  ${namespace}/${name}  ${provisioning.phase} ${provisioning.percent} %  ${where}`);
    }
  },
});
