import type { ComponentChildren } from 'preact';
import { useLocation, useSearch } from 'wouter-preact';
import { Page } from '../ui/page.js';
import { ClusterSelect } from './cluster-select.js';

interface ClusterPageProps {
  readonly title: string;
  readonly lead: string;
  /** What the page shows of the cluster; '' is the default one. It starts anew with each choice. */
  readonly children: (cluster: string) => ComponentChildren;
}

/** A page about one cluster, which is chosen on it and kept in the URL. */
export function ClusterPage({ title, lead, children }: ClusterPageProps) {
  const cluster = new URLSearchParams(useSearch()).get('cluster') ?? '';
  const [path, navigate] = useLocation();
  return (
    <Page title={title}>
      <p class="lead">{lead}</p>
      <ClusterSelect
        value={cluster}
        onChange={(next) => navigate(next === '' ? path : `${path}?cluster=${encodeURIComponent(next)}`)}
      />
      {children(cluster)}
    </Page>
  );
}
