import { useCallback } from 'preact/hooks';
import { useLocation, useSearch } from 'wouter-preact';
import { CreateGatewayDocument } from '../gql/graphql.js';
import { useText } from '../i18n/language.js';
import { gatewayPath } from '../paths.js';
import { useApi } from '../session/session.js';
import { Page } from '../ui/page.js';
import { type FormState, newForm } from './form-state.js';
import { GatewayForm } from './gateway-form.js';
import { IdentityFields } from './identity-fields.js';
import { createInputFrom } from './input-from-form.js';
import { outcomeFrom } from './outcome.js';
import { type Save, useCheckedForm } from './use-checked-form.js';

/** A new gateway. Its own page shows it coming up. */
export function CreatePage() {
  const api = useApi();
  const t = useText().form;
  const [, navigate] = useLocation();
  const cluster = new URLSearchParams(useSearch()).get('cluster') ?? '';
  const save: Save = useCallback(
    async (form: FormState, dryRun: boolean) => {
      const input = { ...createInputFrom(form, cluster), dryRun };
      const result = await api.client.mutation(CreateGatewayDocument, { input }).toPromise();
      return outcomeFrom(result, (data) => data.createGateway);
    },
    [api, cluster],
  );
  const checked = useCheckedForm(newForm, save);
  const onSave = async () => {
    const outcome = await checked.save();
    if (outcome?.kind === 'done') navigate(gatewayPath(outcome.gateway));
  };
  return (
    <Page title={t.createTitle}>
      <GatewayForm
        checked={checked}
        saveLabel={t.create}
        onSave={onSave}
        onCancel={() => navigate('/')}
        head={<IdentityFields checked={checked} cluster={cluster} />}
      />
    </Page>
  );
}
