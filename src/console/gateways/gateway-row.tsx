import { Component } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { Link } from 'wouter-preact';
import type { GatewayRowFragment } from '../gql/graphql.js';
import { useText } from '../i18n/language.js';
import { gatewayPath } from '../paths.js';
import { AddressList } from '../ui/address-list.js';
import { PhaseBadge } from '../ui/badge.js';
import { Moment } from '../ui/moment.js';

interface RowProps {
  readonly row: GatewayRowFragment;
  /** Its number on the page, from 0. */
  readonly index: number;
  measure(row: HTMLTableRowElement | null): void;
}

/** Rendered again only when its row is another: one change among a thousand rows costs one row. */
export class GatewayRow extends Component<RowProps> {
  override shouldComponentUpdate(next: RowProps): boolean {
    return next.row !== this.props.row || next.index !== this.props.index;
  }

  override render(props: RowProps) {
    return <Row {...props} />;
  }
}

function Row({ row, index, measure }: RowProps) {
  const { cluster, namespace, name, gatewayClassName, addresses, listeners, provisioning, createdAt } = row;
  const element = useFlash(row);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, and when its place has changed
  useLayoutEffect(() => measure(element.current), [index]);
  return (
    // Past the head, which is row 1.
    <tr ref={element} data-index={index} aria-rowindex={index + 2}>
      <th scope="row" class="name">
        <Link href={gatewayPath(row)}>{name}</Link>
      </th>
      <td class="cluster minor">{cluster}</td>
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
      <td class="created minor">
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
