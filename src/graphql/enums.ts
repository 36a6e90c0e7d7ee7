import { registerEnumType } from 'type-graphql';

export enum GatewayClassType {
  STANDALONE = 'STANDALONE',
  SHARED = 'SHARED',
  OTHER = 'OTHER',
}
export enum WatchEventType {
  ADDED = 'ADDED',
  MODIFIED = 'MODIFIED',
  DELETED = 'DELETED',
  SYNCED = 'SYNCED',
}
export enum ManifestFormat {
  YAML = 'YAML',
  JSON = 'JSON',
}
export enum NetworkMode {
  HOST = 'HOST',
  CONTAINER = 'CONTAINER',
}
export enum GatewayMode {
  STANDALONE = 'STANDALONE',
  SHARED = 'SHARED',
}
export enum AlbState {
  PENDING = 'PENDING',
  PROGRESSING = 'PROGRESSING',
  RUNNING = 'RUNNING',
  WARNING = 'WARNING',
  UNKNOWN = 'UNKNOWN',
}
export enum AddressType {
  IPV4 = 'IPV4',
  IPV6 = 'IPV6',
  HOSTNAME = 'HOSTNAME',
}
export enum AddressSource {
  MANUAL = 'MANUAL',
  LB_SERVICE = 'LB_SERVICE',
  GATEWAY_STATUS = 'GATEWAY_STATUS',
}
export enum TlsMode {
  TERMINATE = 'TERMINATE',
  PASSTHROUGH = 'PASSTHROUGH',
  OTHER = 'OTHER',
}
export enum RouteNamespaces {
  ALL = 'ALL',
  SAME = 'SAME',
  SELECTOR = 'SELECTOR',
  OTHER = 'OTHER',
}
export enum ConditionStatus {
  TRUE = 'TRUE',
  FALSE = 'FALSE',
  UNKNOWN = 'UNKNOWN',
}
export enum ProvisioningPhase {
  PENDING = 'PENDING',
  PROGRESSING = 'PROGRESSING',
  READY = 'READY',
  FAILED = 'FAILED',
  DELETING = 'DELETING',
}
export enum ProvisioningStepName {
  ALB_CREATED = 'ALB_CREATED',
  GATEWAY_ACCEPTED = 'GATEWAY_ACCEPTED',
  WORKLOAD_READY = 'WORKLOAD_READY',
  ADDRESS_ALLOCATED = 'ADDRESS_ALLOCATED',
  PROGRAMMED = 'PROGRAMMED',
}
export enum ProvisioningStepState {
  DONE = 'DONE',
  ACTIVE = 'ACTIVE',
  WAITING = 'WAITING',
  FAILED = 'FAILED',
}
export enum GatewayOrderField {
  NAME = 'NAME',
  NAMESPACE = 'NAMESPACE',
  CREATED_AT = 'CREATED_AT',
}
export enum AlbOrderField {
  NAME = 'NAME',
  NAMESPACE = 'NAMESPACE',
  CREATED_AT = 'CREATED_AT',
  STATE = 'STATE',
}
export enum OrderDirection {
  ASC = 'ASC',
  DESC = 'DESC',
}
export enum WrittenObject {
  ALB = 'ALB',
  GATEWAY = 'GATEWAY',
}
export enum ViewerResource {
  GATEWAY_CLASS = 'GATEWAY_CLASS',
  GATEWAY = 'GATEWAY',
  ALB = 'ALB',
}

/** Registers an enum under its name, with a description for it and for each of its values. */
function describe<T extends Record<string, string>>(
  enumeration: T,
  name: string,
  description: string,
  values: { [K in keyof T]: string },
): void {
  const valuesConfig = Object.fromEntries(Object.entries(values).map(([key, text]) => [key, { description: text }]));
  registerEnumType(enumeration, { name, description, valuesConfig: valuesConfig as never });
}

