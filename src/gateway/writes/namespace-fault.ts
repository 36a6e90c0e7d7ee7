import { AlbError } from '../../errors.js';

/** A namespace that is not there: the cluster says NOT_FOUND, and the input's field is where to mend it. */
export function namespaceFault(error: AlbError): AlbError {
  const details = error.kubernetes?.details as { kind?: string; name?: string } | undefined;
  if (error.code !== 'NOT_FOUND' || details?.kind !== 'namespaces') return error;
  return new AlbError('NOT_FOUND', `There is no namespace "${details.name}"; name another, or create it first.`, {
    cause: error,
    ...(error.kubernetes && { kubernetes: error.kubernetes }),
    extensions: { path: ['input', 'namespace'] },
  });
}
