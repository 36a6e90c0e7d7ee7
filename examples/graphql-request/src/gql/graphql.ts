/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** Where an address comes from. */
export type AddressSource =
  /** Reported in the Gateway’s own status. */
  | 'GATEWAY_STATUS'
  /** Allocated by the load-balancer service of the ALB. */
  | 'LB_SERVICE'
  /** Written by a person into the ALB’s spec. */
  | 'MANUAL';

/** What kind of address it is. */
export type AddressType =
  /** A host name. */
  | 'HOSTNAME'
  /** An IPv4 address. */
  | 'IPV4'
  /** An IPv6 address. */
  | 'IPV6';

/** Settings of a standalone gateway’s ALB. Its load-balancer service is always on. */
export type AlbSettingsInput = {
  /** Manual addresses, in order: IPv4, IPv6 or host names. null or empty: none. */
  addresses?: Array<string> | null | undefined;
  /** Annotations for the load-balancer service; the whole map. */
  lbSvcAnnotations?: Record<string, string> | null | undefined;
  /** How many pods. null: the back end’s default, 3. */
  replicas?: number | null | undefined;
  /** What each pod may use; merged with what is there. */
  resources?: ResourcesInput | null | undefined;
};

/** Which routes may attach to a listener. */
export type AllowedRoutesInput = {
  /** From which namespaces; absent: the cluster’s default, SAME. OTHER is INVALID_INPUT. */
  from?: RouteNamespaces | null | undefined;
  /** Of which kinds; absent: whatever fits the protocol. */
  kinds?: Array<RouteKindInput> | null | undefined;
  /** A Kubernetes LabelSelector over namespaces; wanted with SELECTOR, and only then. */
  selector?: unknown;
};

/** A gateway to create. */
export type CreateGatewayInput = {
  /** Settings of its ALB, for a STANDALONE class alone. */
  alb?: AlbSettingsInput | null | undefined;
  /** Annotations of the Gateway. */
  annotations?: Record<string, string> | null | undefined;
  /** The cluster, by its configured name; absent: the default one. CLUSTER_UNKNOWN where there is none. */
  cluster?: string | null | undefined;
  /** Ask the cluster’s admission about everything and store nothing. */
  dryRun?: boolean | null | undefined;
  /** Its class; absent: the platform’s standalone class. For a SHARED or OTHER class the Gateway alone is written. */
  gatewayClassName?: string | null | undefined;
  /** Labels of the Gateway. The back end’s own keys are INVALID_INPUT. */
  labels?: Record<string, string> | null | undefined;
  /** Its ports, 1 to 64 of them. */
  listeners: Array<ListenerInput>;
  /** The gateway’s name. ALREADY_EXISTS where there is one. */
  name: string;
  /** The namespace. NOT_FOUND where there is none. */
  namespace: string;
};

/** A gateway to delete. */
export type DeleteGatewayInput = {
  /** The cluster, by its configured name; absent: the default one. CLUSTER_UNKNOWN where there is none. */
  cluster?: string | null | undefined;
  /** Ask the cluster’s admission about everything and store nothing. */
  dryRun?: boolean | null | undefined;
  /** The gateway’s name. NOT_FOUND where there is none. */
  name: string;
  /** The namespace. */
  namespace: string;
  /** Its resourceVersion as last seen: CONFLICT where anything has changed since. */
  resourceVersion?: string | null | undefined;
  /** Its uid as last seen: CONFLICT where another object has taken the name. */
  uid?: string | null | undefined;
};

/** One port of a gateway. In an update, a listener of the same name lends every field that is left out. */
export type ListenerInput = {
  /** Which routes may attach. */
  allowedRoutes?: AllowedRoutesInput | null | undefined;
  /** The host name it serves, possibly with a leading wildcard; null: all. Not for TCP and UDP. */
  hostname?: string | null | undefined;
  /** Unique in its gateway; a DNS name such as "http" or "api.v2". */
  name: string;
  /** The port, 1 to 65535. */
  port: number;
  /** HTTP, HTTPS, TLS, TCP, UDP, or one of the implementation’s own such as "example.com/bar". */
  protocol: string;
  /** How it handles TLS: for HTTPS and TLS. */
  tls?: ListenerTlsInput | null | undefined;
};

