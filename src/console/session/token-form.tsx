import { useState } from 'preact/hooks';
import { useText } from '../i18n/language.js';
import { Field } from '../ui/field.js';
import { useSession } from './session.js';

/** Asks for a bearer token. It is kept in this tab alone. `onDone`: called when the form is to go, in a dialog. */
export function TokenForm({ onDone }: { onDone?: () => void }) {
  const { token, setToken } = useSession();
  const [text, setTyped] = useState('');
  const t = useText().session;
  const submit = (event: Event) => {
    event.preventDefault();
    const typed = text.trim().replace(/^bearer\s+/i, '');
    if (typed !== '') setToken(typed);
    onDone?.();
  };
  return (
    <form class="token-form" onSubmit={submit}>
      <Field label={t.token} hint={t.tokenHint}>
        {(field) => (
          <input
            {...field}
            type="password"
            autocomplete="off"
            spellcheck={false}
            value={text}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        )}
      </Field>
      <div class="actions">
        <button class="button primary" type="submit">
          {t.use}
        </button>
        {token !== undefined && (
          <button
            class="button"
            type="button"
            onClick={() => {
              setToken(undefined);
              onDone?.();
            }}
          >
            {t.forget}
          </button>
        )}
        {onDone && (
          <button class="button" type="button" onClick={onDone}>
            {t.close}
          </button>
        )}
      </div>
    </form>
  );
}
