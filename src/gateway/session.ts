import type { Awaitable } from '../awaitable.js';
import type { Clock } from '../clock.js';
import { type TimeSlices, unsliced } from '../event-loop-shares.js';
import { albKind, gatewayClassKind, gatewayKind, type Kind } from '../kube/kinds.js';
import type { ClusterPorts, KubeObject, Listing, Reader, Scope } from '../kube/ports.js';
import { Relations } from './relations.js';
import type { GatewaySettings } from './settings.js';

const threeKinds = [gatewayKind, gatewayClassKind, albKind];

/** One cluster, as one caller meets it during one operation (or one subscription). */
export class ClusterSession {
  readonly ports: ClusterPorts;
  readonly relations: Relations;
  readonly clock: Clock;
  #lookups = 0;
  #readsAnew: boolean | undefined;

  constructor(
    ports: ClusterPorts,
    readonly settings: GatewaySettings,
    clock: Clock,
    /** Of the operation. */
    readonly slices: TimeSlices = unsliced,
  ) {
    const count = () => {
      this.#lookups += 1;
    };
    this.clock = {
      now() {
        count();
        return clock.now();
      },
      elapsed: () => clock.elapsed(),
      schedule: (delayMs, task) => clock.schedule(delayMs, task),
    };
    this.ports = { ...ports, reader: new CountedReader(ports.reader, count) };
    this.relations = new Relations(this.ports.reader, settings, this.clock);
  }

  get cluster(): string {
    return this.ports.name;
  }

  /** Whether the cluster is asked for what is read, so that no object is ever the very one that was read before. */
  get readsAnew(): boolean {
    const { reader } = this.ports;
    this.#readsAnew ??= threeKinds.some((kind) => reader.inMemory?.(kind) === false);
    return this.#readsAnew;
  }

  /** How often anything was read or the time was asked. What is made while it stands still depends on nothing but what was there before. */
  get lookups(): number {
    return this.#lookups;
  }
}

class CountedReader implements Reader {
  constructor(
    private readonly reader: Reader,
    private readonly count: () => void,
  ) {}

  inMemory(kind: Kind): boolean | undefined {
    return this.reader.inMemory?.(kind);
  }

  get<T extends KubeObject>(kind: Kind, namespace: string | undefined, name: string): Awaitable<T | undefined> {
    this.count();
    return this.reader.get<T>(kind, namespace, name);
  }

  list<T extends KubeObject>(kind: Kind, scope: Scope): Awaitable<Listing<T>> {
    this.count();
    return this.reader.list<T>(kind, scope);
  }
}
