import { useText } from '../i18n/language.js';
import { CopyButton } from './copy-button.js';

interface AddressListProps {
  readonly addresses: readonly { readonly value: string }[];
  /** How many are shown before the rest is counted; default: all. */
  readonly atMost?: number;
}

export function AddressList({ addresses, atMost = Number.POSITIVE_INFINITY }: AddressListProps) {
  const t = useText().ui;
  if (addresses.length === 0) return <span class="muted">{t.noAddress}</span>;
  const shown = addresses.slice(0, atMost);
  const rest = addresses.slice(atMost);
  return (
    <ul class="addresses">
      {shown.map(({ value }) => (
        <li key={value}>
          <code>{value}</code>
          <CopyButton text={value} what={value} />
        </li>
      ))}
      {rest.length > 0 && (
        <li class="muted" title={rest.map(({ value }) => value).join(', ')}>
          {t.more(rest.length)}
        </li>
      )}
    </ul>
  );
}
