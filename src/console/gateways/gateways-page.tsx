import { Link } from 'wouter-preact';
import { useText } from '../i18n/language.js';
import { Empty, Loading } from '../ui/empty.js';
import { Icon } from '../ui/icon.js';
import { Page } from '../ui/page.js';
import { ProblemNotice } from '../ui/problem-notice.js';
import { Filters } from './filters.js';
import './gateways.css';
import { GatewaysTable } from './gateways-table.js';
import { firstPage, type ListQuery } from './list-query.js';
import { Pager } from './pager.js';
import { useListQuery } from './use-list-query.js';
import { type LivePage, useLiveGateways } from './use-live-gateways.js';

type Change = (change: Partial<ListQuery>) => void;

/** The live table of one cluster's gateways. */
export function GatewaysPage() {
  const [query, change] = useListQuery();
  const live = useLiveGateways(query);
  const t = useText().gateways;
  const total = live.kind === 'ready' ? t.total(live.page.totalCount) : '';
  return (
    <Page title={t.title} aside={<span class="count">{total}</span>} actions={<NewGateway cluster={query.cluster} />}>
      <Filters query={query} change={change} />
      {live.kind === 'ready' && live.streamProblem && (
        <p class="notice small" role="status">
          {t.notLive} <span lang="en">{live.streamProblem.message}</span>
        </p>
      )}
      <Content live={live} query={query} change={change} onRetry={live.refresh} />
    </Page>
  );
}

function NewGateway({ cluster }: { cluster: string }) {
  const t = useText().gateways;
  return (
    <Link href={cluster === '' ? '/new' : `/new?cluster=${cluster}`} class="button primary">
      <Icon name="plus" />
      {t.create}
    </Link>
  );
}

interface ContentProps {
  readonly live: LivePage;
  readonly query: ListQuery;
  readonly change: Change;
  readonly onRetry: () => void;
}

function Content({ live, query, change, onRetry }: ContentProps) {
  const t = useText().gateways;
  switch (live.kind) {
    case 'loading':
      return <Loading label={t.loading} rows={8} />;
    case 'failed':
      return <ProblemNotice problem={live.problem} onRetry={onRetry} />;
    case 'ready': {
      const { page, refreshing } = live;
      return (
        <>
          {page.partial && (
            <p class="notice small" role="note">
              {t.partial}
            </p>
          )}
          {page.nodes.length === 0 ? (
            <NothingFound query={query} change={change} />
          ) : (
            <GatewaysTable rows={page.nodes} query={query} change={change} busy={refreshing} />
          )}
          <Pager page={page} query={query} change={change} />
        </>
      );
    }
    default:
      return live satisfies never;
  }
}

function NothingFound({ query, change }: { query: ListQuery; change: Change }) {
  const t = useText().gateways;
  const { cluster, order, descending, size } = query;
  const filtered = [query.namespace, query.className, query.phase, query.search].some((text) => text !== '');
  if (!filtered) return <Empty title={t.none}>{t.noneHint}</Empty>;
  return (
    <Empty title={t.noneFound}>
      <button class="button" type="button" onClick={() => change({ ...firstPage, cluster, order, descending, size })}>
        {t.clearFilters}
      </button>
    </Empty>
  );
}
