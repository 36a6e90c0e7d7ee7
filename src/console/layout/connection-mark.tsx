import { useEffect, useState } from 'preact/hooks';
import type { ConnectionState } from '../api/create-api.js';
import { useText } from '../i18n/language.js';
import { useApi } from '../session/session.js';

/** Whether what one sees is live. */
export function ConnectionMark() {
  const api = useApi();
  const [state, setState] = useState<ConnectionState>('idle');
  const t = useText().connection;
  useEffect(() => api.watchConnection(setState), [api]);
  return (
    <span class={`connection ${state}`} role="status" data-state={state}>
      {state !== 'idle' && t[state]}
    </span>
  );
}