describe(
  GatewayClassType,
  'GatewayClassType',
  'Whose load balancer the gateways of a class run on, by the platform’s labels on the class.',
  {
    STANDALONE: 'Each gateway has an ALB of its own.',
    SHARED: 'All gateways of the class share the ALB behind it.',
    OTHER: 'Not deployed by the platform: another controller’s class.',
  },
);
describe(WatchEventType, 'WatchEventType', 'What an event of a subscription says.', {
  ADDED: 'The object came into the listener’s view: it was there at the start, was created, or began to match.',
  MODIFIED: 'Something that the listener selected has changed.',
  DELETED: 'The object left the listener’s view; it is shown as it was last sent.',
  SYNCED: 'Everything that was there has been sent; what follows are changes. Carries no object.',
});
describe(ManifestFormat, 'ManifestFormat', 'How a manifest is written.', {
  YAML: 'YAML, as people keep it in files.',
  JSON: 'JSON, indented by two blanks.',
});
describe(NetworkMode, 'NetworkMode', 'Where an ALB’s processes listen.', {
  HOST: 'On the network of its nodes.',
  CONTAINER: 'On the container network, behind a service.',
});
describe(GatewayMode, 'GatewayMode', 'Whether an ALB serves one Gateway or many.', {
  STANDALONE: 'One Gateway, named in its configuration.',
  SHARED: 'Every Gateway of the class named after it.',
});
describe(AlbState, 'AlbState', 'What the operator says of an ALB.', {
  PENDING: 'Waiting for something outside, such as an address.',
  PROGRESSING: 'Its workload is starting or changing.',
  RUNNING: 'At work.',
  WARNING: 'At work, but with a fault that `reason` tells.',
  UNKNOWN: 'No state has been reported yet, or one newer than this server.',
});
describe(AddressType, 'AddressType', 'What kind of address it is.', {
  IPV4: 'An IPv4 address.',
  IPV6: 'An IPv6 address.',
  HOSTNAME: 'A host name.',
});
describe(AddressSource, 'AddressSource', 'Where an address comes from.', {
  MANUAL: 'Written by a person into the ALB’s spec.',
  LB_SERVICE: 'Allocated by the load-balancer service of the ALB.',
  GATEWAY_STATUS: 'Reported in the Gateway’s own status.',
});
describe(TlsMode, 'TlsMode', 'Where TLS ends.', {
  TERMINATE: 'At the gateway.',
  PASSTHROUGH: 'At the back end; the gateway passes the bytes through.',
  OTHER: 'A mode newer than this server. Refused in input.',
});
describe(RouteNamespaces, 'RouteNamespaces', 'From which namespaces routes may attach.', {
  ALL: 'From every namespace.',
  SAME: 'From the gateway’s own namespace.',
  SELECTOR: 'From the namespaces whose labels match the selector.',
  OTHER: 'A form newer than this server. Refused in input.',
});
describe(ConditionStatus, 'ConditionStatus', 'Whether a condition holds.', {
  TRUE: 'It holds.',
  FALSE: 'It does not hold.',
  UNKNOWN: 'The controller cannot tell, or not yet.',
});
describe(ProvisioningPhase, 'ProvisioningPhase', 'How far a gateway has come, in one word.', {
  PENDING: 'Nothing has begun: the back end has not taken it up.',
  PROGRESSING: 'Some steps are done, others are under way.',
  READY: 'Every step is done: it serves.',
  FAILED: 'A step failed; its message tells why.',
  DELETING: 'It is being deleted.',
});
describe(ProvisioningStepName, 'ProvisioningStepName', 'The steps from creation to service, in order.', {
  ALB_CREATED: 'Its ALB is there.',
  GATEWAY_ACCEPTED: 'The controller has taken the Gateway up.',
  WORKLOAD_READY: 'The ALB’s pods run.',
  ADDRESS_ALLOCATED: 'It has an address.',
  PROGRAMMED: 'The listeners are configured and serve.',
});
describe(ProvisioningStepState, 'ProvisioningStepState', 'How one step stands.', {
  DONE: 'Done.',
  ACTIVE: 'Under way.',
  WAITING: 'Waiting for the steps before it.',
  FAILED: 'Failed; the message tells why.',
});
describe(GatewayOrderField, 'GatewayOrderField', 'What gateways are ordered by; equal ones by namespace and name.', {
  NAME: 'By name.',
  NAMESPACE: 'By namespace.',
  CREATED_AT: 'By the time of creation.',
});
describe(AlbOrderField, 'AlbOrderField', 'What ALBs are ordered by; equal ones by namespace and name.', {
  NAME: 'By name.',
  NAMESPACE: 'By namespace.',
  CREATED_AT: 'By the time of creation.',
  STATE: 'By state, in alphabetical order.',
});
describe(OrderDirection, 'OrderDirection', 'Which way a list is ordered.', {
  ASC: 'Smallest, or oldest, first.',
  DESC: 'Largest, or newest, first.',
});
describe(WrittenObject, 'WrittenObject', 'An object that a mutation wrote.', {
  ALB: 'The ALB.',
  GATEWAY: 'The Gateway.',
});
describe(ViewerResource, 'ViewerResource', 'A resource that rights are asked about.', {
  GATEWAY_CLASS: 'gatewayclasses of gateway.networking.k8s.io.',
  GATEWAY: 'gateways of gateway.networking.k8s.io.',
  ALB: 'alaudaloadbalancer2 of crd.alauda.io.',
});
