import { useQuery } from '@urql/preact';
import { useEffect, useState } from 'preact/hooks';
import { FormChoicesDocument } from '../gql/graphql.js';
import { useText } from '../i18n/language.js';
import { ClusterSelect } from '../session/cluster-select.js';
import { Icon } from '../ui/icon.js';
import { type ListQuery, phases } from './list-query.js';

interface FiltersProps {
  readonly query: ListQuery;
  readonly change: (change: Partial<ListQuery>) => void;
}

/** What is asked for. Every choice is in the page's address at once. */
export function Filters({ query, change }: FiltersProps) {
  const { gateways: t, phases: phaseTexts } = useText();
  const [{ data }] = useQuery({ query: FormChoicesDocument, variables: { cluster: query.cluster || null } });
  const classes = (data?.gatewayClasses ?? []).map(({ name }) => name);
  return (
    <search class="filters" aria-label={t.filters}>
      <SearchBox text={query.search} onSearch={(search) => change({ search })} />
      <ClusterSelect value={query.cluster} onChange={(cluster) => change({ cluster, namespace: '', className: '' })} />
      <Choice
        label={t.namespace}
        all={t.allNamespaces}
        value={query.namespace}
        options={withValue(data?.namespaces ?? [], query.namespace).map((name) => [name, name])}
        onChoose={(namespace) => change({ namespace })}
      />
      <Choice
        label={t.className}
        all={t.allClasses}
        value={query.className}
        options={withValue(classes, query.className).map((name) => [name, name])}
        onChoose={(className) => change({ className })}
      />
      <Choice
        label={t.phase}
        all={t.allPhases}
        value={query.phase}
        options={phases.map((phase) => [phase, phaseTexts[phase]])}
        onChoose={(phase) => change({ phase: phases.find((known) => known === phase) ?? '' })}
      />
    </search>
  );
}

/** A choice that an address names is shown even where the server does not list it (to this caller). */
function withValue(names: readonly string[], value: string): readonly string[] {
  return value === '' || names.includes(value) ? names : [value, ...names];
}

const typingMs = 250;

function SearchBox({ text, onSearch }: { text: string; onSearch: (text: string) => void }) {
  const [typed, setTyped] = useState(text);
  const t = useText().gateways;
  useEffect(() => setTyped(text), [text]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is typed starts the clock
  useEffect(() => {
    if (typed === text) return undefined;
    const timer = setTimeout(() => onSearch(typed), typingMs);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <div class="search-box">
      <Icon name="search" />
      <input
        type="search"
        aria-label={t.search}
        placeholder={t.search}
        value={typed}
        onInput={(event) => setTyped(event.currentTarget.value)}
      />
    </div>
  );
}

interface ChoiceProps {
  readonly label: string;
  /** What the empty choice is called. */
  readonly all: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, text: string])[];
  readonly onChoose: (value: string) => void;
}

function Choice({ label, all, value, options, onChoose }: ChoiceProps) {
  return (
    <select
      aria-label={label}
      class={value === '' ? undefined : 'chosen'}
      value={value}
      onChange={(event) => onChoose(event.currentTarget.value)}
    >
      <option value="">{all}</option>
      {options.map(([name, text]) => (
        <option key={name} value={name}>
          {text}
        </option>
      ))}
    </select>
  );
}
