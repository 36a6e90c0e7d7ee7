/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
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

/** What an event of a subscription says. */
export type WatchEventType =
  /** The object came into the listener’s view: it was there at the start, was created, or began to match. */
  | 'ADDED'
  /** The object left the listener’s view; it is shown as it was last sent. */
  | 'DELETED'
  /** Something that the listener selected has changed. */
  | 'MODIFIED'
  /** Everything that was there has been sent; what follows are changes. Carries no object. */
  | 'SYNCED';

export type GatewayTableSubscriptionVariables = Exact<{
  namespace?: string | null | undefined;
}>;


export type GatewayTableSubscription = { gatewayEvents: { type: WatchEventType, gateway: { id: string, namespace: string, name: string, addresses: Array<{ value: string }>, provisioning: { phase: ProvisioningPhase, percent: number } } | null } };

export type CreateGatewayMutationVariables = Exact<{
  input: CreateGatewayInput;
}>;


export type CreateGatewayMutation = { createGateway: { gateway: { id: string } } };

export type DeleteGatewayMutationVariables = Exact<{
  input: DeleteGatewayInput;
}>;


export type DeleteGatewayMutation = { deleteGateway: { gateway: { id: string } } };


export const GatewayTableDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"GatewayTable"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"namespace"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"gatewayEvents"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"namespace"},"value":{"kind":"Variable","name":{"kind":"Name","value":"namespace"}}},{"kind":"Argument","name":{"kind":"Name","value":"debounceMs"},"value":{"kind":"IntValue","value":"100"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"gateway"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"namespace"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"addresses"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}}]}},{"kind":"Field","name":{"kind":"Name","value":"provisioning"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"phase"}},{"kind":"Field","name":{"kind":"Name","value":"percent"}}]}}]}}]}}]}}]} as unknown as DocumentNode<GatewayTableSubscription, GatewayTableSubscriptionVariables>;
export const CreateGatewayDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateGateway"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateGatewayInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createGateway"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"gateway"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]} as unknown as DocumentNode<CreateGatewayMutation, CreateGatewayMutationVariables>;
export const DeleteGatewayDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DeleteGateway"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DeleteGatewayInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deleteGateway"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"gateway"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]} as unknown as DocumentNode<DeleteGatewayMutation, DeleteGatewayMutationVariables>;