import type { GatewayDetailFragment } from '../gql/graphql.js';
import { useText } from '../i18n/language.js';
import { CopyButton } from '../ui/copy-button.js';

type Listener = GatewayDetailFragment['listeners'][number];

export function ListenersTable({ listeners }: Pick<GatewayDetailFragment, 'listeners'>) {
  const { gateway: t, form } = useText();
  return (
    <section class="card" aria-labelledby="listeners-title">
      <h2 id="listeners-title">{t.listeners}</h2>
      <div class="table-frame">
        <table class="table stack">
          <thead>
            <tr>
              <th scope="col">{t.name}</th>
              <th scope="col">{t.port}</th>
              <th scope="col">{t.urls}</th>
              <th scope="col">{t.tls}</th>
              <th scope="col">{t.routes}</th>
            </tr>
          </thead>
          <tbody>
            {listeners.map((listener) => (
              <tr key={listener.name}>
                <th scope="row">{listener.name}</th>
                <td data-label={t.port}>
                  {listener.protocol} {listener.port}
                </td>
                <td data-label={t.urls}>
                  <Urls urls={listener.urls} />
                </td>
                <td data-label={t.tls}>
                  <Tls tls={listener.tls} />
                </td>
                <td data-label={t.routes}>
                  {t.attached(listener.attachedRoutes)}
                  <span class="muted block">{form.routesFrom[listener.allowedRoutes.from]}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Urls({ urls }: { urls: readonly string[] }) {
  if (urls.length === 0) return <span class="muted">–</span>;
  return (
    <ul class="addresses">
      {urls.map((url) => (
        <li key={url}>
          <code>{url}</code>
          <CopyButton text={url} what={url} />
        </li>
      ))}
    </ul>
  );
}

function Tls({ tls }: Pick<Listener, 'tls'>) {
  const { tlsModes } = useText().form;
  if (tls == null) return <span class="muted">–</span>;
  const names = tls.certificateRefs.map(({ namespace, name }) => `${namespace}/${name}`);
  return (
    <>
      {tlsModes[tls.mode]}
      {names.length > 0 && <code class="block">{names.join(', ')}</code>}
    </>
  );
}
