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
    /** Whether a Gateway of that name, found when no answer came, is this call's. */
    private readonly isOwn: (found: GatewayResource, planned: GatewayResource) => boolean | Promise<boolean>,
  ) {}

  /** As the cluster stored it. */
  get stored(): GatewayResource {
    if (this.#stored === undefined) throw new Error('the Gateway is known once its step is done');
    return this.#stored;
  }

  set stored(gateway: GatewayResource) {
    this.#stored = gateway;
  }

  run(): Promise<void> {
    return this.#create(false);
  }

  /** What the cluster would store is `stored` then. */
  tryOut(): Promise<void> {
    return this.#create(true);
  }

  async #create(dryRun: boolean): Promise<void> {
    this.#planned = this.plan();
    try {
      this.#stored = await this.session.ports.writer.create(gatewayKind, this.#planned, { dryRun });
    } catch (thrown) {
      throw namespaceFault(AlbError.from(thrown));
    }
  }

  async landed(): Promise<boolean> {
    const planned = this.#planned;
    const found = planned && (await findGateway(this.session, planned.metadata));
    if (found === undefined || !(await this.isOwn(found, planned as GatewayResource))) return false;
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
export function isAsAskedFor(found: GatewayResource, { metadata, spec }: GatewayResource): boolean {
  const ports = (gateway: Pick<GatewayResource, 'spec'>) =>
    gateway.spec.listeners.map(({ name, port, protocol, hostname }) => [name, port, protocol, hostname]);
  return (
    found.spec.gatewayClassName === spec.gatewayClassName &&
    isDeepStrictEqual(ports(found), ports({ spec })) &&
    Object.entries(metadata.labels ?? {}).every(([key, value]) => found.metadata.labels?.[key] === value)
  );
}

export function alreadyExists({ namespace, name }: { namespace: string; name: string }): AlbError {
  return new AlbError('ALREADY_EXISTS', `Gateway "${namespace}/${name}" exists; nothing was written.`);
}
