import { isDeepStrictEqual } from 'node:util';
import { AlbError } from '../../errors.js';
import { gatewayKind } from '../../kube/kinds.js';
import type { GatewayResource } from '../resources.js';
import type { ClusterSession } from '../session.js';
import { namespaceFault } from './namespace-fault.js';
import { bringAbout } from './patience.js';
import type { WriteStep } from './steps.js';

export function findGateway(
  session: ClusterSession,
  { namespace, name }: { namespace?: string | undefined; name: string },
): Promise<GatewayResource | undefined> {
  return Promise.resolve(session.ports.fresh.get<GatewayResource>(gatewayKind, namespace, name));
}

/** The Gateway of one create, as a step. */
export class GatewayOfCreate implements WriteStep {
  readonly object = 'GATEWAY';
  #planned: GatewayResource | undefined;
  #stored: GatewayResource | undefined;

  constructor(
    private readonly session: ClusterSession,
    /** Asked when its turn has come: the ALB's name is not known before. */
    private readonly plan: () => GatewayResource,
    private readonly dryRun = false,
  ) {}

  /** As the cluster stored it. */
  get stored(): GatewayResource {
    if (this.#stored === undefined) throw new Error('the Gateway is known once its step is done');
    return this.#stored;
  }

  set stored(gateway: GatewayResource) {
    this.#stored = gateway;
  }

  async run(): Promise<void> {
    const { dryRun, session } = this;
    this.#planned = this.plan();
    try {
      this.#stored = await session.ports.writer.create(gatewayKind, this.#planned, { dryRun });
    } catch (thrown) {
      throw namespaceFault(AlbError.from(thrown));
    }
  }

  /** Its alb-ref marks it as this call's; without one, a Gateway that is as was asked for is what the caller wants. */
  async landed(): Promise<boolean> {
    const planned = this.#planned;
    const found = planned && (await findGateway(this.session, planned.metadata));
    if (found === undefined || !isAsAskedFor(found, planned as GatewayResource)) return false;
    this.#stored = found;
    return true;
  }

  /** Deletes it, if it still refers to the ALB that this call gave it. */
  undo(): Promise<void> {
    const { session, stored } = this;
    return bringAbout(session.clock, async () => {
      const live = await findGateway(session, stored.metadata);
      if (live === undefined || live.metadata.deletionTimestamp !== undefined) return undefined;
      if (live.metadata.uid !== stored.metadata.uid) return undefined;
      if (session.relations.albRef(live) !== session.relations.albRef(stored)) return undefined;
      const { namespace, name, uid, resourceVersion } = live.metadata;
      return () => session.ports.writer.delete(gatewayKind, namespace, name, { uid, resourceVersion });
    });
  }
}

/** What an admission adds is no difference. */
function isAsAskedFor(found: GatewayResource, { metadata, spec }: GatewayResource): boolean {
  const ports = (gateway: Pick<GatewayResource, 'spec'>) =>
    gateway.spec.listeners.map(({ name, port, protocol, hostname }) => [name, port, protocol, hostname]);
  return (
    found.spec.gatewayClassName === spec.gatewayClassName &&
    isDeepStrictEqual(ports(found), ports({ spec })) &&
    Object.entries(metadata.labels ?? {}).every(([key, value]) => found.metadata.labels?.[key] === value)
  );
}
