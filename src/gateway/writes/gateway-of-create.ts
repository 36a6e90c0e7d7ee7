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
      const error = AlbError.from(thrown);
      throw error.code === 'ALREADY_EXISTS' ? alreadyExists(this.#planned.metadata, error) : namespaceFault(error);
    }
  }

  async landed(): Promise<boolean> {
    const planned = this.#planned;
    const found = planned && (await findGateway(this.session, planned.metadata));
    if (found === undefined || !(await this.isOwn(found, planned as GatewayResource))) return false;
    this.#stored = found;
    return true;
  }

  /** Deletes it, if it still refers to an ALB that this call gave it. */
  undo(): Promise<void> {
    const { session, stored } = this;
    const albRef = (gateway: GatewayResource) => session.relations.albRef(gateway);
    return bringAbout(session.clock, async () => {
      const live = await findGateway(session, stored.metadata);
      if (live === undefined || live.metadata.deletionTimestamp !== undefined) return undefined;
      if (live.metadata.uid !== stored.metadata.uid) return undefined;
      // Pointed at another ALB of this call's without an answer, `stored` is behind.
      const isOwn = [stored, this.plan()].some((own) => albRef(own) === albRef(live));
      if (!isOwn) return undefined;
      const { namespace, name, uid, resourceVersion } = live.metadata;
      return () => session.ports.writer.delete(gatewayKind, namespace, name, { uid, resourceVersion });
    });
  }
}

/** Found before anything was written, or by the cluster (`cause`) when another was faster. */
export function alreadyExists(
  { namespace, name }: { namespace?: string | undefined; name: string },
  cause?: AlbError,
): AlbError {
  const message = `Gateway "${namespace}/${name}" exists; choose another name, or change it with updateGateway.`;
  return new AlbError('ALREADY_EXISTS', message, {
    ...(cause && { cause, ...(cause.kubernetes && { kubernetes: cause.kubernetes }) }),
    extensions: { path: ['input', 'name'] },
  });
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
