import { Link } from 'wouter-preact';
import { useText } from '../i18n/language.js';
import type { GatewayRef } from '../paths.js';

/** Cluster and namespace of what the page shows; each leads to the gateways in it. */
export function Place({ gateway: { cluster, namespace } }: { gateway: GatewayRef }) {
  const { gateway: t } = useText();
  const inCluster = new URLSearchParams({ cluster });
  const inNamespace = new URLSearchParams({ cluster, namespace });
  return (
    <nav aria-label={t.place}>
      <ol class="place">
        <li>
          <Link href="/">{t.back}</Link>
        </li>
        <li>
          <Link href={`/?${inCluster}`}>{cluster}</Link>
        </li>
        <li>
          <Link href={`/?${inNamespace}`}>{namespace}</Link>
        </li>
      </ol>
    </nav>
  );
}
