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
  readonly addresses?: ReadonlyArray<string> | null | undefined;
  /** Annotations for the load-balancer service; the whole map. */
  readonly lbSvcAnnotations?: Readonly<Record<string, string>> | null | undefined;
  /** How many pods. null: the back end’s default, 3. */
  readonly replicas?: number | null | undefined;
  /** What each pod may use; merged with what is there. */
  readonly resources?: ResourcesInput | null | undefined;
};

/** What the operator says of an ALB. */
export type AlbState =
  /** Waiting for something outside, such as an address. */
  | 'PENDING'
  /** Its workload is starting or changing. */
  | 'PROGRESSING'
  /** At work. */
  | 'RUNNING'
  /** No state has been reported yet, or one newer than this server. */
  | 'UNKNOWN'
  /** At work, but with a fault that `reason` tells. */
  | 'WARNING';

/** Which routes may attach to a listener. */
export type AllowedRoutesInput = {
  /** From which namespaces; absent: the cluster’s default, SAME. OTHER is INVALID_INPUT. */
  readonly from?: RouteNamespaces | null | undefined;
  /** Of which kinds; absent: whatever fits the protocol. */
  readonly kinds?: ReadonlyArray<RouteKindInput> | null | undefined;
  /** A Kubernetes LabelSelector over namespaces; wanted with SELECTOR, and only then. */
  readonly selector?: unknown;
};

/** Whether a condition holds. */
export type ConditionStatus =
  /** It does not hold. */
  | 'FALSE'
  /** It holds. */
  | 'TRUE'
  /** The controller cannot tell, or not yet. */
  | 'UNKNOWN';

/** A gateway to create. */
export type CreateGatewayInput = {
  /** Settings of its ALB, for a STANDALONE class alone. */
  readonly alb?: AlbSettingsInput | null | undefined;
  /** Annotations of the Gateway. */
  readonly annotations?: Readonly<Record<string, string>> | null | undefined;
  /** The cluster, by its configured name; absent: the default one. CLUSTER_UNKNOWN where there is none. */
  readonly cluster?: string | null | undefined;
  /** Ask the cluster’s admission about everything and store nothing. */
  readonly dryRun?: boolean | null | undefined;
  /** Its class; absent: the platform’s standalone class. For a SHARED or OTHER class the Gateway alone is written. */
  readonly gatewayClassName?: string | null | undefined;
  /** Labels of the Gateway. The back end’s own keys are INVALID_INPUT. */
  readonly labels?: Readonly<Record<string, string>> | null | undefined;
  /** Its ports, 1 to 64 of them. */
  readonly listeners: ReadonlyArray<ListenerInput>;
  /** The gateway’s name. ALREADY_EXISTS where there is one. */
  readonly name: string;
  /** The namespace. NOT_FOUND where there is none. */
  readonly namespace: string;
};

/** A gateway to delete. */
export type DeleteGatewayInput = {
  /** The cluster, by its configured name; absent: the default one. CLUSTER_UNKNOWN where there is none. */
  readonly cluster?: string | null | undefined;
  /** Ask the cluster’s admission about everything and store nothing. */
  readonly dryRun?: boolean | null | undefined;
  /** The gateway’s name. NOT_FOUND where there is none. */
  readonly name: string;
  /** The namespace. */
  readonly namespace: string;
  /** Its resourceVersion as last seen: CONFLICT where anything has changed since. */
  readonly resourceVersion?: string | null | undefined;
  /** Its uid as last seen: CONFLICT where another object has taken the name. */
  readonly uid?: string | null | undefined;
};

/** An orphaned ALB to delete. */
export type DeleteOrphanedAlbInput = {
  /** The cluster, by its configured name; absent: the default one. CLUSTER_UNKNOWN where there is none. */
  readonly cluster?: string | null | undefined;
  /** Ask the cluster’s admission about everything and store nothing. */
  readonly dryRun?: boolean | null | undefined;
  /** The ALB’s name. NOT_FOUND where there is none. */
  readonly name: string;
  /** The namespace. */
  readonly namespace: string;
  /** Its uid as last seen: CONFLICT where another object has taken the name. */
  readonly uid?: string | null | undefined;
};

/** Whose load balancer the gateways of a class run on, by the platform’s labels on the class. */
export type GatewayClassType =
  /** Not deployed by the platform: another controller’s class. */
  | 'OTHER'
  /** All gateways of the class share the ALB behind it. */
  | 'SHARED'
  /** Each gateway has an ALB of its own. */
  | 'STANDALONE';

