import type { SandboxObject } from './json.js';

/** Where the simulated workload of an ALB stands. */
export type AlbStage = 'progressing' | 'pending' | 'running' | 'warning';

export interface AllocatedAddresses {
  ipv4: string[];
  ipv6: string[];
  host: string[];
}

export const noAddresses: AllocatedAddresses = { ipv4: [], ipv6: [], host: [] };

/** An ALB's status as the operator writes it. `at` is RFC 3339. */
export function albStatus(stage: AlbStage, addresses: AllocatedAddresses, at: string): object {
  const { state, reason, deployed, deployReason } = stages[stage];
  const allocated = stage === 'running' || stage === 'warning';
  return {
    state,
    reason,
    probeTime: Math.floor(Date.parse(at) / 1000),
    probeTimeStr: at,
    detail: {
      address: allocated
        ? { ...addresses, msg: '', ok: true }
        : { ...noAddresses, msg: 'wait lb svc address', ok: false },
      alb: {},
      deploy: { probeTimeStr: at, reason: deployReason, state: deployed },
      version: { imagePatch: 'not patch', version: 'v3.14.1' },
    },
  };
}

const stages: Record<AlbStage, { state: string; reason: string; deployed: string; deployReason: string }> = {
  progressing: {
    state: 'Progressing',
    reason: 'wait workload ready spec 3 status 0 0',
    deployed: 'Progressing',
    deployReason: 'wait workload ready spec 3 status 0 0',
  },
  pending: { state: 'Pending', reason: 'wait lb svc address', deployed: 'Running', deployReason: 'workload ready' },
  running: { state: 'Running', reason: '', deployed: 'Running', deployReason: 'workload ready' },
  warning: { state: 'Warning', reason: 'port conflict on 8443', deployed: 'Running', deployReason: 'workload ready' },
};

export function stageOf(alb: SandboxObject): AlbStage | undefined {
  const state = alb['status']?.state;
  return (Object.keys(stages) as AlbStage[]).find((stage) => stages[stage].state === state);
}

/** A Gateway's status: what the operator says while its ALB stands at a stage. */
export function gatewayStatus(
  gateway: SandboxObject,
  stage: AlbStage,
  addresses: readonly string[],
  at: string,
): object {
  const { generation } = gateway.metadata;
  const condition = (type: string, status: string, reason: string, message: string) => ({
    type,
    status,
    reason,
    message,
    observedGeneration: generation,
    lastTransitionTime: at,
  });
  const accepted = condition('Accepted', 'True', 'Accepted', '');
  const waiting = condition('Accepted', 'Unknown', 'Pending', 'Waiting for controller');
  const ready = [accepted, condition('Programmed', 'True', 'Programmed', ''), condition('Ready', 'True', 'Ready', '')];
  const unassigned = [
    accepted,
    condition('Ready', 'False', 'AddressNotAssigned', 'No addresses have been assigned to the Gateway'),
  ];
  const serving = stage === 'running' || stage === 'warning';
  const conditions = stage === 'progressing' ? [waiting] : serving ? ready : unassigned;
  const listenerConditions = serving
    ? [
        accepted,
        condition('Programmed', 'True', 'Programmed', ''),
        condition('ResolvedRefs', 'True', 'ResolvedRefs', ''),
      ]
    : [waiting];
  return {
    addresses: serving
      ? addresses.map((value) => ({ type: /^[\d.]+$|:/.test(value) ? 'IPAddress' : 'Hostname', value }))
      : [],
    conditions,
    listeners: gateway['spec'].listeners.map(({ name, protocol }: { name: string; protocol: string }) => ({
      name,
      attachedRoutes: 0,
      supportedKinds: routeKinds(protocol).map((kind) => ({ group: 'gateway.networking.k8s.io', kind })),
      conditions: listenerConditions,
    })),
  };
}

function routeKinds(protocol: string): string[] {
  const kinds: Record<string, string[]> = {
    HTTP: ['HTTPRoute'],
    HTTPS: ['HTTPRoute'],
    TLS: ['TLSRoute'],
    TCP: ['TCPRoute'],
    UDP: ['UDPRoute'],
  };
  return kinds[protocol] ?? [];
}
