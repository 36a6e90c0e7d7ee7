import type { Awaitable } from '../awaitable.js';
import { AlbError } from '../errors.js';
import type { ClusterInfo } from '../kube/ports.js';
import type { ClassType } from './class-type.js';
import type { Connection } from './connection.js';
import type { GatewayClassView } from './gateway-class-view.js';
import type { GatewayView } from './gateway-view.js';
import { listGatewayClasses } from './list-gateway-classes.js';
import { type ListGatewaysArguments, listGateways } from './list-gateways.js';
import type { ClusterSession } from './session.js';

/** One configured cluster. Asked about itself once; a failure stays with the fields that needed the answer. */
export class ClusterView {
  #info: Promise<ClusterInfo> | undefined;

  constructor(
    private readonly session: ClusterSession,
    readonly isDefault: boolean,
  ) {}

  get name(): string {
    return this.session.cluster;
  }

  get default(): boolean {
    return this.isDefault;
  }

  /** An answer that refuses this caller is an answer: the cluster is there. */
  async reachable(): Promise<boolean> {
    try {
      await this.info();
      return true;
    } catch (thrown) {
      const { code } = AlbError.from(thrown);
      return code === 'UNAUTHENTICATED' || code === 'FORBIDDEN';
    }
  }

  async kubernetesVersion(): Promise<string | null> {
    return (await this.info()).kubernetesVersion;
  }

  async gatewayApiVersion(): Promise<string | null> {
    return (await this.info()).gatewayApiVersion ?? null;
  }

  gatewayClasses({ type }: { type?: ClassType | null }): Awaitable<GatewayClassView[]> {
    return listGatewayClasses(this.session, { type });
  }

  gateways(args: ListGatewaysArguments): Awaitable<Connection<GatewayView>> {
    return listGateways(this.session, args);
  }

  private info(): Promise<ClusterInfo> {
    this.#info ??= this.session.ports.info();
    return this.#info;
  }
}