/** Which gateways; every condition given must hold. */
export type GatewayFilter = {
  /** With this address, however it is spelled. */
  readonly address?: string | null | undefined;
  /** Of one of these classes, by name. */
  readonly classNames?: ReadonlyArray<string> | null | undefined;
  /** Of a class of this type. */
  readonly classType?: GatewayClassType | null | undefined;
  /** With a listener that serves this host name. */
  readonly hostname?: string | null | undefined;
  /** A Kubernetes label selector, such as "team=payments,tier in (a,b)". */
  readonly labelSelector?: string | null | undefined;
  /** In one of these phases. */
  readonly phase?: ReadonlyArray<ProvisioningPhase> | null | undefined;
  /** With a listener on this port. */
  readonly port?: number | null | undefined;
  /** Part of the name, of a listener’s host name or of an address, without case. */
  readonly search?: string | null | undefined;
};

/** Whether an ALB serves one Gateway or many. */
export type GatewayMode =
  /** Every Gateway of the class named after it. */
  | 'SHARED'
  /** One Gateway, named in its configuration. */
  | 'STANDALONE';

/** How gateways are ordered. */
export type GatewayOrder = {
  /** Which way. */
  readonly direction: OrderDirection;
  /** By what. */
  readonly field: GatewayOrderField;
};

/** What gateways are ordered by; equal ones by namespace and name. */
export type GatewayOrderField =
  /** By the time of creation. */
  | 'CREATED_AT'
  /** By name. */
  | 'NAME'
  /** By namespace. */
  | 'NAMESPACE';

/** One port of a gateway. In an update, a listener of the same name lends every field that is left out. */
export type ListenerInput = {
  /** Which routes may attach. */
  readonly allowedRoutes?: AllowedRoutesInput | null | undefined;
  /** The host name it serves, possibly with a leading wildcard; null: all. Not for TCP and UDP. */
  readonly hostname?: string | null | undefined;
  /** Unique in its gateway; a DNS name such as "http" or "api.v2". */
  readonly name: string;
  /** The port, 1 to 65535. */
  readonly port: number;
  /** HTTP, HTTPS, TLS, TCP, UDP, or one of the implementation’s own such as "example.com/bar". */
  readonly protocol: string;
  /** How it handles TLS: for HTTPS and TLS. */
  readonly tls?: ListenerTlsInput | null | undefined;
};

/** How a listener handles TLS. */
export type ListenerTlsInput = {
  /** Where the certificates are; wanted where TLS ends at the gateway. */
  readonly certificateRefs?: ReadonlyArray<SecretRefInput> | null | undefined;
  /** Where TLS ends; absent: the cluster’s default, TERMINATE. OTHER is INVALID_INPUT. */
  readonly mode?: TlsMode | null | undefined;
  /** Options of the implementation. */
  readonly options?: Readonly<Record<string, string>> | null | undefined;
};

/** Which way a list is ordered. */
export type OrderDirection =
  /** Smallest, or oldest, first. */
  | 'ASC'
  /** Largest, or newest, first. */
  | 'DESC';

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

/** The steps from creation to service, in order. */
export type ProvisioningStepName =
  /** It has an address. */
  | 'ADDRESS_ALLOCATED'
  /** Its ALB is there. */
  | 'ALB_CREATED'
  /** The controller has taken the Gateway up. */
  | 'GATEWAY_ACCEPTED'
  /** The listeners are configured and serve. */
  | 'PROGRAMMED'
  /** The ALB’s pods run. */
  | 'WORKLOAD_READY';

/** How one step stands. */
export type ProvisioningStepState =
  /** Under way. */
  | 'ACTIVE'
  /** Done. */
  | 'DONE'
  /** Failed; the message tells why. */
  | 'FAILED'
  /** Waiting for the steps before it. */
  | 'WAITING';

/** Amounts of the two resources; what is left out stays as it is, null goes back to the back end’s default. */
export type ResourceListInput = {
  /** CPU, in cores: "200m" is a fifth of one. */
  readonly cpu?: string | null | undefined;
  /** Memory, in bytes: "256Mi". */
  readonly memory?: string | null | undefined;
};

/** What each pod of an ALB may use. */
export type ResourcesInput = {
  /** At most. */
  readonly limits?: ResourceListInput | null | undefined;
  /** At least; not above the limits. */
  readonly requests?: ResourceListInput | null | undefined;
};

