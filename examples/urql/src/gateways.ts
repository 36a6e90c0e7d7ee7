import type { Client } from '@urql/core';
import type { CreateGatewayInput, DeleteGatewayInput, GatewayTableSubscription } from './gql/graphql.ts';
import { graphql } from './gql/index.ts';
import type { LiveTable } from './live-table.ts';

const table = graphql(`
  subscription GatewayTable($namespace: String) {
    gatewayEvents(namespace: $namespace, debounceMs: 100) {
      type
      gateway { id namespace name addresses { value } provisioning { phase percent } }
    }
  }
`);

const create = graphql(`
  mutation CreateGateway($input: CreateGatewayInput!) {
    createGateway(input: $input) { gateway { id } }
  }
`);

const remove = graphql(`
  mutation DeleteGateway($input: DeleteGatewayInput!) {
    deleteGateway(input: $input) { gateway { id } }
  }
`);

export type GatewayRow = NonNullable<GatewayTableSubscription['gatewayEvents']['gateway']>;

/** Keeps the table current; `onChange` after each event. Answers how to end it. */
export function watchGateways(
  client: Client,
  rows: LiveTable<GatewayRow>,
  { namespace, onChange }: { namespace?: string; onChange: () => void },
): () => void {
  const { unsubscribe } = client.subscription(table, { namespace }).subscribe(({ data, error }) => {
    if (error) throw error;
    if (!data) return;
    const { type, gateway } = data.gatewayEvents;
    rows.take({ type, row: gateway });
    onChange();
  });
  return unsubscribe;
}

/** Throws urql's CombinedError, whose graphQLErrors carry extensions.code. */
export async function createGateway(client: Client, input: CreateGatewayInput): Promise<string> {
  const { data, error } = await client.mutation(create, { input });
  if (!data) throw error;
  return data.createGateway.gateway.id;
}

export async function deleteGateway(client: Client, input: DeleteGatewayInput): Promise<void> {
  const { error } = await client.mutation(remove, { input });
  if (error) throw error;
}
