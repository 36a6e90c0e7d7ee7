import type { GatewayDetailFragment } from '../gql/graphql.js';
import type { Texts } from '../i18n/english.js';
import { albTones, phaseTones, type Tone } from '../ui/tone.js';
import type { PictureColumn, PictureNode } from './picture-layout.js';

const most = 6;

/** What a request passes on its way, as columns: class, gateway, listeners, ALB, addresses. */
export function columnsOf(gateway: GatewayDetailFragment, texts: Texts): readonly PictureColumn[] {
  const { gateway: t, classTypes, phases, albStates, sources } = texts;
  const { gatewayClass, gatewayClassName, name, provisioning, listeners, alb, addresses } = gateway;
  const classNode = {
    id: 'class',
    title: gatewayClassName,
    detail: gatewayClass ? classTypes[gatewayClass.type] : t.classMissing,
    tone: gatewayClass === null ? 'warn' : gatewayClass.accepted ? 'good' : 'bad',
  } as const;
  const gatewayNode = {
    id: 'gateway',
    title: name,
    detail: phases[provisioning.phase],
    tone: phaseTones[provisioning.phase],
  };
  const listenerNodes = listeners.map((listener) => ({
    id: `listener ${listener.name}`,
    title: `${listener.protocol} ${listener.port}`,
    detail: listener.hostname || '*',
    tone: listenerTone(listener),
  }));
  const albNode = alb && {
    id: 'alb',
    title: alb.name,
    detail: albStates[alb.state],
    tone: albTones[alb.state],
  };
  const addressNodes = addresses.map(({ value, sources: from }) => ({
    id: `address ${value}`,
    title: value,
    detail: from.map((source) => sources[source]).join(', '),
    tone: 'good' as const,
  }));
  const noAddress = { id: 'no address', title: t.noAddress, detail: '', tone: 'quiet' } as const;
  return [
    { heading: t.className, nodes: [classNode] },
    { heading: t.gateway, nodes: [gatewayNode] },
    { heading: t.listeners, nodes: capped(listenerNodes, texts) },
    ...(albNode ? [{ heading: t.alb, nodes: [albNode] }] : []),
    { heading: t.addresses, nodes: addresses.length === 0 ? [noAddress] : capped(addressNodes, texts) },
  ];
}

/** By its own conditions, where its controller reports any. */
function listenerTone({ conditions }: GatewayDetailFragment['listeners'][number]): Tone {
  if (conditions.length === 0) return 'quiet';
  const { status } = conditions.find(({ type }) => type === 'Programmed' || type === 'Ready') ?? { status: 'UNKNOWN' };
  return status === 'TRUE' ? 'good' : status === 'FALSE' ? 'bad' : 'quiet';
}

function capped(nodes: readonly PictureNode[], { ui }: Texts): readonly PictureNode[] {
  if (nodes.length <= most) return nodes;
  const rest = nodes.length - most + 1;
  return [...nodes.slice(0, most - 1), { id: 'rest', title: ui.more(rest), detail: '', tone: 'quiet' }];
}
