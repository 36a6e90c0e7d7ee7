import { Arg, Int, Resolver, Root, Subscription } from 'type-graphql';
import { albEvents, gatewayClassEvents, gatewayEvents } from '../../gateway/change-events.js';
import type { EventSource, Events } from '../../gateway/event-source.js';
import type { ObjectEvent } from '../../gateway/object-events.js';
import type { ObjectView } from '../../gateway/object-view.js';
import type { KubeObject } from '../../kube/ports.js';
import type { Context } from '../context.js';
import { GatewayClassType } from '../enums.js';
import { AlbFilter, GatewayFilter } from '../inputs/filters.js';
import { mapEvents } from '../map-events.js';
import type { SchemaEvent, SchemaEvents } from '../shared/schema-events.js';
import { AlbEvent, GatewayClassEvent, GatewayEvent } from '../types/events.js';
import { clusterArg } from './cluster-arg.js';

const namespaceArg = {
  nullable: true,
  description: 'In this namespace; absent: in all that the caller may watch.',
} as const;
const nameArg = { nullable: true, description: 'The object of this name alone.' } as const;
const initialArg = { nullable: true, defaultValue: true, description: 'Send what exists first, as ADDED.' } as const;
const debounceArg = {
  nullable: true,
  defaultValue: 0,
  description: 'Changes of one object within this many milliseconds become one event; 0 to 10,000.',
} as const;

const streamDescription =
  'First what exists (ADDED), then one SYNCED, then every change. MODIFIED is sent only when what this listener selected is not as last sent to it, resourceVersion apart.';

type Source<Args> = { args: Args; context: Context };

@Resolver()
export class SubscriptionResolver {
  @Subscription(() => GatewayEvent, {
    description: `Changes of gateways, and of what is computed for them from their ALB and class. ${streamDescription}`,
    subscribe: async ({ args, context }) => {
      const source = { args, context } as Source<Parameters<typeof gatewayEvents>[1] & { cluster?: string }>;
      return stream(
        source,
        await gatewayEvents(source.context.streamSession(source.args.cluster), source.args),
        'gateway',
      );
    },
  })
  gatewayEvents(
    @Root() event: GatewayEvent,
    @Arg('cluster', () => String, clusterArg) _cluster?: string,
    @Arg('namespace', () => String, namespaceArg) _namespace?: string,
    @Arg('name', () => String, nameArg) _name?: string,
    @Arg('filter', () => GatewayFilter, {
      nullable: true,
      description: 'Which of them; one that ceases to match is DELETED.',
    })
    _filter?: GatewayFilter,
    @Arg('initial', () => Boolean, initialArg) _initial?: boolean,
    @Arg('debounceMs', () => Int, debounceArg) _debounceMs?: number,
  ): GatewayEvent {
    return event;
  }

  @Subscription(() => AlbEvent, {
    description: `Changes of ALBs. ${streamDescription}`,
    subscribe: async ({ args, context }) => {
      const source = { args, context } as Source<Parameters<typeof albEvents>[1] & { cluster?: string }>;
      return stream(source, await albEvents(source.context.streamSession(source.args.cluster), source.args), 'alb');
    },
  })
  albEvents(
    @Root() event: AlbEvent,
    @Arg('cluster', () => String, clusterArg) _cluster?: string,
    @Arg('namespace', () => String, namespaceArg) _namespace?: string,
    @Arg('name', () => String, nameArg) _name?: string,
    @Arg('filter', () => AlbFilter, {
      nullable: true,
      description: 'Which of them; one that ceases to match is DELETED.',
    })
    _filter?: AlbFilter,
    @Arg('initial', () => Boolean, initialArg) _initial?: boolean,
    @Arg('debounceMs', () => Int, debounceArg) _debounceMs?: number,
  ): AlbEvent {
    return event;
  }

  @Subscription(() => GatewayClassEvent, {
    description: `Changes of gateway classes, and of the ALB behind a SHARED one. ${streamDescription}`,
    subscribe: async ({ args, context }) => {
      const source = { args, context } as Source<Parameters<typeof gatewayClassEvents>[1] & { cluster?: string }>;
      return stream(
        source,
        await gatewayClassEvents(source.context.streamSession(source.args.cluster), source.args),
        'gatewayClass',
      );
    },
  })
  gatewayClassEvents(
    @Root() event: GatewayClassEvent,
    @Arg('cluster', () => String, clusterArg) _cluster?: string,
    @Arg('name', () => String, nameArg) _name?: string,
    @Arg('type', () => GatewayClassType, { nullable: true, description: 'Only classes of this type.' })
    _type?: GatewayClassType,
    @Arg('initial', () => Boolean, initialArg) _initial?: boolean,
    @Arg('debounceMs', () => Int, debounceArg) _debounceMs?: number,
  ): GatewayClassEvent {
    return event;
  }
}

/** Events as the schema has them: the view under the field's own name. The operation owns the holds, whatever fails after this. */
function stream({ context }: { readonly context: Context }, source: EventSource, field: string): SchemaEvents {
  const { listenerShares: shares } = context.options;
  const close = () => source.close();
  context.own(close);
  const named = (events: Events) =>
    mapEvents(events, (event: ObjectEvent<ObjectView<KubeObject>>) => ({
      type: event.type,
      resourceVersion: event.resourceVersion,
      key: event.type === 'SYNCED' ? undefined : event.key,
      [field]: event.type === 'SYNCED' ? null : event.view,
    }));
  const { shared } = source;
  return {
    [Symbol.asyncIterator]: () => named(source.open({ shares })),
    shared: shared && { ...shared, open: () => named(shared.open({ shares })) },
    onEnd: (handler) => source.onEnd(handler),
    goOn: ({ events, synced }) =>
      named(source.open({ shares, resumed: { objects: events.map((event) => resourceOf(event, field)), synced } })),
    close,
  };
}

function resourceOf(event: SchemaEvent, field: string): KubeObject {
  return (event as unknown as Record<string, ObjectView<KubeObject>>)[field]?.resource as KubeObject;
}