/** A kind of route, such as HTTPRoute. */
export type RouteKindInput = {
  /** Its API group. */
  readonly group?: string | null | undefined;
  /** Its kind. */
  readonly kind: string;
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
  readonly group?: string | null | undefined;
  /** Its kind. */
  readonly kind?: string | null | undefined;
  /** Its name. */
  readonly name: string;
  /** Its namespace; absent: the gateway’s own. Another one needs a ReferenceGrant there. */
  readonly namespace?: string | null | undefined;
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
  readonly alb?: AlbSettingsInput | null | undefined;
  /** The ALB’s generation as last seen: CONFLICT where its spec has changed since. */
  readonly albGeneration?: number | null | undefined;
  /** The ALB’s resourceVersion as last seen: CONFLICT where anything has changed since. */
  readonly albResourceVersion?: string | null | undefined;
  /** The whole map of annotations; the same holds. */
  readonly annotations?: Readonly<Record<string, string>> | null | undefined;
  /** The cluster, by its configured name; absent: the default one. CLUSTER_UNKNOWN where there is none. */
  readonly cluster?: string | null | undefined;
  /** Ask the cluster’s admission about everything and store nothing. */
  readonly dryRun?: boolean | null | undefined;
  /** The Gateway’s generation as last seen: CONFLICT where its spec has changed since. */
  readonly generation?: number | null | undefined;
  /** The whole map of labels. The back end’s own keys survive being left out, and are INVALID_INPUT when changed. */
  readonly labels?: Readonly<Record<string, string>> | null | undefined;
  /** The whole list of ports; those left out are removed. */
  readonly listeners?: ReadonlyArray<ListenerInput> | null | undefined;
  /** The gateway’s name. NOT_FOUND where there is none. */
  readonly name: string;
  /** The namespace. */
  readonly namespace: string;
  /** The Gateway’s resourceVersion as last seen: CONFLICT where anything has changed since. */
  readonly resourceVersion?: string | null | undefined;
};

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

/** An object that a mutation wrote. */
export type WrittenObject =
  /** The ALB. */
  | 'ALB'
  /** The Gateway. */
  | 'GATEWAY';

export type ClassRowFragment = { readonly id: string, readonly name: string, readonly type: GatewayClassType, readonly controllerName: string, readonly description: string | null, readonly accepted: boolean, readonly addresses: ReadonlyArray<{ readonly value: string, readonly type: AddressType, readonly sources: ReadonlyArray<AddressSource> }>, readonly alb: { readonly namespace: string, readonly name: string, readonly state: AlbState } | null };

export type GatewayClassesSubscriptionVariables = Exact<{
  cluster?: string | null | undefined;
}>;


export type GatewayClassesSubscription = { readonly gatewayClassEvents: { readonly type: WatchEventType, readonly gatewayClass: { readonly id: string, readonly name: string, readonly type: GatewayClassType, readonly controllerName: string, readonly description: string | null, readonly accepted: boolean, readonly addresses: ReadonlyArray<{ readonly value: string, readonly type: AddressType, readonly sources: ReadonlyArray<AddressSource> }>, readonly alb: { readonly namespace: string, readonly name: string, readonly state: AlbState } | null } | null } };

export type FormChoicesQueryVariables = Exact<{
  cluster?: string | null | undefined;
}>;


export type FormChoicesQuery = { readonly namespaces: ReadonlyArray<string> | null, readonly gatewayClasses: ReadonlyArray<{ readonly name: string, readonly type: GatewayClassType, readonly description: string | null }> | null };

export type GatewayForFormQueryVariables = Exact<{
  cluster?: string | null | undefined;
  namespace: string;
  name: string;
}>;


export type GatewayForFormQuery = { readonly gateway: { readonly id: string, readonly cluster: string, readonly namespace: string, readonly name: string, readonly generation: number | null, readonly labels: Readonly<Record<string, string>>, readonly annotations: Readonly<Record<string, string>>, readonly gatewayClassName: string, readonly gatewayClass: { readonly type: GatewayClassType } | null, readonly listeners: ReadonlyArray<{ readonly name: string, readonly port: number, readonly protocol: string, readonly hostname: string | null, readonly tls: { readonly mode: TlsMode, readonly certificateRefs: ReadonlyArray<{ readonly namespace: string, readonly name: string, readonly group: string, readonly kind: string }> } | null, readonly allowedRoutes: { readonly from: RouteNamespaces, readonly selector: unknown } }>, readonly alb: { readonly generation: number | null, readonly gatewayMode: GatewayMode | null, readonly manualAddresses: ReadonlyArray<string>, readonly lbSvcAnnotations: Readonly<Record<string, string>>, readonly replicas: number | null, readonly resources: { readonly limits: { readonly cpu: string | null, readonly memory: string | null }, readonly requests: { readonly cpu: string | null, readonly memory: string | null } } } | null } | null };

export type CreateGatewayMutationVariables = Exact<{
  input: CreateGatewayInput;
}>;


export type CreateGatewayMutation = { readonly createGateway: { readonly written: ReadonlyArray<WrittenObject>, readonly gateway: { readonly cluster: string, readonly namespace: string, readonly name: string } } };

export type UpdateGatewayMutationVariables = Exact<{
  input: UpdateGatewayInput;
}>;


export type UpdateGatewayMutation = { readonly updateGateway: { readonly written: ReadonlyArray<WrittenObject>, readonly gateway: { readonly cluster: string, readonly namespace: string, readonly name: string } } };

export type ConditionFieldsFragment = { readonly type: string, readonly status: ConditionStatus, readonly reason: string, readonly message: string, readonly lastTransitionAt: string };

