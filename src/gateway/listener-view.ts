import { type Awaitable, andThen } from '../awaitable.js';
import { type Condition, conditionsOf } from './conditions.js';
import type { GatewayView } from './gateway-view.js';
import { listenerUrls } from './listener-urls.js';
import type { ListenerResource, ListenerStatusResource, RouteKindResource } from './resources.js';

const gatewayApiGroup = 'gateway.networking.k8s.io';

/** One listener: what the spec wants, beside what the status says of it. */
export class ListenerView {
  constructor(
    private readonly gateway: GatewayView,
    private readonly listener: ListenerResource,
    private readonly status: ListenerStatusResource | undefined,
  ) {}

  get name(): string {
    return this.listener.name;
  }

  get hostname(): string | null {
    return this.listener.hostname || null;
  }

  get port(): number {
    return this.listener.port;
  }

  get protocol(): string {
    return this.listener.protocol;
  }

  get tls() {
    const { tls } = this.listener;
    if (tls === undefined || tls === null) return null;
    return {
      mode: tlsModeOf(tls.mode),
      options: tls.options ?? {},
      certificateRefs: (tls.certificateRefs ?? []).map((ref) => ({
        name: ref.name,
        namespace: ref.namespace ?? this.gateway.namespace,
        group: ref.group ?? '',
        kind: ref.kind ?? 'Secret',
      })),
    };
  }

  get allowedRoutes() {
    const allowed = this.listener.allowedRoutes;
    return {
      from: routeNamespacesOf(allowed?.namespaces?.from),
      selector: allowed?.namespaces?.selector ?? null,
      kinds: routeKindsOf(allowed?.kinds),
    };
  }

  get attachedRoutes(): number {
    return this.status?.attachedRoutes ?? 0;
  }

  get supportedKinds(): Required<RouteKindResource>[] {
    return routeKindsOf(this.status?.supportedKinds);
  }

  conditions(): Condition[] {
    return conditionsOf(this.status?.conditions);
  }

  urls(): Awaitable<string[]> {
    return andThen(this.gateway.addresses(), (addresses) => listenerUrls(this.listener, addresses));
  }
}

function tlsModeOf(mode: string | undefined): 'TERMINATE' | 'PASSTHROUGH' | 'OTHER' {
  if (mode === undefined || mode === 'Terminate') return 'TERMINATE';
  return mode === 'Passthrough' ? 'PASSTHROUGH' : 'OTHER';
}

function routeNamespacesOf(from: string | undefined): 'ALL' | 'SAME' | 'SELECTOR' | 'OTHER' {
  switch (from) {
    case 'All':
      return 'ALL';
    case undefined:
    case 'Same':
      return 'SAME';
    case 'Selector':
      return 'SELECTOR';
    default:
      return 'OTHER';
  }
}

function routeKindsOf(kinds: RouteKindResource[] | null | undefined): Required<RouteKindResource>[] {
  return (kinds ?? []).map(({ group, kind }) => ({ group: group ?? gatewayApiGroup, kind }));
}
