import { useEffect, useState } from 'preact/hooks';
import { useText } from '../i18n/language.js';
import { Icon } from './icon.js';

/** Copies a text, and says so for a moment. */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const [copied, setCopied] = useState(false);
  const t = useText().ui;
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), 1_500);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    await copyText(text);
    setCopied(true);
  };
  return (
    <>
      <button class="icon-button copy" type="button" title={t.copy(what)} aria-label={t.copy(what)} onClick={copy}>
        <Icon name={copied ? 'check' : 'copy'} />
      </button>
      {copied && (
        <span class="visually-hidden" role="status">
          {t.copied}
        </span>
      )}
    </>
  );
}

/** navigator.clipboard is there on secure origins alone; a console behind plain HTTP copies the old way. */
async function copyText(text: string): Promise<void> {
  if (navigator.clipboard !== undefined) return navigator.clipboard.writeText(text);
  const area = document.createElement('textarea');
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
}
