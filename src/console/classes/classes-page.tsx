import { Link } from 'wouter-preact';
import { useLiveSet } from '../api/use-live-set.js';
import { type ClassRowFragment, GatewayClassesDocument, type GatewayClassesSubscription } from '../gql/graphql.js';
import { useText } from '../i18n/language.js';
import { ClusterPage } from '../session/cluster-page.js';
import { AddressList } from '../ui/address-list.js';
import { Badge } from '../ui/badge.js';
import { Empty } from '../ui/empty.js';
import { LiveContent } from '../ui/live-content.js';

/** The classes of a cluster, and where the gateways of a shared one are reached. */
export function ClassesPage() {
  const t = useText().classes;
  return (
    <ClusterPage title={t.title} lead={t.lead}>
      {(cluster) => <Classes key={cluster} cluster={cluster} />}
    </ClusterPage>
  );
}

function Classes({ cluster }: { cluster: string }) {
  const t = useText().classes;
  const live = useLiveSet(GatewayClassesDocument, { cluster: cluster || null }, eventFrom);
  return (
    <LiveContent live={live} loading={t.loading}>
      {(classes) =>
        classes.length === 0 ? (
          <Empty title={t.none} />
        ) : (
          <ClassesTable classes={classes.toSorted((a, b) => a.name.localeCompare(b.name))} cluster={cluster} />
        )
      }
    </LiveContent>
  );
}

function eventFrom({ gatewayClassEvents: { type, gatewayClass } }: GatewayClassesSubscription) {
  return { type, object: gatewayClass };
}

function ClassesTable({ classes, cluster }: { classes: readonly ClassRowFragment[]; cluster: string }) {
  const { classes: t, classTypes, gateways } = useText();
  const inCluster = cluster === '' ? '' : `&cluster=${encodeURIComponent(cluster)}`;
  return (
    <div class="table-frame">
      <table class="table stack" aria-label={t.title}>
        <thead>
          <tr>
            <th scope="col">{gateways.name}</th>
            <th scope="col">{t.type}</th>
            <th scope="col">{t.accepted}</th>
            <th scope="col">{gateways.addresses}</th>
            <th scope="col">ALB</th>
            <th scope="col">{t.controller}</th>
          </tr>
        </thead>
        <tbody>
          {classes.map(({ id, name, type, accepted, addresses, alb, controllerName, description }) => (
            <tr key={id}>
              <th scope="row">
                <Link href={`/?class=${encodeURIComponent(name)}${inCluster}`}>{name}</Link>
                {description && <span class="muted block">{description}</span>}
              </th>
              <td class="nowrap" data-label={t.type}>
                {classTypes[type]}
              </td>
              <td data-label={t.accepted}>
                <Badge tone={accepted ? 'good' : 'bad'} text={accepted ? t.yes : t.no} />
              </td>
              <td data-label={gateways.addresses}>
                {type === 'SHARED' ? <AddressList addresses={addresses} /> : <span class="muted">–</span>}
              </td>
              <td data-label="ALB">{alb ? `${alb.namespace}/${alb.name}` : <span class="muted">–</span>}</td>
              <td data-label={t.controller}>
                <code>{controllerName}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
