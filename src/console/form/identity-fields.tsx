import { useQuery } from '@urql/preact';
import { useLocation } from 'wouter-preact';
import { FormChoicesDocument } from '../gql/graphql.js';
import { useText } from '../i18n/language.js';
import { ClusterSelect } from '../session/cluster-select.js';
import { newAlb } from './form-state.js';
import { SelectInput, TextInput } from './inputs.js';
import type { CheckedForm } from './use-checked-form.js';

interface IdentityFieldsProps {
  readonly checked: CheckedForm;
  readonly cluster: string;
}

/** Where a new gateway is to be, what it is called, and of which class. */
export function IdentityFields({ checked: { form, setForm }, cluster }: IdentityFieldsProps) {
  const { form: t, classTypes } = useText();
  const [, navigate] = useLocation();
  const [{ data }] = useQuery({ query: FormChoicesDocument, variables: { cluster: cluster || null } });
  const classes = data?.gatewayClasses ?? [];
  const chooseClass = (className: string) => {
    // Only a standalone class gives a gateway an ALB of its own, with settings.
    const type = classes.find(({ name }) => name === className)?.type ?? 'STANDALONE';
    setForm({ ...form, className, alb: type === 'STANDALONE' ? (form.alb ?? newAlb) : undefined });
  };
  return (
    <section class="card form-section" aria-labelledby="identity-title">
      <h2 id="identity-title">{t.identity}</h2>
      <div class="identity-grid">
        <ClusterSelect
          value={cluster}
          onChange={(next) => navigate(next === '' ? '/new' : `/new?cluster=${encodeURIComponent(next)}`)}
        />
        <TextInput
          label={t.namespace}
          value={form.namespace}
          path={['input', 'namespace']}
          required
          suggestions={data?.namespaces ?? []}
          onValue={(namespace) => setForm({ ...form, namespace: namespace.trim() })}
        />
        <TextInput
          label={t.name}
          value={form.name}
          path={['input', 'name']}
          required
          onValue={(name) => setForm({ ...form, name: name.trim() })}
        />
        <SelectInput
          label={t.className}
          value={form.className}
          path={['input', 'gatewayClassName']}
          options={[
            ['', t.standardClass],
            ...classes.map(({ name, type }) => [name, `${name} · ${classTypes[type]}`] as const),
          ]}
          onValue={chooseClass}
        />
      </div>
    </section>
  );
}
