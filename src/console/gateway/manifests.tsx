import { useId, useState } from 'preact/hooks';
import { useText } from '../i18n/language.js';
import { CopyButton } from '../ui/copy-button.js';

interface Manifest {
  readonly kind: string;
  /** YAML. */
  readonly text: string;
}

/** What `kubectl apply` takes to make it again, one object at a time. */
export function Manifests({ manifests }: { manifests: readonly Manifest[] }) {
  const [chosen, choose] = useState('Gateway');
  const t = useText().gateway;
  const group = useId();
  const shown = manifests.find(({ kind }) => kind === chosen) ?? manifests[0];
  return (
    <section class="card" aria-labelledby="yaml-title">
      <header class="card-head">
        <h2 id="yaml-title">YAML</h2>
        <fieldset class="segments">
          <legend class="visually-hidden">{t.object}</legend>
          {manifests.map(({ kind }) => (
            <label key={kind}>
              <input type="radio" name={group} checked={kind === shown?.kind} onChange={() => choose(kind)} />
              {kind}
            </label>
          ))}
        </fieldset>
        {shown && <CopyButton text={shown.text} what="YAML" />}
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section class="yaml" tabIndex={0} aria-label={shown?.kind}>
        <pre>
          {shown?.text.split('\n').map((line, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line has no other name
            <YamlLine key={at} line={line} />
          ))}
        </pre>
      </section>
    </section>
  );
}

/** Keys stand out from what they hold. */
function YamlLine({ line }: { line: string }) {
  const [, indent = '', key, rest = ''] = /^(\s*(?:- )?)([^\s:'"][^:]*:)(.*)$/.exec(line) ?? [];
  if (key === undefined) return <>{`${line}\n`}</>;
  return (
    <>
      {indent}
      <span class="yaml-key">{key}</span>
      {`${rest}\n`}
    </>
  );
}
