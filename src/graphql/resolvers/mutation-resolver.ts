import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { ClusterSession } from '../../gateway/session.js';
import { createGateway } from '../../gateway/writes/create-gateway.js';
import { deleteGateway } from '../../gateway/writes/delete-gateway.js';
import { deleteOrphanedAlb } from '../../gateway/writes/delete-orphaned-alb.js';
import { updateGateway } from '../../gateway/writes/update-gateway.js';
import type { WriteOptions } from '../../gateway/writes/write-options.js';
import { Context } from '../context.js';
import {
  CreateGatewayInput,
  DeleteGatewayInput,
  DeleteOrphanedAlbInput,
  UpdateGatewayInput,
} from '../inputs/mutation-inputs.js';
import type { Mutation as MutationToRun } from '../mutations.js';
import {
  CreateGatewayPayload,
  DeleteGatewayPayload,
  DeleteOrphanedAlbPayload,
  UpdateGatewayPayload,
} from '../types/payloads.js';
import { sessionForInput } from './session-for-input.js';

@Resolver()
export class MutationResolver {
  @Mutation(() => CreateGatewayPayload, {
    description:
      'Creates a gateway: for a STANDALONE class its ALB and then the Gateway, else the Gateway alone. Admission is asked about both before either is written. What fails half-way is undone; PARTIAL_WRITE says what could not be. The same call after a crash adopts the ALB that was left behind. Where ALBs of a gateway of that name are still there, it waits for up to 5 s for them to go. INVALID_INPUT, ALREADY_EXISTS, NOT_FOUND for the namespace, PARTIAL_WRITE.',
  })
  createGateway(
    @Ctx() context: Context,
    @Arg('input', () => CreateGatewayInput, { description: 'What to create.' }) input: CreateGatewayInput,
  ) {
    return write(context, 'createGateway', input, (session, options) => createGateway(session, input, options));
  }

  @Mutation(() => UpdateGatewayPayload, {
    description:
      'Changes a gateway: writes its ALB, the Gateway, both or neither, and carries every other field back. What others change meanwhile in other fields is kept; the same field, or a precondition that does not hold, is CONFLICT, and nothing is written. Where the second object is refused the first is put back; PARTIAL_WRITE says what could not be. INVALID_INPUT, NOT_FOUND, CONFLICT, PARTIAL_WRITE.',
  })
  updateGateway(
    @Ctx() context: Context,
    @Arg('input', () => UpdateGatewayInput, { description: 'What to change.' }) input: UpdateGatewayInput,
  ) {
    return write(context, 'updateGateway', input, (session, options) => updateGateway(session, input, options));
  }

  @Mutation(() => DeleteGatewayPayload, {
    description:
      'Deletes the Gateway alone; the back end removes its ALBs by itself, some seconds later. NOT_FOUND where it is gone already, CONFLICT where a precondition does not hold.',
  })
  deleteGateway(
    @Ctx() context: Context,
    @Arg('input', () => DeleteGatewayInput, { description: 'What to delete.' }) input: DeleteGatewayInput,
  ) {
    return write(context, 'deleteGateway', input, (session) => deleteGateway(session, input));
  }

  @Mutation(() => DeleteOrphanedAlbPayload, {
    description:
      'Deletes an ALB that no Gateway uses; CONFLICT for one that is used, and within 60 s of its create, whose Gateway may still follow. Kubernetes has no transaction over two objects: a Gateway written by other means than createGateway between the last look and the delete loses its ALB. NOT_FOUND, CONFLICT.',
  })
  deleteOrphanedAlb(
    @Ctx() context: Context,
    @Arg('input', () => DeleteOrphanedAlbInput, { description: 'What to delete.' }) input: DeleteOrphanedAlbInput,
  ) {
    return write(context, 'deleteOrphanedAlb', input, (session) => deleteOrphanedAlb(session, input));
  }
}

interface MutationInput {
  cluster?: string | null;
  namespace: string;
  name: string;
  dryRun?: boolean | null;
}

async function write<T>(
  context: Context,
  name: string,
  input: MutationInput,
  operation: (session: ClusterSession, options: WriteOptions) => Promise<T>,
): Promise<T> {
  const { caller, mutations } = context;
  const { random, onNotice, clusters, operationId: newId } = context.options;
  const operationId = newId();
  const mutation = { name, operationId, caller, cluster: input.cluster ?? clusters.defaultName, input };
  const session = openSession(context, input, mutation);
  try {
    return await mutations.run(session, mutation, (recorded) => operation(recorded, { random, operationId, onNotice }));
  } finally {
    context.forget(session);
  }
}

/** What names an unknown cluster is on record as well. */
function openSession(context: Context, input: MutationInput, mutation: MutationToRun): ClusterSession {
  try {
    return sessionForInput(context, input.cluster);
  } catch (thrown) {
    throw context.mutations.refuse(mutation, thrown);
  }
}
