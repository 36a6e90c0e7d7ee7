import { Component } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Link } from 'wouter-preact';
import type { GatewayRowFragment } from '../gql/graphql.js';
import { useText } from '../i18n/language.js';
import { gatewayPath } from '../paths.js';
import { AddressList } from '../ui/address-list.js';
import { PhaseBadge } from '../ui/badge.js';
import { Moment } from '../ui/moment.js';

interface RowProps {
  readonly row: GatewayRowFragment;
}

/** Rendered again only when its row is another: one change among a thousand rows costs one row. */
export class GatewayRow extends Component<RowProps> {
  override shouldComponentUpdate(next: RowProps): boolean {
    return next.row !== this.props.row;
  }

  override render({ row }: RowProps) {
    return <Row row={row} />;
  }
}

function Row({ row }: RowProps) {
  const { cluster, namespace, name, gatewayClassName, addresses, listeners, provisioning, createdAt } = row;
  const element = useFlash(row);
  return (
    <tr ref={element}>
      <th scope="row" class="name">
        <Link href={gatewayPath(row)}>{name}</Link>
      </th>
      <td class="cluster">{cluster}</td>
      <td class="namespace">{namespace}</td>
      <td class="class" title={gatewayClassName}>
        {gatewayClassName}
      </td>
      <td class="addresses-cell">
        <AddressList addresses={addresses} atMost={2} />
      </td>
      <td class="listeners">
        <Listeners listeners={listeners} />
      </td>
      <td class="phase">
        <Progress {...provisioning} />
      </td>
      <td class="created">
        <Moment at={createdAt} />
      </td>
    </tr>
  );
}

const listenersShown = 3;

function Listeners({ listeners }: { listeners: GatewayRowFragment['listeners'] }) {
  const { ui } = useText();
  const rest = listeners.length - listenersShown;
  return (
    <ul class="ports">
      {listeners.slice(0, listenersShown).map(({ name, port, protocol, hostname }) => (
        <li key={name} title={[name, hostname].filter(Boolean).join(' · ')}>
          {protocol} {port}
        </li>
      ))}
      {rest > 0 && <li class="muted">{ui.more(rest)}</li>}
    </ul>
  );
}

function Progress({ phase, percent }: GatewayRowFragment['provisioning']) {
  const t = useText().gateways;
  return (
    <>
      <PhaseBadge phase={phase} />
      {(phase === 'PROGRESSING' || phase === 'PENDING') && (
        <progress value={percent} max={100} aria-label={t.progress}>
          {percent} %
        </progress>
      )}
    </>
  );
}

/** A row that changed while it was shown lights up for a moment. */
function useFlash(row: GatewayRowFragment) {
  const element = useRef<HTMLTableRowElement>(null);
  const last = useRef(row);
  useEffect(() => {
    if (last.current === row) return;
    last.current = row;
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    element.current?.animate([{ backgroundColor: 'var(--flash)' }, {}], { duration: 1_200, easing: 'ease-out' });
  }, [row]);
  return element;
}
