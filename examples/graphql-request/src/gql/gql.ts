/* eslint-disable */
import * as types from './graphql.ts';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "\n  query ListGateways($namespace: String, $after: String) {\n    gateways(namespace: $namespace, first: 50, after: $after) {\n      nodes { id name provisioning { phase percent } addresses { value type } listeners { name urls } }\n      pageInfo { hasNextPage endCursor }\n      partial\n    }\n  }\n": typeof types.ListGatewaysDocument,
    "\n  query OneGateway($namespace: String!, $name: String!) {\n    gateway(namespace: $namespace, name: $name) {\n      name\n      generation\n      provisioning { phase percent }\n      addresses { value sources }\n      listeners { name port protocol hostname allowedRoutes { from } }\n    }\n  }\n": typeof types.OneGatewayDocument,
    "\n  mutation CreateGateway($input: CreateGatewayInput!) {\n    createGateway(input: $input) { written gateway { name generation } alb { name } }\n  }\n": typeof types.CreateGatewayDocument,
    "\n  mutation UpdateListeners($input: UpdateGatewayInput!) {\n    updateGateway(input: $input) { written gateway { generation listeners { name hostname } } }\n  }\n": typeof types.UpdateListenersDocument,
    "\n  mutation DeleteGateway($input: DeleteGatewayInput!) {\n    deleteGateway(input: $input) { albs { name } }\n  }\n": typeof types.DeleteGatewayDocument,
};
const documents: Documents = {
    "\n  query ListGateways($namespace: String, $after: String) {\n    gateways(namespace: $namespace, first: 50, after: $after) {\n      nodes { id name provisioning { phase percent } addresses { value type } listeners { name urls } }\n      pageInfo { hasNextPage endCursor }\n      partial\n    }\n  }\n": types.ListGatewaysDocument,
    "\n  query OneGateway($namespace: String!, $name: String!) {\n    gateway(namespace: $namespace, name: $name) {\n      name\n      generation\n      provisioning { phase percent }\n      addresses { value sources }\n      listeners { name port protocol hostname allowedRoutes { from } }\n    }\n  }\n": types.OneGatewayDocument,
    "\n  mutation CreateGateway($input: CreateGatewayInput!) {\n    createGateway(input: $input) { written gateway { name generation } alb { name } }\n  }\n": types.CreateGatewayDocument,
    "\n  mutation UpdateListeners($input: UpdateGatewayInput!) {\n    updateGateway(input: $input) { written gateway { generation listeners { name hostname } } }\n  }\n": types.UpdateListenersDocument,
    "\n  mutation DeleteGateway($input: DeleteGatewayInput!) {\n    deleteGateway(input: $input) { albs { name } }\n  }\n": types.DeleteGatewayDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ListGateways($namespace: String, $after: String) {\n    gateways(namespace: $namespace, first: 50, after: $after) {\n      nodes { id name provisioning { phase percent } addresses { value type } listeners { name urls } }\n      pageInfo { hasNextPage endCursor }\n      partial\n    }\n  }\n"): (typeof documents)["\n  query ListGateways($namespace: String, $after: String) {\n    gateways(namespace: $namespace, first: 50, after: $after) {\n      nodes { id name provisioning { phase percent } addresses { value type } listeners { name urls } }\n      pageInfo { hasNextPage endCursor }\n      partial\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query OneGateway($namespace: String!, $name: String!) {\n    gateway(namespace: $namespace, name: $name) {\n      name\n      generation\n      provisioning { phase percent }\n      addresses { value sources }\n      listeners { name port protocol hostname allowedRoutes { from } }\n    }\n  }\n"): (typeof documents)["\n  query OneGateway($namespace: String!, $name: String!) {\n    gateway(namespace: $namespace, name: $name) {\n      name\n      generation\n      provisioning { phase percent }\n      addresses { value sources }\n      listeners { name port protocol hostname allowedRoutes { from } }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateGateway($input: CreateGatewayInput!) {\n    createGateway(input: $input) { written gateway { name generation } alb { name } }\n  }\n"): (typeof documents)["\n  mutation CreateGateway($input: CreateGatewayInput!) {\n    createGateway(input: $input) { written gateway { name generation } alb { name } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation UpdateListeners($input: UpdateGatewayInput!) {\n    updateGateway(input: $input) { written gateway { generation listeners { name hostname } } }\n  }\n"): (typeof documents)["\n  mutation UpdateListeners($input: UpdateGatewayInput!) {\n    updateGateway(input: $input) { written gateway { generation listeners { name hostname } } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DeleteGateway($input: DeleteGatewayInput!) {\n    deleteGateway(input: $input) { albs { name } }\n  }\n"): (typeof documents)["\n  mutation DeleteGateway($input: DeleteGatewayInput!) {\n    deleteGateway(input: $input) { albs { name } }\n  }\n"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;