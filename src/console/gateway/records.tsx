import { useQuery } from '@urql/preact';
import { useEffect, useRef } from 'preact/hooks';
import { problemFrom } from '../api/problem.js';
import { type GatewayDetailFragment, GatewayRecordsDocument, type GatewayRecordsQuery } from '../gql/graphql.js';
import { useText } from '../i18n/language.js';
import { ProblemNotice } from '../ui/problem-notice.js';
import { EventsTable } from './events-table.js';
import { Manifests } from './manifests.js';

/** What the stream does not carry, events and manifests: asked for again whenever the stream shows a change. */
export function Records({ gateway }: { gateway: GatewayDetailFragment }) {
  const { cluster, namespace, name } = gateway;
  const variables = { cluster, namespace, name };
  const [{ data, error }, ask] = useQuery({ query: GatewayRecordsDocument, variables });
  const t = useText().gateway;
  const asked = useRef(gateway);
  useEffect(() => {
    if (asked.current === gateway) return;
    asked.current = gateway;
    ask();
  }, [gateway, ask]);

  if (data?.gateway == null) return error ? <ProblemNotice problem={problemFrom(error)} /> : null;
  const { manifest, alb, events } = data.gateway;
  return (
    <>
      <section class="card" aria-labelledby="events-title">
        <h2 id="events-title">{t.events}</h2>
        <EventsTable events={eventsOf(data.gateway)} refused={events === null} />
      </section>
      <Manifests
        manifests={[{ kind: 'Gateway', text: manifest }, ...(alb ? [{ kind: 'ALB2', text: alb.manifest }] : [])]}
      />
    </>
  );
}

/** Those of the gateway and of its ALB, newest first. */
function eventsOf({ events, alb }: NonNullable<GatewayRecordsQuery['gateway']>) {
  const all = [...(events ?? []), ...(alb?.events ?? [])];
  return all.sort((a, b) => b.lastSeenAt.localeCompare(a.lastSeenAt));
}
