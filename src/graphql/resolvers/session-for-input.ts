import { AlbError } from '../../errors.js';
import type { ClusterSession } from '../../gateway/session.js';
import type { Context } from '../context.js';

/** The session for a mutation's input; CLUSTER_UNKNOWN then names the input's field. */
export function sessionForInput(context: Context, cluster: string | null | undefined): ClusterSession {
  try {
    return context.session(cluster);
  } catch (thrown) {
    const error = AlbError.from(thrown);
    if (error.code !== 'CLUSTER_UNKNOWN') throw error;
    throw new AlbError(error.code, error.message, {
      cause: error,
      extensions: { ...error.extensions, path: ['input', 'cluster'] },
    });
  }
}
