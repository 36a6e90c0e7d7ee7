import { Field, Int, ObjectType } from 'type-graphql';
import { RouteNamespaces, TlsMode } from '../enums.js';
import { Json, StringMap } from '../scalars.js';
import { Condition } from './condition.js';

@ObjectType({
  simpleResolvers: true,
  description: 'A reference to an object that holds a certificate, usually a Secret.',
})
export class SecretRef {
  @Field(() => String, { description: 'Its namespace; the gateway’s own where none was written.' })
  namespace!: string;

  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => String, { description: 'Its API group; empty for core.' })
  group!: string;

  @Field(() => String, { description: 'Its kind, usually Secret.' })
  kind!: string;
}

@ObjectType({ simpleResolvers: true, description: 'A kind of route, such as HTTPRoute.' })
export class RouteKind {
  @Field(() => String, { description: 'Its API group.' })
  group!: string;

  @Field(() => String, { description: 'Its kind.' })
  kind!: string;
}

@ObjectType({ simpleResolvers: true, description: 'How a listener handles TLS.' })
export class ListenerTls {
  @Field(() => TlsMode, { description: 'Where TLS ends.' })
  mode!: TlsMode;

  @Field(() => [SecretRef], { description: 'Where the certificates are.' })
  certificateRefs!: SecretRef[];

  @Field(() => StringMap, { description: 'Options of the implementation.' })
  options!: Record<string, string>;
}

@ObjectType({ simpleResolvers: true, description: 'Which routes may attach to a listener.' })
export class AllowedRoutes {
  @Field(() => RouteNamespaces, { description: 'From which namespaces.' })
  from!: RouteNamespaces;

  @Field(() => Json, {
    nullable: true,
    description: 'A Kubernetes LabelSelector over namespaces, where `from` is SELECTOR.',
  })
  selector?: unknown;

  @Field(() => [RouteKind], { description: 'Of which kinds; empty: whatever fits the protocol.' })
  kinds!: RouteKind[];
}

@ObjectType({
  simpleResolvers: true,
  description: 'One port of a gateway: what its spec wants, beside what the status says of it.',
})
export class Listener {
  @Field(() => String, { description: 'Unique in its gateway; routes refer to it.' })
  name!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The host name it serves, possibly with a leading wildcard; null: all.',
  })
  hostname?: string | null;

  @Field(() => Int, { description: 'The port, 1 to 65535.' })
  port!: number;

  @Field(() => String, { description: 'HTTP, HTTPS, TLS, TCP, UDP, or one of the implementation’s own.' })
  protocol!: string;

  @Field(() => ListenerTls, { nullable: true, description: 'How it handles TLS; null where it does not.' })
  tls?: ListenerTls | null;

  @Field(() => AllowedRoutes, { description: 'Which routes may attach.' })
  allowedRoutes!: AllowedRoutes;

  @Field(() => Int, { description: 'How many routes are attached, by the status.' })
  attachedRoutes!: number;

  @Field(() => [RouteKind], { description: 'The kinds of routes that the implementation serves here.' })
  supportedKinds!: RouteKind[];

  @Field(() => [Condition], { description: 'What the controller reports of this listener.' })
  conditions!: Condition[];

  @Field(() => [String], {
    description: 'Where to reach it: scheme by protocol, the port always; one per address where it has no host name.',
  })
  urls!: string[];
}
