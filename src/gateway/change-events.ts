import type { Awaitable } from '../awaitable.js';
import type { InputFault } from '../errors.js';
import type { KubeObject, LiveCollection } from '../kube/ports.js';
import { AlbView } from './alb-view.js';
import { claimGraceMs, claimOf } from './claim.js';
import type { ClassType } from './class-type.js';
import { type EventSource, eventSource, ownSource } from './event-source.js';
import { type AlbFilter, albFilterFaults, albMatcher } from './filter-albs.js';
import { type GatewayFilter, gatewayFilterFaults, gatewayMatcher } from './filter-gateways.js';
import { GatewayClassView } from './gateway-class-view.js';
import { GatewayView } from './gateway-view.js';
import { gatewaysAroundAlb } from './gateways-around.js';
import { albsByGateway, classesByAlb, gatewaysByClass, objectKey } from './indexes.js';
import { throwFaults } from './input-faults.js';
import { namespaceFaults, objectNameFaults } from './name-faults.js';
import { type Dependency, ObjectEvents, type Opening } from './object-events.js';
import type { ObjectView } from './object-view.js';
import type { AlbResource, GatewayResource } from './resources.js';
import type { ClusterSession } from './session.js';
import { type Joined, watchJoined } from './watch-joined.js';

interface EventsArguments {
  namespace?: string | null | undefined;
  name?: string | null | undefined;
  initial?: boolean | null | undefined;
  debounceMs?: number | null | undefined;
}

interface NamespacedEventsArguments<Filter> extends EventsArguments {
  filter?: Filter | null | undefined;
}

const maxDebounceMs = 10_000;

/** A Gateway's own changes, and those of its ALB and class that alter what is computed for it. */
export async function gatewayEvents(
  session: ClusterSession,
  args: NamespacedEventsArguments<GatewayFilter>,
): Promise<EventSource> {
  const filter = args.filter ?? {};
  throwFaults([...argumentFaults(args), ...gatewayFilterFaults(filter, ['filter'])]);
  const matching = gatewayMatcher(filter);
  const open = (joined: Joined, opening: Opening) => {
    const gateways = required(joined.gateways);
    return openEvents(joined, args, {
      ...opening,
      primary: gateways,
      dependencies: [
        ...dependency(joined.albs, (changed) => gatewaysAroundAlb(changed as AlbResource, gateways, joined.classes)),
        ...dependency(joined.classes, ({ metadata }) => gateways.lookup(gatewaysByClass, metadata.name)),
      ],
      viewOf: (gateway: GatewayResource) => new GatewayView(joined.session, gateway),
      matches: (view: GatewayView) => named(view, args.name) && matching(view),
    });
  };
  const scope = { namespace: args.namespace ?? undefined };
  return eventSource(await watchJoined(session, 'gateways', scope), args.initial ?? true, open);
}

export async function albEvents(
  session: ClusterSession,
  args: NamespacedEventsArguments<AlbFilter>,
): Promise<EventSource> {
  const filter = args.filter ?? {};
  throwFaults([...argumentFaults(args), ...albFilterFaults(filter, ['filter'])]);
  const matching = albMatcher(filter);
  const open = (joined: Joined, opening: Opening) => {
    const albs = required(joined.albs);
    return openEvents(joined, args, {
      ...opening,
      primary: albs,
      dependencies: dependency(joined.gateways, ({ metadata: { namespace, name } }) =>
        albs.lookup(albsByGateway, objectKey(namespace, name)),
      ),
      viewOf: (alb: AlbResource) => new AlbView(joined.session, alb),
      matches: (view: AlbView) => named(view, args.name) && matching(view),
      recheckAfterMs: (alb: AlbResource) => graceLeftMs(alb, joined.session),
    });
  };
  const joined = await watchJoined(session, 'albs', { namespace: args.namespace ?? undefined });
  // Whether an ALB is an orphan is asked in the caller's own name.
  return filter.orphaned == null ? eventSource(joined, args.initial ?? true, open) : ownSource(joined, open);
}

export async function gatewayClassEvents(
  session: ClusterSession,
  args: EventsArguments & { type?: ClassType | null | undefined },
): Promise<EventSource> {
  throwFaults(argumentFaults(args));
  const open = (joined: Joined, opening: Opening) => {
    const classes = required(joined.classes);
    return openEvents(joined, args, {
      ...opening,
      primary: classes,
      dependencies: dependency(joined.albs, ({ metadata }) =>
        classes.lookup(classesByAlb, objectKey(metadata.namespace, metadata.name)),
      ),
      viewOf: (gatewayClass: GatewayClassView['resource']) => new GatewayClassView(joined.session, gatewayClass),
      matches: (view: GatewayClassView) => named(view, args.name) && (args.type == null || view.type === args.type),
    });
  };
  return eventSource(await watchJoined(session, 'classes', {}), args.initial ?? true, open);
}

function openEvents<T extends KubeObject, V extends ObjectView<T>>(
  joined: Joined,
  { initial, debounceMs }: EventsArguments,
  options: Opening & {
    primary: LiveCollection<T>;
    dependencies: Dependency[];
    viewOf(object: T): V;
    matches(view: V): Awaitable<boolean>;
    recheckAfterMs?(object: T): number | undefined;
  },
): ObjectEvents<T, V> {
  return new ObjectEvents<T, V>({
    ...options,
    initial: initial ?? true,
    debounceMs: debounceMs ?? 0,
    clock: joined.session.clock,
    onClose: () => joined.close(),
  });
}

function dependency(
  collection: LiveCollection<never> | LiveCollection | undefined,
  concerned: (changed: KubeObject) => Iterable<KubeObject>,
): Dependency[] {
  return collection === undefined ? [] : [{ collection: collection as LiveCollection, concerned }];
}

/** An ALB without a Gateway becomes an orphan by time alone, when its create's grace time is over. */
function graceLeftMs(alb: AlbResource, { clock, settings }: ClusterSession): number | undefined {
  const claimedAt = claimOf(alb, settings)?.at;
  const leftMs = claimedAt === undefined ? 0 : claimedAt + claimGraceMs - clock.now();
  return leftMs > 0 ? leftMs : undefined;
}

function named(view: ObjectView<KubeObject>, name: string | null | undefined): boolean {
  return name == null || view.name === name;
}

function argumentFaults({ namespace, name, debounceMs }: EventsArguments): InputFault[] {
  const faults = [...namespaceFaults(namespace), ...(name == null ? [] : objectNameFaults({ name }))];
  if (debounceMs != null && (debounceMs < 0 || debounceMs > maxDebounceMs)) {
    const message = `debounceMs is ${debounceMs}; give 0 to ${maxDebounceMs} milliseconds.`;
    faults.push({ path: ['debounceMs'], message });
  }
  return faults;
}

function required<T>(collection: T | undefined): T {
  if (collection === undefined) throw new Error('the primary set is always watched');
  return collection;
}
