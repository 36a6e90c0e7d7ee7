import { useQuery } from '@urql/preact';
import { useCallback, useEffect, useState } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import { problemFrom } from '../api/problem.js';
import { GatewayForFormDocument, UpdateGatewayDocument } from '../gql/graphql.js';
import { useText } from '../i18n/language.js';
import { type GatewayRef, gatewayPath } from '../paths.js';
import { useApi } from '../session/session.js';
import { Empty, Loading } from '../ui/empty.js';
import { Page } from '../ui/page.js';
import { Place } from '../ui/place.js';
import { ProblemNotice } from '../ui/problem-notice.js';
import { ConflictNotice } from './conflict-notice.js';
import { type FormState, type Opened, openedFrom } from './form-state.js';
import { GatewayForm } from './gateway-form.js';
import { updateInputFrom } from './input-from-form.js';
import { outcomeFrom } from './outcome.js';
import { type Save, useCheckedForm } from './use-checked-form.js';

/** Changes a gateway: reads it once, and says at the save which generation it had read. */
export function EditPage({ gateway }: { gateway: GatewayRef }) {
  const t = useText().form;
  return (
    <Page title={t.editTitle(gateway.name)} above={<Place gateway={gateway} />}>
      <EditBody gateway={gateway} />
    </Page>
  );
}

/** A form and what it is compared with. A conflict that was settled opens it anew, on what is there now. */
interface Draft {
  readonly opened: Opened;
  readonly form: FormState;
}

function EditBody({ gateway }: { gateway: GatewayRef }) {
  const { cluster, namespace, name } = gateway;
  const t = useText().gateway;
  const [draft, setDraft] = useState<Draft>();
  // Paused once the form is open: what is read later, for a comparison, is not to slip under what one has typed.
  const pause = draft !== undefined;
  const [{ data, error }, ask] = useQuery({
    query: GatewayForFormDocument,
    variables: { cluster, namespace, name },
    pause,
  });
  useEffect(() => {
    if (data?.gateway == null) return;
    const opened = openedFrom(data.gateway);
    setDraft((before) => before ?? { opened, form: opened.form });
  }, [data]);

  if (draft !== undefined) {
    const { generation, albGeneration } = draft.opened;
    return <EditForm key={`${generation} ${albGeneration}`} draft={draft} onSettled={setDraft} />;
  }
  if (error !== undefined) return <ProblemNotice problem={problemFrom(error)} onRetry={ask} />;
  return data?.gateway === null ? <Empty title={t.missing} /> : <Loading label={t.loading} />;
}

function EditForm({ draft: { opened, form }, onSettled }: { draft: Draft; onSettled: (draft: Draft) => void }) {
  const api = useApi();
  const t = useText().form;
  const [, navigate] = useLocation();
  const save: Save = useCallback(
    async (state: FormState, dryRun: boolean) => {
      const input = { ...updateInputFrom(opened, state), dryRun };
      const result = await api.client.mutation(UpdateGatewayDocument, { input }).toPromise();
      return outcomeFrom(result, (data) => data.updateGateway);
    },
    [api, opened],
  );
  const checked = useCheckedForm(form, save);
  const page = gatewayPath({ ...opened.form, cluster: opened.cluster });
  const onSave = async () => {
    const outcome = await checked.save();
    if (outcome?.kind === 'done') navigate(page);
  };
  return (
    <>
      {checked.check.kind === 'conflict' && (
        <ConflictNotice opened={opened} mine={checked.form} onSettled={onSettled} />
      )}
      <GatewayForm checked={checked} saveLabel={t.save} onSave={onSave} onCancel={() => navigate(page)} />
    </>
  );
}
