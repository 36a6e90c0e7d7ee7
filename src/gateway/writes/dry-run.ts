import { AlbError } from '../../errors.js';
import { albKind, gatewayKind } from '../../kube/kinds.js';
import type { AlbResource, GatewayResource } from '../resources.js';
import type { ClusterSession } from '../session.js';
import { namespaceFault } from './namespace-fault.js';

/** A standalone gateway: its ALB, and the Gateway that refers to it. */
export interface Pair {
  readonly alb: AlbResource;
  readonly gateway: GatewayResource;
}

/** Asks admission about both objects of a create side by side; answers what would be stored, rejects with its refusal. */
export async function askAdmission(session: ClusterSession, { alb, gateway }: Pair): Promise<Pair> {
  const { writer } = session.ports;
  const [forGateway, forAlb] = await Promise.allSettled([
    writer.create(gatewayKind, gateway, { dryRun: true }),
    writer.create(albKind, alb, { dryRun: true }),
  ]);
  if (forGateway.status === 'rejected') throw namespaceFault(AlbError.from(forGateway.reason));
  if (forAlb.status === 'fulfilled') return { alb: forAlb.value, gateway: forGateway.value };
  const error = AlbError.from(forAlb.reason);
  // Another ALB has the name: the write itself then tries another suffix.
  if (error.code !== 'ALREADY_EXISTS') throw namespaceFault(error);
  return { alb, gateway: forGateway.value };
}

/**
 * Runs a dry run ahead of a write. Undefined where a webhook takes none: then nobody knows before the write itself, which
 * goes ahead. The API server's answer to that is 400 BadRequest; what admission refuses is 403 or 422.
 */
export async function ifSupported<T>(dryRun: Promise<T>, onUnsupported: () => void): Promise<T | undefined> {
  try {
    return await dryRun;
  } catch (thrown) {
    const { kubernetes } = AlbError.from(thrown);
    if (kubernetes?.code !== 400 || kubernetes.reason !== 'BadRequest') throw thrown;
    onUnsupported();
    return undefined;
  }
}