export type GatewayDetailFragment = { readonly id: string, readonly cluster: string, readonly namespace: string, readonly name: string, readonly uid: string, readonly createdAt: string, readonly deletingSince: string | null, readonly labels: Readonly<Record<string, string>>, readonly annotations: Readonly<Record<string, string>>, readonly gatewayClassName: string, readonly gatewayClass: { readonly name: string, readonly type: GatewayClassType, readonly accepted: boolean } | null, readonly addresses: ReadonlyArray<{ readonly value: string, readonly type: AddressType, readonly sources: ReadonlyArray<AddressSource> }>, readonly alb: { readonly namespace: string, readonly name: string, readonly state: AlbState, readonly reason: string, readonly version: string | null, readonly replicas: number | null, readonly gatewayMode: GatewayMode | null } | null, readonly listeners: ReadonlyArray<{ readonly name: string, readonly port: number, readonly protocol: string, readonly hostname: string | null, readonly urls: ReadonlyArray<string>, readonly attachedRoutes: number, readonly tls: { readonly mode: TlsMode, readonly certificateRefs: ReadonlyArray<{ readonly namespace: string, readonly name: string }> } | null, readonly allowedRoutes: { readonly from: RouteNamespaces }, readonly conditions: ReadonlyArray<{ readonly type: string, readonly status: ConditionStatus, readonly reason: string, readonly message: string, readonly lastTransitionAt: string }> }>, readonly conditions: ReadonlyArray<{ readonly type: string, readonly status: ConditionStatus, readonly reason: string, readonly message: string, readonly lastTransitionAt: string }>, readonly provisioning: { readonly phase: ProvisioningPhase, readonly percent: number, readonly steps: ReadonlyArray<{ readonly name: ProvisioningStepName, readonly state: ProvisioningStepState, readonly message: string, readonly since: string | null }> } };

export type GatewayLiveSubscriptionVariables = Exact<{
  cluster?: string | null | undefined;
  namespace: string;
  name: string;
}>;


export type GatewayLiveSubscription = { readonly gatewayEvents: { readonly type: WatchEventType, readonly gateway: { readonly id: string, readonly cluster: string, readonly namespace: string, readonly name: string, readonly uid: string, readonly createdAt: string, readonly deletingSince: string | null, readonly labels: Readonly<Record<string, string>>, readonly annotations: Readonly<Record<string, string>>, readonly gatewayClassName: string, readonly gatewayClass: { readonly name: string, readonly type: GatewayClassType, readonly accepted: boolean } | null, readonly addresses: ReadonlyArray<{ readonly value: string, readonly type: AddressType, readonly sources: ReadonlyArray<AddressSource> }>, readonly alb: { readonly namespace: string, readonly name: string, readonly state: AlbState, readonly reason: string, readonly version: string | null, readonly replicas: number | null, readonly gatewayMode: GatewayMode | null } | null, readonly listeners: ReadonlyArray<{ readonly name: string, readonly port: number, readonly protocol: string, readonly hostname: string | null, readonly urls: ReadonlyArray<string>, readonly attachedRoutes: number, readonly tls: { readonly mode: TlsMode, readonly certificateRefs: ReadonlyArray<{ readonly namespace: string, readonly name: string }> } | null, readonly allowedRoutes: { readonly from: RouteNamespaces }, readonly conditions: ReadonlyArray<{ readonly type: string, readonly status: ConditionStatus, readonly reason: string, readonly message: string, readonly lastTransitionAt: string }> }>, readonly conditions: ReadonlyArray<{ readonly type: string, readonly status: ConditionStatus, readonly reason: string, readonly message: string, readonly lastTransitionAt: string }>, readonly provisioning: { readonly phase: ProvisioningPhase, readonly percent: number, readonly steps: ReadonlyArray<{ readonly name: ProvisioningStepName, readonly state: ProvisioningStepState, readonly message: string, readonly since: string | null }> } } | null } };

export type EventFieldsFragment = { readonly type: string, readonly reason: string, readonly message: string, readonly count: number, readonly lastSeenAt: string, readonly regarding: string };

export type GatewayRecordsQueryVariables = Exact<{
  cluster?: string | null | undefined;
  namespace: string;
  name: string;
}>;


export type GatewayRecordsQuery = { readonly gateway: { readonly id: string, readonly manifest: string, readonly events: ReadonlyArray<{ readonly type: string, readonly reason: string, readonly message: string, readonly count: number, readonly lastSeenAt: string, readonly regarding: string }> | null, readonly alb: { readonly id: string, readonly manifest: string, readonly events: ReadonlyArray<{ readonly type: string, readonly reason: string, readonly message: string, readonly count: number, readonly lastSeenAt: string, readonly regarding: string }> | null } | null } | null };

export type DeleteGatewayMutationVariables = Exact<{
  input: DeleteGatewayInput;
}>;


