import type { GraphQLClient } from 'graphql-request';
import type { CreateGatewayInput, ListenerInput } from './gql/graphql.ts';
import { graphql } from './gql/index.ts';

const list = graphql(`
  query ListGateways($namespace: String, $after: String) {
    gateways(namespace: $namespace, first: 50, after: $after) {
      nodes { id name provisioning { phase percent } addresses { value type } listeners { name urls } }
      pageInfo { hasNextPage endCursor }
      partial
    }
  }
`);

const one = graphql(`
  query OneGateway($namespace: String!, $name: String!) {
    gateway(namespace: $namespace, name: $name) {
      name
      generation
      provisioning { phase percent }
      addresses { value sources }
      listeners { name port protocol hostname allowedRoutes { from } }
    }
  }
`);

const create = graphql(`
  mutation CreateGateway($input: CreateGatewayInput!) {
    createGateway(input: $input) { written gateway { name generation } alb { name } }
  }
`);

const update = graphql(`
  mutation UpdateListeners($input: UpdateGatewayInput!) {
    updateGateway(input: $input) { written gateway { generation listeners { name hostname } } }
  }
`);

const remove = graphql(`
  mutation DeleteGateway($input: DeleteGatewayInput!) {
    deleteGateway(input: $input) { albs { name } }
  }
`);

/** Every gateway of a namespace, or of all that the caller may list, page by page. */
export async function* listGateways(client: GraphQLClient, namespace?: string) {
  let after: string | null | undefined;
  do {
    const { gateways } = await client.request(list, { namespace, after });
    if (!gateways) return;
    yield* gateways.nodes;
    after = gateways.pageInfo.hasNextPage ? gateways.pageInfo.endCursor : undefined;
  } while (after);
}

/** Undefined where there is none. */
export async function findGateway(client: GraphQLClient, namespace: string, name: string) {
  return (await client.request(one, { namespace, name })).gateway ?? undefined;
}

export async function createGateway(client: GraphQLClient, input: CreateGatewayInput) {
  return (await client.request(create, { input })).createGateway;
}

/**
 * Replaces the listeners. `generation` is what the form was filled from: if somebody changed the gateway since, the
 * answer is CONFLICT and nothing is written.
 */
export async function updateListeners(
  client: GraphQLClient,
  target: { namespace: string; name: string; generation?: number | null },
  listeners: ListenerInput[],
) {
  return (await client.request(update, { input: { ...target, listeners } })).updateGateway;
}

export async function deleteGateway(client: GraphQLClient, namespace: string, name: string) {
  return (await client.request(remove, { input: { namespace, name } })).deleteGateway;
}
