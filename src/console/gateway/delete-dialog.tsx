import { useMutation } from '@urql/preact';
import { useEffect } from 'preact/hooks';
import { problemFrom } from '../api/problem.js';
import { DeleteGatewayDocument, type GatewayDetailFragment } from '../gql/graphql.js';
import { useText } from '../i18n/language.js';
import { Dialog } from '../ui/dialog.js';
import { Loading } from '../ui/empty.js';
import { ProblemNotice } from '../ui/problem-notice.js';

interface DeleteDialogProps {
  readonly gateway: GatewayDetailFragment;
  readonly onClose: () => void;
}

/** Shows what will go, by a dry run, and then lets it go: only the object that was looked at, by its uid. */
export function DeleteDialog({ gateway, onClose }: DeleteDialogProps) {
  const { cluster, namespace, name, uid } = gateway;
  const [trial, tryDelete] = useMutation(DeleteGatewayDocument);
  const [deletion, deleteNow] = useMutation(DeleteGatewayDocument);
  const t = useText().gateway;
  useEffect(() => {
    tryDelete({ input: { cluster, namespace, name, uid, dryRun: true } });
  }, [cluster, namespace, name, uid, tryDelete]);

  const confirm = async () => {
    const { error } = await deleteNow({ input: { cluster, namespace, name, uid } });
    if (error === undefined) onClose();
  };
  const failed = deletion.error ?? trial.error;
  const goes = trial.data?.deleteGateway;
  return (
    <Dialog title={t.deleteTitle(name)} onClose={onClose}>
      {failed && <ProblemNotice problem={problemFrom(failed)} />}
      {goes === undefined && failed === undefined && <Loading label={t.loading} rows={2} />}
      {goes && (
        <>
          <p>{t.willGo}</p>
          <ul class="will-go">
            <li>
              Gateway{' '}
              <strong>
                {namespace}/{name}
              </strong>{' '}
              <span class="muted">{t.withListeners(goes.gateway.listeners.length)}</span>
            </li>
            {goes.albs.map((alb) => (
              <li key={alb.name}>
                ALB{' '}
                <strong>
                  {alb.namespace}/{alb.name}
                </strong>{' '}
                <span class="muted">{alb.addresses.map(({ value }) => value).join(', ')}</span>
              </li>
            ))}
          </ul>
          {goes.albs.length === 0 && <p class="muted">{t.noAlbGoes}</p>}
        </>
      )}
      <div class="actions">
        <button class="button" type="button" onClick={onClose}>
          {t.cancel}
        </button>
        <button
          class="button danger"
          type="button"
          disabled={goes === undefined || deletion.fetching}
          onClick={confirm}
        >
          {t.confirmDelete}
        </button>
      </div>
    </Dialog>
  );
}