export type DeleteGatewayMutation = { readonly deleteGateway: { readonly gateway: { readonly namespace: string, readonly name: string, readonly listeners: ReadonlyArray<{ readonly name: string }> }, readonly albs: ReadonlyArray<{ readonly namespace: string, readonly name: string, readonly addresses: ReadonlyArray<{ readonly value: string }> }> } };

export type GatewayRowFragment = { readonly id: string, readonly cluster: string, readonly namespace: string, readonly name: string, readonly gatewayClassName: string, readonly createdAt: string, readonly addresses: ReadonlyArray<{ readonly value: string, readonly type: AddressType }>, readonly listeners: ReadonlyArray<{ readonly name: string, readonly port: number, readonly protocol: string, readonly hostname: string | null }>, readonly provisioning: { readonly phase: ProvisioningPhase, readonly percent: number } };

export type GatewaysQueryVariables = Exact<{
  cluster?: string | null | undefined;
  namespace?: string | null | undefined;
  filter?: GatewayFilter | null | undefined;
  orderBy?: GatewayOrder | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type GatewaysQuery = { readonly gateways: { readonly totalCount: number, readonly partial: boolean, readonly pageInfo: { readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly startCursor: string | null, readonly endCursor: string | null }, readonly nodes: ReadonlyArray<{ readonly id: string, readonly cluster: string, readonly namespace: string, readonly name: string, readonly gatewayClassName: string, readonly createdAt: string, readonly addresses: ReadonlyArray<{ readonly value: string, readonly type: AddressType }>, readonly listeners: ReadonlyArray<{ readonly name: string, readonly port: number, readonly protocol: string, readonly hostname: string | null }>, readonly provisioning: { readonly phase: ProvisioningPhase, readonly percent: number } }> } | null };

export type GatewayChangesSubscriptionVariables = Exact<{
  cluster?: string | null | undefined;
  namespace?: string | null | undefined;
  filter?: GatewayFilter | null | undefined;
}>;


export type GatewayChangesSubscription = { readonly gatewayEvents: { readonly type: WatchEventType, readonly gateway: { readonly id: string, readonly cluster: string, readonly namespace: string, readonly name: string, readonly gatewayClassName: string, readonly createdAt: string, readonly addresses: ReadonlyArray<{ readonly value: string, readonly type: AddressType }>, readonly listeners: ReadonlyArray<{ readonly name: string, readonly port: number, readonly protocol: string, readonly hostname: string | null }>, readonly provisioning: { readonly phase: ProvisioningPhase, readonly percent: number } } | null } };

export type OrphanRowFragment = { readonly id: string, readonly uid: string, readonly cluster: string, readonly namespace: string, readonly name: string, readonly gatewayName: string | null, readonly createdAt: string, readonly state: AlbState, readonly reason: string, readonly addresses: ReadonlyArray<{ readonly value: string, readonly type: AddressType }> };

export type OrphanedAlbsSubscriptionVariables = Exact<{
  cluster?: string | null | undefined;
}>;


export type OrphanedAlbsSubscription = { readonly albEvents: { readonly type: WatchEventType, readonly alb: { readonly id: string, readonly uid: string, readonly cluster: string, readonly namespace: string, readonly name: string, readonly gatewayName: string | null, readonly createdAt: string, readonly state: AlbState, readonly reason: string, readonly addresses: ReadonlyArray<{ readonly value: string, readonly type: AddressType }> } | null } };

export type DeleteOrphanedAlbMutationVariables = Exact<{
  input: DeleteOrphanedAlbInput;
}>;


export type DeleteOrphanedAlbMutation = { readonly deleteOrphanedAlb: { readonly alb: { readonly namespace: string, readonly name: string } } };

export type ClustersQueryVariables = Exact<{ [key: string]: never; }>;


export type ClustersQuery = { readonly clusters: ReadonlyArray<{ readonly name: string, readonly default: boolean }> };

export type ViewerQueryVariables = Exact<{
  cluster?: string | null | undefined;
}>;


export type ViewerQuery = { readonly viewer: { readonly username: string | null } | null };

export const ClassRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ClassRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"GatewayClass"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"controllerName"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"accepted"}},{"kind":"Field","name":{"kind":"Name","value":"addresses"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"sources"}}]}},{"kind":"Field","name":{"kind":"Name","value":"alb"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"namespace"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"state"}}]}}]}}]} as unknown as DocumentNode<ClassRowFragment, unknown>;
export const ConditionFieldsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ConditionFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Condition"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"lastTransitionAt"}}]}}]} as unknown as DocumentNode<ConditionFieldsFragment, unknown>;
export const GatewayDetailFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"GatewayDetail"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Gateway"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"cluster"}},{"kind":"Field","name":{"kind":"Name","value":"namespace"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"uid"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"deletingSince"}},{"kind":"Field","name":{"kind":"Name","value":"labels"}},{"kind":"Field","name":{"kind":"Name","value":"annotations"}},{"kind":"Field","name":{"kind":"Name","value":"gatewayClassName"}},{"kind":"Field","name":{"kind":"Name","value":"gatewayClass"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"accepted"}}]}},{"kind":"Field","name":{"kind":"Name","value":"addresses"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"sources"}}]}},{"kind":"Field","name":{"kind":"Name","value":"alb"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"namespace"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"replicas"}},{"kind":"Field","name":{"kind":"Name","value":"gatewayMode"}}]}},{"kind":"Field","name":{"kind":"Name","value":"listeners"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"port"}},{"kind":"Field","name":{"kind":"Name","value":"protocol"}},{"kind":"Field","name":{"kind":"Name","value":"hostname"}},{"kind":"Field","name":{"kind":"Name","value":"urls"}},{"kind":"Field","name":{"kind":"Name","value":"attachedRoutes"}},{"kind":"Field","name":{"kind":"Name","value":"tls"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"mode"}},{"kind":"Field","name":{"kind":"Name","value":"certificateRefs"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"namespace"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"allowedRoutes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"from"}}]}},{"kind":"Field","name":{"kind":"Name","value":"conditions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ConditionFields"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"conditions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ConditionFields"}}]}},{"kind":"Field","name":{"kind":"Name","value":"provisioning"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"phase"}},{"kind":"Field","name":{"kind":"Name","value":"percent"}},{"kind":"Field","name":{"kind":"Name","value":"steps"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"since"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ConditionFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Condition"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"lastTransitionAt"}}]}}]} as unknown as DocumentNode<GatewayDetailFragment, unknown>;
export const EventFieldsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"EventFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"KubernetesEvent"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"lastSeenAt"}},{"kind":"Field","name":{"kind":"Name","value":"regarding"}}]}}]} as unknown as DocumentNode<EventFieldsFragment, unknown>;
export const GatewayRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"GatewayRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Gateway"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"cluster"}},{"kind":"Field","name":{"kind":"Name","value":"namespace"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"gatewayClassName"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"addresses"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"type"}}]}},{"kind":"Field","name":{"kind":"Name","value":"listeners"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"port"}},{"kind":"Field","name":{"kind":"Name","value":"protocol"}},{"kind":"Field","name":{"kind":"Name","value":"hostname"}}]}},{"kind":"Field","name":{"kind":"Name","value":"provisioning"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"phase"}},{"kind":"Field","name":{"kind":"Name","value":"percent"}}]}}]}}]} as unknown as DocumentNode<GatewayRowFragment, unknown>;
export const OrphanRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"OrphanRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Alb"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"uid"}},{"kind":"Field","name":{"kind":"Name","value":"cluster"}},{"kind":"Field","name":{"kind":"Name","value":"namespace"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"gatewayName"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"addresses"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"type"}}]}}]}}]} as unknown as DocumentNode<OrphanRowFragment, unknown>;
export const GatewayClassesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"GatewayClasses"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"cluster"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"gatewayClassEvents"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"cluster"},"value":{"kind":"Variable","name":{"kind":"Name","value":"cluster"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"gatewayClass"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ClassRow"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ClassRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"GatewayClass"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"controllerName"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"accepted"}},{"kind":"Field","name":{"kind":"Name","value":"addresses"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"sources"}}]}},{"kind":"Field","name":{"kind":"Name","value":"alb"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"namespace"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"state"}}]}}]}}]} as unknown as DocumentNode<GatewayClassesSubscription, GatewayClassesSubscriptionVariables>;
export const FormChoicesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"FormChoices"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"cluster"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"namespaces"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"cluster"},"value":{"kind":"Variable","name":{"kind":"Name","value":"cluster"}}}]},{"kind":"Field","name":{"kind":"Name","value":"gatewayClasses"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"cluster"},"value":{"kind":"Variable","name":{"kind":"Name","value":"cluster"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"description"}}]}}]}}]} as unknown as DocumentNode<FormChoicesQuery, FormChoicesQueryVariables>;
export const GatewayForFormDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"GatewayForForm"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"cluster"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"namespace"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"name"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"gateway"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"cluster"},"value":{"kind":"Variable","name":{"kind":"Name","value":"cluster"}}},{"kind":"Argument","name":{"kind":"Name","value":"namespace"},"value":{"kind":"Variable","name":{"kind":"Name","value":"namespace"}}},{"kind":"Argument","name":{"kind":"Name","value":"name"},"value":{"kind":"Variable","name":{"kind":"Name","value":"name"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"cluster"}},{"kind":"Field","name":{"kind":"Name","value":"namespace"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"generation"}},{"kind":"Field","name":{"kind":"Name","value":"labels"}},{"kind":"Field","name":{"kind":"Name","value":"annotations"}},{"kind":"Field","name":{"kind":"Name","value":"gatewayClassName"}},{"kind":"Field","name":{"kind":"Name","value":"gatewayClass"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}}]}},{"kind":"Field","name":{"kind":"Name","value":"listeners"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"port"}},{"kind":"Field","name":{"kind":"Name","value":"protocol"}},{"kind":"Field","name":{"kind":"Name","value":"hostname"}},{"kind":"Field","name":{"kind":"Name","value":"tls"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"mode"}},{"kind":"Field","name":{"kind":"Name","value":"certificateRefs"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"namespace"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"group"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"allowedRoutes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"selector"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"alb"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"generation"}},{"kind":"Field","name":{"kind":"Name","value":"gatewayMode"}},{"kind":"Field","name":{"kind":"Name","value":"manualAddresses"}},{"kind":"Field","name":{"kind":"Name","value":"lbSvcAnnotations"}},{"kind":"Field","name":{"kind":"Name","value":"replicas"}},{"kind":"Field","name":{"kind":"Name","value":"resources"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"limits"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cpu"}},{"kind":"Field","name":{"kind":"Name","value":"memory"}}]}},{"kind":"Field","name":{"kind":"Name","value":"requests"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cpu"}},{"kind":"Field","name":{"kind":"Name","value":"memory"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<GatewayForFormQuery, GatewayForFormQueryVariables>;
export const CreateGatewayDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateGateway"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateGatewayInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createGateway"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"written"}},{"kind":"Field","name":{"kind":"Name","value":"gateway"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cluster"}},{"kind":"Field","name":{"kind":"Name","value":"namespace"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]} as unknown as DocumentNode<CreateGatewayMutation, CreateGatewayMutationVariables>;
export const UpdateGatewayDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UpdateGateway"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateGatewayInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"updateGateway"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"written"}},{"kind":"Field","name":{"kind":"Name","value":"gateway"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cluster"}},{"kind":"Field","name":{"kind":"Name","value":"namespace"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]} as unknown as DocumentNode<UpdateGatewayMutation, UpdateGatewayMutationVariables>;
export const GatewayLiveDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"GatewayLive"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"cluster"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"namespace"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"name"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"gatewayEvents"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"cluster"},"value":{"kind":"Variable","name":{"kind":"Name","value":"cluster"}}},{"kind":"Argument","name":{"kind":"Name","value":"namespace"},"value":{"kind":"Variable","name":{"kind":"Name","value":"namespace"}}},{"kind":"Argument","name":{"kind":"Name","value":"name"},"value":{"kind":"Variable","name":{"kind":"Name","value":"name"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"gateway"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"GatewayDetail"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ConditionFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Condition"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"lastTransitionAt"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"GatewayDetail"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Gateway"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"cluster"}},{"kind":"Field","name":{"kind":"Name","value":"namespace"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"uid"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"deletingSince"}},{"kind":"Field","name":{"kind":"Name","value":"labels"}},{"kind":"Field","name":{"kind":"Name","value":"annotations"}},{"kind":"Field","name":{"kind":"Name","value":"gatewayClassName"}},{"kind":"Field","name":{"kind":"Name","value":"gatewayClass"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"accepted"}}]}},{"kind":"Field","name":{"kind":"Name","value":"addresses"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"sources"}}]}},{"kind":"Field","name":{"kind":"Name","value":"alb"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"namespace"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"replicas"}},{"kind":"Field","name":{"kind":"Name","value":"gatewayMode"}}]}},{"kind":"Field","name":{"kind":"Name","value":"listeners"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"port"}},{"kind":"Field","name":{"kind":"Name","value":"protocol"}},{"kind":"Field","name":{"kind":"Name","value":"hostname"}},{"kind":"Field","name":{"kind":"Name","value":"urls"}},{"kind":"Field","name":{"kind":"Name","value":"attachedRoutes"}},{"kind":"Field","name":{"kind":"Name","value":"tls"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"mode"}},{"kind":"Field","name":{"kind":"Name","value":"certificateRefs"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"namespace"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"allowedRoutes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"from"}}]}},{"kind":"Field","name":{"kind":"Name","value":"conditions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ConditionFields"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"conditions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ConditionFields"}}]}},{"kind":"Field","name":{"kind":"Name","value":"provisioning"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"phase"}},{"kind":"Field","name":{"kind":"Name","value":"percent"}},{"kind":"Field","name":{"kind":"Name","value":"steps"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"since"}}]}}]}}]}}]} as unknown as DocumentNode<GatewayLiveSubscription, GatewayLiveSubscriptionVariables>;
export const GatewayRecordsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"GatewayRecords"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"cluster"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"namespace"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"name"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"gateway"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"cluster"},"value":{"kind":"Variable","name":{"kind":"Name","value":"cluster"}}},{"kind":"Argument","name":{"kind":"Name","value":"namespace"},"value":{"kind":"Variable","name":{"kind":"Name","value":"namespace"}}},{"kind":"Argument","name":{"kind":"Name","value":"name"},"value":{"kind":"Variable","name":{"kind":"Name","value":"name"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"manifest"}},{"kind":"Field","name":{"kind":"Name","value":"events"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"EventFields"}}]}},{"kind":"Field","name":{"kind":"Name","value":"alb"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"manifest"}},{"kind":"Field","name":{"kind":"Name","value":"events"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"EventFields"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"EventFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"KubernetesEvent"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"lastSeenAt"}},{"kind":"Field","name":{"kind":"Name","value":"regarding"}}]}}]} as unknown as DocumentNode<GatewayRecordsQuery, GatewayRecordsQueryVariables>;
export const DeleteGatewayDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DeleteGateway"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DeleteGatewayInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deleteGateway"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"gateway"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"namespace"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"listeners"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"albs"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"namespace"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"addresses"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}}]}}]}}]} as unknown as DocumentNode<DeleteGatewayMutation, DeleteGatewayMutationVariables>;
export const GatewaysDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Gateways"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"cluster"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"namespace"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"GatewayFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"GatewayOrder"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"last"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"before"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"gateways"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"cluster"},"value":{"kind":"Variable","name":{"kind":"Name","value":"cluster"}}},{"kind":"Argument","name":{"kind":"Name","value":"namespace"},"value":{"kind":"Variable","name":{"kind":"Name","value":"namespace"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"last"},"value":{"kind":"Variable","name":{"kind":"Name","value":"last"}}},{"kind":"Argument","name":{"kind":"Name","value":"before"},"value":{"kind":"Variable","name":{"kind":"Name","value":"before"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"partial"}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"hasPreviousPage"}},{"kind":"Field","name":{"kind":"Name","value":"startCursor"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"GatewayRow"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"GatewayRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Gateway"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"cluster"}},{"kind":"Field","name":{"kind":"Name","value":"namespace"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"gatewayClassName"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"addresses"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"type"}}]}},{"kind":"Field","name":{"kind":"Name","value":"listeners"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"port"}},{"kind":"Field","name":{"kind":"Name","value":"protocol"}},{"kind":"Field","name":{"kind":"Name","value":"hostname"}}]}},{"kind":"Field","name":{"kind":"Name","value":"provisioning"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"phase"}},{"kind":"Field","name":{"kind":"Name","value":"percent"}}]}}]}}]} as unknown as DocumentNode<GatewaysQuery, GatewaysQueryVariables>;
export const GatewayChangesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"GatewayChanges"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"cluster"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"namespace"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"GatewayFilter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"gatewayEvents"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"cluster"},"value":{"kind":"Variable","name":{"kind":"Name","value":"cluster"}}},{"kind":"Argument","name":{"kind":"Name","value":"namespace"},"value":{"kind":"Variable","name":{"kind":"Name","value":"namespace"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"initial"},"value":{"kind":"BooleanValue","value":false}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"gateway"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"GatewayRow"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"GatewayRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Gateway"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"cluster"}},{"kind":"Field","name":{"kind":"Name","value":"namespace"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"gatewayClassName"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"addresses"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"type"}}]}},{"kind":"Field","name":{"kind":"Name","value":"listeners"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"port"}},{"kind":"Field","name":{"kind":"Name","value":"protocol"}},{"kind":"Field","name":{"kind":"Name","value":"hostname"}}]}},{"kind":"Field","name":{"kind":"Name","value":"provisioning"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"phase"}},{"kind":"Field","name":{"kind":"Name","value":"percent"}}]}}]}}]} as unknown as DocumentNode<GatewayChangesSubscription, GatewayChangesSubscriptionVariables>;
export const OrphanedAlbsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"OrphanedAlbs"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"cluster"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"albEvents"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"cluster"},"value":{"kind":"Variable","name":{"kind":"Name","value":"cluster"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"orphaned"},"value":{"kind":"BooleanValue","value":true}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"alb"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"OrphanRow"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"OrphanRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Alb"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"uid"}},{"kind":"Field","name":{"kind":"Name","value":"cluster"}},{"kind":"Field","name":{"kind":"Name","value":"namespace"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"gatewayName"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"addresses"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"type"}}]}}]}}]} as unknown as DocumentNode<OrphanedAlbsSubscription, OrphanedAlbsSubscriptionVariables>;
export const DeleteOrphanedAlbDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DeleteOrphanedAlb"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DeleteOrphanedAlbInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deleteOrphanedAlb"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"alb"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"namespace"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]} as unknown as DocumentNode<DeleteOrphanedAlbMutation, DeleteOrphanedAlbMutationVariables>;
export const ClustersDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Clusters"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"clusters"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"default"}}]}}]}}]} as unknown as DocumentNode<ClustersQuery, ClustersQueryVariables>;
export const ViewerDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Viewer"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"cluster"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"viewer"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"cluster"},"value":{"kind":"Variable","name":{"kind":"Name","value":"cluster"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"username"}}]}}]}}]} as unknown as DocumentNode<ViewerQuery, ViewerQueryVariables>;