/** How a listener handles TLS. */
export type ListenerTlsInput = {
  /** Where the certificates are; wanted where TLS ends at the gateway. */
  certificateRefs?: Array<SecretRefInput> | null | undefined;
  /** Where TLS ends; absent: the cluster’s default, TERMINATE. OTHER is INVALID_INPUT. */
  mode?: TlsMode | null | undefined;
  /** Options of the implementation. */
  options?: Record<string, string> | null | undefined;
};

/** How far a gateway has come, in one word. */
export type ProvisioningPhase =
  /** It is being deleted. */
  | 'DELETING'
  /** A step failed; its message tells why. */
  | 'FAILED'
  /** Nothing has begun: the back end has not taken it up. */
  | 'PENDING'
  /** Some steps are done, others are under way. */
  | 'PROGRESSING'
  /** Every step is done: it serves. */
  | 'READY';

/** Amounts of the two resources; what is left out stays as it is, null goes back to the back end’s default. */
export type ResourceListInput = {
  /** CPU, in cores: "200m" is a fifth of one. */
  cpu?: string | null | undefined;
  /** Memory, in bytes: "256Mi". */
  memory?: string | null | undefined;
};

/** What each pod of an ALB may use. */
export type ResourcesInput = {
  /** At most. */
  limits?: ResourceListInput | null | undefined;
  /** At least; not above the limits. */
  requests?: ResourceListInput | null | undefined;
};

/** A kind of route, such as HTTPRoute. */
export type RouteKindInput = {
  /** Its API group. */
  group?: string | null | undefined;
  /** Its kind. */
  kind: string;
};

/** From which namespaces routes may attach. */
export type RouteNamespaces =
  /** From every namespace. */
  | 'ALL'
  /** A form newer than this server. Refused in input. */
  | 'OTHER'
  /** From the gateway’s own namespace. */
  | 'SAME'
  /** From the namespaces whose labels match the selector. */
  | 'SELECTOR';

/** A reference to an object that holds a certificate. */
export type SecretRefInput = {
  /** Its API group; empty for core. */
  group?: string | null | undefined;
  /** Its kind. */
  kind?: string | null | undefined;
  /** Its name. */
  name: string;
  /** Its namespace; absent: the gateway’s own. Another one needs a ReferenceGrant there. */
  namespace?: string | null | undefined;
};

/** Where TLS ends. */
export type TlsMode =
  /** A mode newer than this server. Refused in input. */
  | 'OTHER'
  /** At the back end; the gateway passes the bytes through. */
  | 'PASSTHROUGH'
  /** At the gateway. */
  | 'TERMINATE';

/** Changes to a gateway. What is left out stays as it is; null goes back to the cluster’s default, or is removed. Only the objects that change are written. */
export type UpdateGatewayInput = {
  /** Changes to its own ALB, for a STANDALONE class alone. */
  alb?: AlbSettingsInput | null | undefined;
  /** The ALB’s generation as last seen: CONFLICT where its spec has changed since. */
  albGeneration?: number | null | undefined;
  /** The ALB’s resourceVersion as last seen: CONFLICT where anything has changed since. */
  albResourceVersion?: string | null | undefined;
  /** The whole map of annotations; the same holds. */
  annotations?: Record<string, string> | null | undefined;
  /** The cluster, by its configured name; absent: the default one. CLUSTER_UNKNOWN where there is none. */
  cluster?: string | null | undefined;
  /** Ask the cluster’s admission about everything and store nothing. */
  dryRun?: boolean | null | undefined;
  /** The Gateway’s generation as last seen: CONFLICT where its spec has changed since. */
  generation?: number | null | undefined;
  /** The whole map of labels. The back end’s own keys survive being left out, and are INVALID_INPUT when changed. */
  labels?: Record<string, string> | null | undefined;
  /** The whole list of ports; those left out are removed. */
  listeners?: Array<ListenerInput> | null | undefined;
  /** The gateway’s name. NOT_FOUND where there is none. */
  name: string;
  /** The namespace. */
  namespace: string;
  /** The Gateway’s resourceVersion as last seen: CONFLICT where anything has changed since. */
  resourceVersion?: string | null | undefined;
};

/** An object that a mutation wrote. */
export type WrittenObject =
  /** The ALB. */
  | 'ALB'
  /** The Gateway. */
  | 'GATEWAY';

