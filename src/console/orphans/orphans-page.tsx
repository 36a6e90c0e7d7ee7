import { useState } from 'preact/hooks';
import { useLiveSet } from '../api/use-live-set.js';
import { OrphanedAlbsDocument, type OrphanedAlbsSubscription, type OrphanRowFragment } from '../gql/graphql.js';
import { useText } from '../i18n/language.js';
import { ClusterPage } from '../session/cluster-page.js';
import { Empty } from '../ui/empty.js';
import { LiveContent } from '../ui/live-content.js';
import { DeleteOrphanDialog } from './delete-orphan-dialog.js';
import { OrphansTable } from './orphans-table.js';

/** ALBs that no Gateway uses any more: nobody but a person removes them. */
export function OrphansPage() {
  const t = useText().orphans;
  return (
    <ClusterPage title={t.title} lead={t.lead}>
      {(cluster) => <Orphans key={cluster} cluster={cluster} />}
    </ClusterPage>
  );
}

function Orphans({ cluster }: { cluster: string }) {
  const t = useText().orphans;
  const [deleting, setDeleting] = useState<OrphanRowFragment>();
  const live = useLiveSet(OrphanedAlbsDocument, { cluster: cluster || null }, eventFrom);
  return (
    <>
      <LiveContent live={live} loading={t.loading}>
        {(albs) =>
          albs.length === 0 ? (
            <Empty title={t.none}>{t.noneHint}</Empty>
          ) : (
            <OrphansTable albs={albs} onDelete={setDeleting} />
          )
        }
      </LiveContent>
      {deleting && <DeleteOrphanDialog alb={deleting} onClose={() => setDeleting(undefined)} />}
    </>
  );
}

function eventFrom({ albEvents: { type, alb } }: OrphanedAlbsSubscription) {
  return { type, object: alb };
}
