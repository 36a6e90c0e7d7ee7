import { useState } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { useText } from '../i18n/language.js';
import { type GatewayRef, gatewayPath } from '../paths.js';
import { PhaseBadge } from '../ui/badge.js';
import { Empty, Loading } from '../ui/empty.js';
import { Page } from '../ui/page.js';
import { Place } from '../ui/place.js';
import { ProblemNotice } from '../ui/problem-notice.js';
import { DeleteDialog } from './delete-dialog.js';
import { GatewayBody } from './gateway-body.js';
import './gateway.css';
import { type LiveGateway, useLiveGateway } from './use-live-gateway.js';

/** All about one gateway, live. */
export function GatewayPage({ gateway: ref }: { gateway: GatewayRef }) {
  const live = useLiveGateway(ref);
  const t = useText().gateway;
  const [deleting, setDeleting] = useState(false);
  const there = live.kind === 'there';
  return (
    <Page
      title={ref.name}
      above={<Place gateway={ref} />}
      aside={there && <PhaseBadge phase={live.gateway.provisioning.phase} />}
      actions={
        there && (
          <>
            <Link href={`${gatewayPath(ref)}/edit`} class="button">
              {t.edit}
            </Link>
            <button class="button danger" type="button" onClick={() => setDeleting(true)}>
              {t.delete}
            </button>
          </>
        )
      }
    >
      {there && live.streamProblem && <ProblemNotice problem={live.streamProblem} />}
      <Content live={live} />
      {deleting && there && <DeleteDialog gateway={live.gateway} onClose={() => setDeleting(false)} />}
    </Page>
  );
}

function Content({ live }: { live: LiveGateway }) {
  const t = useText().gateway;
  switch (live.kind) {
    case 'loading':
      return <Loading label={t.loading} />;
    case 'failed':
      return <ProblemNotice problem={live.problem} />;
    case 'missing':
    case 'deleted':
      return (
        <Empty title={live.kind === 'missing' ? t.missing : t.gone}>
          <Link href="/" class="button">
            {t.back}
          </Link>
        </Empty>
      );
    case 'there':
      return <GatewayBody gateway={live.gateway} albProblem={live.albProblem} />;
    default:
      return live satisfies never;
  }
}
