import type { OrphanRowFragment } from '../gql/graphql.js';
import { useText } from '../i18n/language.js';
import { AddressList } from '../ui/address-list.js';
import { AlbStateBadge } from '../ui/badge.js';
import { Icon } from '../ui/icon.js';
import { Moment } from '../ui/moment.js';

interface OrphansTableProps {
  readonly albs: readonly OrphanRowFragment[];
  readonly onDelete: (alb: OrphanRowFragment) => void;
}

export function OrphansTable({ albs, onDelete }: OrphansTableProps) {
  const { orphans: t, gateways, gateway } = useText();
  const sorted = albs.toSorted((a, b) => `${a.namespace}/${a.name}`.localeCompare(`${b.namespace}/${b.name}`));
  return (
    <div class="table-frame">
      <table class="table stack" aria-label={t.title}>
        <thead>
          <tr>
            <th scope="col">{gateways.name}</th>
            <th scope="col" class="minor">
              {gateways.cluster}
            </th>
            <th scope="col">{gateways.namespace}</th>
            <th scope="col">{t.gatewayName}</th>
            <th scope="col">{gateways.addresses}</th>
            <th scope="col">{gateway.status}</th>
            <th scope="col" class="minor">
              {gateways.created}
            </th>
            <th scope="col">
              <span class="visually-hidden">{t.action}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {sorted.map((alb) => (
            <tr key={alb.id}>
              <th scope="row">{alb.name}</th>
              <td class="minor">{alb.cluster}</td>
              <td data-label={gateways.namespace}>{alb.namespace}</td>
              <td data-label={t.gatewayName}>{alb.gatewayName}</td>
              <td data-label={gateways.addresses}>
                <AddressList addresses={alb.addresses} atMost={2} />
              </td>
              <td data-label={gateway.status}>
                <AlbStateBadge state={alb.state} />
              </td>
              <td class="minor">
                <Moment at={alb.createdAt} />
              </td>
              <td class="end">
                <button class="button small danger" type="button" onClick={() => onDelete(alb)}>
                  <Icon name="trash" />
                  {gateway.delete}
                  <span class="visually-hidden"> {alb.name}</span>
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
