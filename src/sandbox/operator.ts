import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../clock.js';
import type { ObjectRef, SandboxAdmin } from './admin.js';
import type { SandboxObject } from './json.js';
import {
  type AlbStage,
  type AllocatedAddresses,
  albStatus,
  gatewayStatus,
  noAddresses,
  stageOf,
} from './operator-status.js';

/** Always the same, or another each time. */
export type Delay = number | (() => number);

export interface OperatorOptions {
  readonly clock: Clock;
  readonly random: () => number;
  readonly labelDomain?: string;
  readonly standaloneClass?: string;
  /** From an ALB's creation until its workload runs. Default 1500. */
  readonly workloadMs?: Delay;
  /** From there until its load-balancer service has addresses. Default 1500. */
  readonly addressMs?: Delay;
  /** From a Gateway's deletion until the look-up that deletes its ALBs. Default 500. */
  readonly lookUpMs?: Delay;
  /** From an ALB's deletion until its finalizers are removed. Default 10000. */
  readonly finalizeMs?: Delay;
  /** How often a Gateway's status is written again with new times. Default 60000; 0 never. */
  readonly requeueMs?: number;
}

/** On an ALB: the stage at which this operator leaves it. Only the sandbox knows it. */
export const holdAnnotation = 'sandbox.alb-graphql/hold';

const finalizers = ['alb2.finalizer', 'alb2.resources.finalizer'];

/** Plays the ALB operator: deploys what is created, reports as it goes, and cleans up after what is deleted. */
export class SimulatedOperator {
  readonly #unsubscribe: (() => void)[] = [];
  readonly #timers = new Map<string, () => void>();
  /** Gateways that were seen in the standalone class: leaving it is as being deleted. */
  readonly #served = new Set<string>();
  #addresses = 10;

  constructor(
    private readonly admin: SandboxAdmin,
    private readonly options: OperatorOptions,
  ) {}

  start(): void {
    this.#unsubscribe.push(
      this.admin.subscribe('ALB2', ({ object, type }) => type !== 'DELETED' && this.#soon('alb', object)),
      this.admin.subscribe('Gateway', ({ object }) => this.#soon('gateway', object)),
    );
    for (const alb of this.admin.list('ALB2')) this.#soon('alb', alb);
    for (const gateway of this.admin.list('Gateway')) this.#soon('gateway', gateway);
  }

  stop(): void {
    for (const unsubscribe of this.#unsubscribe.splice(0)) unsubscribe();
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
  }

  get #standaloneClass(): string {
    return this.options.standaloneClass ?? 'exclusive-gateway';
  }

  get #albRef(): string {
    return `alb.${this.options.labelDomain ?? 'cpaas.io'}/alb-ref`;
  }

