import { Field, InputType, Int } from 'type-graphql';
import { RouteNamespaces, TlsMode } from '../enums.js';
import { Json, StringMap } from '../scalars.js';

@InputType({ description: 'A reference to an object that holds a certificate.' })
export class SecretRefInput {
  @Field(() => String, {
    nullable: true,
    description: 'Its namespace; absent: the gateway’s own. Another one needs a ReferenceGrant there.',
  })
  namespace?: string | null;

  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => String, { nullable: true, defaultValue: '', description: 'Its API group; empty for core.' })
  group?: string | null;

  @Field(() => String, { nullable: true, defaultValue: 'Secret', description: 'Its kind.' })
  kind?: string | null;
}

@InputType({ description: 'A kind of route, such as HTTPRoute.' })
export class RouteKindInput {
  @Field(() => String, { nullable: true, defaultValue: 'gateway.networking.k8s.io', description: 'Its API group.' })
  group?: string | null;

  @Field(() => String, { description: 'Its kind.' })
  kind!: string;
}

@InputType({ description: 'How a listener handles TLS.' })
export class ListenerTlsInput {
  @Field(() => TlsMode, {
    nullable: true,
    description: 'Where TLS ends; absent: the cluster’s default, TERMINATE. OTHER is INVALID_INPUT.',
  })
  mode?: TlsMode | null;

  @Field(() => [SecretRefInput], {
    nullable: true,
    description: 'Where the certificates are; wanted where TLS ends at the gateway.',
  })
  certificateRefs?: SecretRefInput[] | null;

  @Field(() => StringMap, { nullable: true, description: 'Options of the implementation.' })
  options?: Record<string, string> | null;
}

@InputType({ description: 'Which routes may attach to a listener.' })
export class AllowedRoutesInput {
  @Field(() => RouteNamespaces, {
    nullable: true,
    description: 'From which namespaces; absent: the cluster’s default, SAME. OTHER is INVALID_INPUT.',
  })
  from?: RouteNamespaces | null;

  @Field(() => Json, {
    nullable: true,
    description: 'A Kubernetes LabelSelector over namespaces; wanted with SELECTOR, and only then.',
  })
  selector?: unknown;

  @Field(() => [RouteKindInput], { nullable: true, description: 'Of which kinds; absent: whatever fits the protocol.' })
  kinds?: RouteKindInput[] | null;
}

@InputType({
  description: 'One port of a gateway. In an update, a listener of the same name lends every field that is left out.',
})
export class ListenerInput {
  @Field(() => String, { description: 'Unique in its gateway; a DNS name such as "http" or "api.v2".' })
  name!: string;

  @Field(() => Int, { description: 'The port, 1 to 65535.' })
  port!: number;

  @Field(() => String, {
    description: 'HTTP, HTTPS, TLS, TCP, UDP, or one of the implementation’s own such as "example.com/bar".',
  })
  protocol!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The host name it serves, possibly with a leading wildcard; null: all. Not for TCP and UDP.',
  })
  hostname?: string | null;

  @Field(() => ListenerTlsInput, { nullable: true, description: 'How it handles TLS: for HTTPS and TLS.' })
  tls?: ListenerTlsInput | null;

  @Field(() => AllowedRoutesInput, { nullable: true, description: 'Which routes may attach.' })
  allowedRoutes?: AllowedRoutesInput | null;
}