export type ListGatewaysQueryVariables = Exact<{
  namespace?: string | null | undefined;
  after?: string | null | undefined;
}>;


export type ListGatewaysQuery = { gateways: { partial: boolean, nodes: Array<{ id: string, name: string, provisioning: { phase: ProvisioningPhase, percent: number }, addresses: Array<{ value: string, type: AddressType }>, listeners: Array<{ name: string, urls: Array<string> }> }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null };

export type OneGatewayQueryVariables = Exact<{
  namespace: string;
  name: string;
}>;


export type OneGatewayQuery = { gateway: { name: string, generation: number | null, provisioning: { phase: ProvisioningPhase, percent: number }, addresses: Array<{ value: string, sources: Array<AddressSource> }>, listeners: Array<{ name: string, port: number, protocol: string, hostname: string | null, allowedRoutes: { from: RouteNamespaces } }> } | null };

export type CreateGatewayMutationVariables = Exact<{
  input: CreateGatewayInput;
}>;


export type CreateGatewayMutation = { createGateway: { written: Array<WrittenObject>, gateway: { name: string, generation: number | null }, alb: { name: string } | null } };

export type UpdateListenersMutationVariables = Exact<{
  input: UpdateGatewayInput;
}>;


export type UpdateListenersMutation = { updateGateway: { written: Array<WrittenObject>, gateway: { generation: number | null, listeners: Array<{ name: string, hostname: string | null }> } } };

export type DeleteGatewayMutationVariables = Exact<{
  input: DeleteGatewayInput;
}>;


export type DeleteGatewayMutation = { deleteGateway: { albs: Array<{ name: string }> } };


export const ListGatewaysDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ListGateways"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"namespace"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"gateways"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"namespace"},"value":{"kind":"Variable","name":{"kind":"Name","value":"namespace"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"50"}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"provisioning"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"phase"}},{"kind":"Field","name":{"kind":"Name","value":"percent"}}]}},{"kind":"Field","name":{"kind":"Name","value":"addresses"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"type"}}]}},{"kind":"Field","name":{"kind":"Name","value":"listeners"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"urls"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"partial"}}]}}]}}]} as unknown as DocumentNode<ListGatewaysQuery, ListGatewaysQueryVariables>;
export const OneGatewayDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"OneGateway"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"namespace"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"name"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"gateway"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"namespace"},"value":{"kind":"Variable","name":{"kind":"Name","value":"namespace"}}},{"kind":"Argument","name":{"kind":"Name","value":"name"},"value":{"kind":"Variable","name":{"kind":"Name","value":"name"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"generation"}},{"kind":"Field","name":{"kind":"Name","value":"provisioning"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"phase"}},{"kind":"Field","name":{"kind":"Name","value":"percent"}}]}},{"kind":"Field","name":{"kind":"Name","value":"addresses"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"sources"}}]}},{"kind":"Field","name":{"kind":"Name","value":"listeners"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"port"}},{"kind":"Field","name":{"kind":"Name","value":"protocol"}},{"kind":"Field","name":{"kind":"Name","value":"hostname"}},{"kind":"Field","name":{"kind":"Name","value":"allowedRoutes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"from"}}]}}]}}]}}]}}]} as unknown as DocumentNode<OneGatewayQuery, OneGatewayQueryVariables>;
export const CreateGatewayDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateGateway"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateGatewayInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createGateway"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"written"}},{"kind":"Field","name":{"kind":"Name","value":"gateway"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"generation"}}]}},{"kind":"Field","name":{"kind":"Name","value":"alb"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]} as unknown as DocumentNode<CreateGatewayMutation, CreateGatewayMutationVariables>;
export const UpdateListenersDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UpdateListeners"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateGatewayInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"updateGateway"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"written"}},{"kind":"Field","name":{"kind":"Name","value":"gateway"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"generation"}},{"kind":"Field","name":{"kind":"Name","value":"listeners"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"hostname"}}]}}]}}]}}]}}]} as unknown as DocumentNode<UpdateListenersMutation, UpdateListenersMutationVariables>;
export const DeleteGatewayDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DeleteGateway"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DeleteGatewayInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deleteGateway"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"albs"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]} as unknown as DocumentNode<DeleteGatewayMutation, DeleteGatewayMutationVariables>;