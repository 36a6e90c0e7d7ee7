import { useMutation } from '@urql/preact';
import { problemFrom } from '../api/problem.js';
import { DeleteOrphanedAlbDocument, type OrphanRowFragment } from '../gql/graphql.js';
import { useText } from '../i18n/language.js';
import { Dialog } from '../ui/dialog.js';
import { ProblemNotice } from '../ui/problem-notice.js';

interface DeleteOrphanDialogProps {
  readonly alb: OrphanRowFragment;
  readonly onClose: () => void;
}

/** Asks once more, and deletes the ALB that was looked at and no other. */
export function DeleteOrphanDialog({ alb: { cluster, namespace, name, uid }, onClose }: DeleteOrphanDialogProps) {
  const [{ fetching, error }, deleteNow] = useMutation(DeleteOrphanedAlbDocument);
  const { gateway: t, orphans } = useText();
  const confirm = async () => {
    const result = await deleteNow({ input: { cluster, namespace, name, uid } });
    if (result.error === undefined) onClose();
  };
  return (
    <Dialog title={t.deleteTitle(name)} onClose={onClose}>
      {error && <ProblemNotice problem={problemFrom(error)} />}
      <p>{orphans.willGo(`${namespace}/${name}`)}</p>
      <div class="actions">
        <button class="button" type="button" onClick={onClose}>
          {t.cancel}
        </button>
        <button class="button danger" type="button" disabled={fetching} onClick={confirm}>
          {t.confirmDelete}
        </button>
      </div>
    </Dialog>
  );
}
