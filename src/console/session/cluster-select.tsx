import { useQuery } from '@urql/preact';
import { ClustersDocument } from '../gql/graphql.js';
import { useText } from '../i18n/language.js';

interface ClusterSelectProps {
  /** Empty: the default cluster. */
  readonly value: string;
  readonly onChange: (cluster: string) => void;
}

/** The configured clusters; nothing where there is but one. */
export function ClusterSelect({ value, onChange }: ClusterSelectProps) {
  const [{ data }] = useQuery({ query: ClustersDocument });
  const t = useText().gateways;
  const clusters = data?.clusters ?? [];
  if (clusters.length < 2) return null;
  const standard = clusters.find((cluster) => cluster.default)?.name ?? '';
  return (
    <select
      aria-label={t.cluster}
      value={value || standard}
      onChange={({ currentTarget }) => onChange(currentTarget.value === standard ? '' : currentTarget.value)}
    >
      {clusters.map(({ name }) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </select>
  );
}