  #soon(what: 'alb' | 'gateway', { metadata: { namespace, name } }: SandboxObject): void {
    this.#after(0, `${what} ${namespace}/${name}`, () =>
      what === 'alb'
        ? this.#reconcileAlb({ kind: 'ALB2', namespace, name })
        : this.#reconcileGateway({ kind: 'Gateway', namespace, name }),
    );
  }

  /** One timer for each key: what is due already is not asked for twice. */
  #after(delay: Delay, key: string, task: () => void): void {
    if (this.#timers.has(key)) return;
    const delayMs = typeof delay === 'function' ? delay() : delay;
    const cancel = this.options.clock.schedule(delayMs, () => {
      this.#timers.delete(key);
      task();
    });
    this.#timers.set(key, cancel);
  }

  #reconcileAlb(ref: ObjectRef): void {
    const alb = this.admin.get(ref);
    if (alb === undefined) return;
    const { workloadMs = 1_500, addressMs = 1_500, finalizeMs = 10_000 } = this.options;
    const key = `${ref.namespace}/${ref.name} ${alb.metadata.uid}`;
    if (alb.metadata.deletionTimestamp !== undefined) {
      this.#after(finalizeMs, `finalize ${key}`, () => this.#finalize(ref, alb.metadata.uid));
      return;
    }
    if (this.#forceSpec(ref, alb)) return;
    const stage = stageOf(alb);
    if (stage !== undefined && stage === alb.metadata.annotations?.[holdAnnotation]) return;
    if (stage === undefined) this.#report(ref, 'progressing', noAddresses);
    if (stage === 'progressing')
      this.#after(workloadMs, `workload ${key}`, () => this.#report(ref, 'pending', noAddresses));
    if (stage === 'pending')
      this.#after(addressMs, `address ${key}`, () => this.#report(ref, 'running', this.#allocate(alb)));
  }

  /** Finalizers on every ALB, and the load-balancer service on every standalone one. */
  #forceSpec(ref: ObjectRef, alb: SandboxObject): boolean {
    const standalone = alb['spec']?.config?.gateway?.mode === 'standalone';
    const forced = !standalone || alb['spec'].config.vip?.enableLbSvc === true;
    if (forced && (alb.metadata.finalizers ?? []).length > 0) return false;
    this.admin.update(ref, (object) => {
      object.metadata.finalizers ??= [...finalizers];
      if (standalone) object['spec'].config.vip = { ...object['spec'].config.vip, enableLbSvc: true };
      return object;
    });
    return true;
  }

  #report(ref: ObjectRef, stage: AlbStage, addresses: AllocatedAddresses): void {
    const alb = this.admin.get(ref);
    if (alb === undefined || alb.metadata.deletionTimestamp !== undefined) return;
    this.admin.setStatus(alb, albStatus(stage, addresses, this.#now()));
    for (const gateway of this.admin.list('Gateway', ref.namespace)) {
      if (gateway.metadata.labels?.[this.#albRef] === ref.name) this.#soon('gateway', gateway);
    }
  }

  #allocate(alb: SandboxObject): AllocatedAddresses {
    if (alb['spec']?.config?.vip?.enableLbSvc !== true) return noAddresses;
    this.#addresses += 1;
    const host = alb['spec'].config.vip.lbSvcAnnotations?.['example.com/hostname'];
    return {
      ipv4: [`203.0.113.${this.#addresses % 254}`],
      ipv6: [`2001:db8::${this.#addresses.toString(16)}`],
      host: typeof host === 'string' ? [host] : [],
    };
  }

  #finalize(ref: ObjectRef, uid: string): void {
    if (this.admin.get(ref)?.metadata.uid !== uid) return;
    this.admin.update(ref, (object) => {
      delete object.metadata.finalizers;
      return object;
    });
  }

  #reconcileGateway(ref: ObjectRef): void {
    const gateway = this.admin.get(ref);
    const key = `${ref.namespace}/${ref.name}`;
    if (gateway === undefined || gateway['spec'].gatewayClassName !== this.#standaloneClass) {
      if (!this.#served.delete(key)) return;
      this.#after(this.options.lookUpMs ?? 500, `look up ${key}`, () => this.#deleteAlbsOf(ref));
      return;
    }
    this.#served.add(key);
    const albName = gateway.metadata.labels?.[this.#albRef];
    if (albName === undefined) return this.#adopt(ref);
    const alb = this.admin.get({ kind: 'ALB2', namespace: ref.namespace, name: albName });
    if (alb === undefined) {
      this.#tell(gateway, 'Warning', 'AlbNotFound', `alb ${albName} not found`);
      return;
    }
    this.#reportGateway(gateway, alb);
    const { requeueMs = 60_000 } = this.options;
    if (requeueMs > 0) this.#after(requeueMs, `requeue ${key}`, () => this.#requeue(ref));
  }

  /** A Gateway without an ALB gets one. */
  #adopt({ namespace, name }: ObjectRef): void {
    const alb = `${name}-lb-${Array.from({ length: 5 }, () => Math.floor(this.options.random() * 36).toString(36)).join('')}`;
    this.admin.create({
      apiVersion: 'crd.alauda.io/v2beta1',
      kind: 'ALB2',
      metadata: { name: alb, namespace },
      spec: { type: 'nginx', config: { gateway: { mode: 'standalone', name }, vip: { enableLbSvc: true } } },
    });
    this.admin.update({ kind: 'Gateway', namespace, name }, (gateway) => {
      gateway.metadata.labels = { ...gateway.metadata.labels, [this.#albRef]: alb };
      return gateway;
    });
  }

  #reportGateway(gateway: SandboxObject, alb: SandboxObject, again = false): void {
    const stage = stageOf(alb) ?? 'progressing';
    const { ipv4 = [], ipv6 = [], host = [] } = alb['status']?.detail?.address ?? {};
    const status = gatewayStatus(gateway, stage, [...ipv4, ...ipv6, ...host], this.#now());
    if (!again && isDeepStrictEqual(timeless(status), timeless(gateway['status']))) return;
    this.admin.setStatus(gateway, status);
    if (stage === 'running' && !again) this.#tell(gateway, 'Normal', 'GatewayReady', 'The gateway serves.');
  }

  /** As the real one does: the same status with new times. */
  #requeue(ref: ObjectRef): void {
    const gateway = this.admin.get(ref);
    const name = gateway?.metadata.labels?.[this.#albRef];
    const alb = name && this.admin.get({ kind: 'ALB2', namespace: ref.namespace, name });
    if (gateway && alb) this.#reportGateway(gateway, alb, true);
  }

  /** Compares names exactly, and looks now: an ALB created since the Gateway went is deleted with the old ones. */
  #deleteAlbsOf({ namespace, name }: ObjectRef): void {
    for (const alb of this.admin.list('ALB2', namespace)) {
      const { mode, name: gatewayName } = alb['spec']?.config?.gateway ?? {};
      if (mode === 'standalone' && gatewayName === name)
        this.admin.delete({ kind: 'ALB2', namespace, name: alb.metadata.name });
    }
  }

  #tell(about: SandboxObject, type: string, reason: string, message: string): void {
    const { name, namespace, uid } = about.metadata;
    const at = this.#now();
    const known = this.admin
      .list('Event', namespace)
      .find(
        (event) => event['involvedObject'].uid === uid && event['reason'] === reason && event['message'] === message,
      );
    if (known !== undefined) {
      this.admin.update({ kind: 'Event', namespace, name: known.metadata.name }, (event) => ({
        ...event,
        count: event['count'] + 1,
        lastTimestamp: at,
      }));
      return;
    }
    this.admin.create({
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { generateName: `${name}.`, namespace },
      involvedObject: { apiVersion: about.apiVersion, kind: about.kind, name, namespace, uid },
      type,
      reason,
      message,
      count: 1,
      firstTimestamp: at,
      lastTimestamp: at,
      source: { component: 'alb-operator' },
    });
  }

  #now(): string {
    return `${new Date(this.options.clock.now()).toISOString().slice(0, 19)}Z`;
  }
}

/** A status without its times: those alone are no news. */
function timeless(status: unknown): unknown {
  if (status === undefined) return undefined;
  return JSON.parse(JSON.stringify(status, (key, value) => (key === 'lastTransitionTime' ? undefined : value)));
}
