import type { Clock } from '../clock.js';
import type { ClusterPorts } from '../kube/ports.js';
import { Relations } from './relations.js';
import type { GatewaySettings } from './settings.js';

/** One cluster, as one caller meets it during one operation (or one subscription). */
export class ClusterSession {
  readonly relations: Relations;

  constructor(
    readonly ports: ClusterPorts,
    readonly settings: GatewaySettings,
    readonly clock: Clock,
  ) {
    this.relations = new Relations(ports.reader, settings, clock);
  }

  get cluster(): string {
    return this.ports.name;
  }
}
