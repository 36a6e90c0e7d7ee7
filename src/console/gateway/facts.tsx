import type { ComponentChildren } from 'preact';
import type { GatewayDetailFragment } from '../gql/graphql.js';
import { useText } from '../i18n/language.js';
import { AlbStateBadge } from '../ui/badge.js';
import { CopyButton } from '../ui/copy-button.js';
import { Moment } from '../ui/moment.js';

export function Facts({ gateway }: { gateway: GatewayDetailFragment }) {
  const { gateway: t, sources, classTypes } = useText();
  const { alb, addresses, gatewayClassName, gatewayClass, labels, annotations, createdAt, uid } = gateway;
  return (
    <section class="card" aria-labelledby="facts-title">
      <h2 id="facts-title">{t.about}</h2>
      <dl class="facts">
        <Fact name={t.addresses}>
          <ul class="addresses">
            {addresses.map(({ value, sources: from }) => (
              <li key={value}>
                <code>{value}</code>
                <CopyButton text={value} what={value} />
                <span class="muted">{from.map((source) => sources[source]).join(', ')}</span>
              </li>
            ))}
          </ul>
          {addresses.length === 0 && <span class="muted">{t.noAddress}</span>}
        </Fact>
        <Fact name={t.className}>
          {gatewayClassName} {gatewayClass && <span class="muted">{classTypes[gatewayClass.type]}</span>}
        </Fact>
        {alb && (
          <Fact name={t.alb}>
            <code>{alb.name}</code> <AlbStateBadge state={alb.state} />
            {alb.reason && (
              <span class="muted block" lang="en">
                {alb.reason}
              </span>
            )}
          </Fact>
        )}
        <Fact name={t.created}>
          <Moment at={createdAt} />
        </Fact>
        <MapFact name={t.labels} map={labels} />
        <MapFact name={t.annotations} map={annotations} />
        <Fact name="UID">
          <code>{uid}</code>
          <CopyButton text={uid} what="UID" />
        </Fact>
      </dl>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function MapFact({ name, map }: { name: string; map: Readonly<Record<string, string>> }) {
  const entries = Object.entries(map);
  if (entries.length === 0) return null;
  return (
    <Fact name={name}>
      <ul class="tags">
        {entries.map(([key, value]) => (
          <li key={key}>
            <code>
              {key}={value}
            </code>
          </li>
        ))}
      </ul>
    </Fact>
  );
}
