import { useQuery } from '@urql/preact';
import { ViewerDocument, type ViewerQuery } from '../gql/graphql.js';

/** Whom the cluster takes the caller for; undefined while that is not known. */
export function useViewer(cluster: string): ViewerQuery['viewer'] | undefined {
  const [{ data }] = useQuery({ query: ViewerDocument, variables: { cluster: cluster || null } });
  return data?.viewer;
}
