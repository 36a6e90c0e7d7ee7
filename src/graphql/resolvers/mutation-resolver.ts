import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { ClusterSession } from '../../gateway/session.js';
import { createGateway } from '../../gateway/writes/create-gateway.js';
import { deleteGateway } from '../../gateway/writes/delete-gateway.js';
import { deleteOrphanedAlb } from '../../gateway/writes/delete-orphaned-alb.js';
import { updateGateway } from '../../gateway/writes/update-gateway.js';
import { Context } from '../context.js';
import {
  CreateGatewayInput,
  DeleteGatewayInput,
  DeleteOrphanedAlbInput,
  UpdateGatewayInput,
} from '../inputs/mutation-inputs.js';
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
      'Creates a gateway: for a STANDALONE class its ALB and then the Gateway, else the Gateway alone. INVALID_INPUT, ALREADY_EXISTS; PARTIAL_WRITE where the ALB could not be taken away again after the Gateway had failed.',
  })
  createGateway(
    @Ctx() context: Context,
    @Arg('input', () => CreateGatewayInput, { description: 'What to create.' }) input: CreateGatewayInput,
  ) {
    const { random, operationId } = context.options;
    return write(context, input, (session) => createGateway(session, input, { random, operationId: operationId() }));
  }

  @Mutation(() => UpdateGatewayPayload, {
    description:
      'Changes a gateway: writes its ALB, the Gateway, both or neither, and carries every other field back. INVALID_INPUT, NOT_FOUND, CONFLICT, PARTIAL_WRITE.',
  })
  updateGateway(
    @Ctx() context: Context,
    @Arg('input', () => UpdateGatewayInput, { description: 'What to change.' }) input: UpdateGatewayInput,
  ) {
    return write(context, input, (session) => updateGateway(session, input));
  }

  @Mutation(() => DeleteGatewayPayload, {
    description: 'Deletes the Gateway alone; the back end removes its ALB by itself. NOT_FOUND, CONFLICT.',
  })
  deleteGateway(
    @Ctx() context: Context,
    @Arg('input', () => DeleteGatewayInput, { description: 'What to delete.' }) input: DeleteGatewayInput,
  ) {
    return write(context, input, (session) => deleteGateway(session, input));
  }

  @Mutation(() => DeleteOrphanedAlbPayload, {
    description:
      'Deletes an ALB that no Gateway uses; CONFLICT for one that is used, or whose Gateway may still follow. Kubernetes has no transaction over two objects: a Gateway created at the same moment loses its ALB.',
  })
  deleteOrphanedAlb(
    @Ctx() context: Context,
    @Arg('input', () => DeleteOrphanedAlbInput, { description: 'What to delete.' }) input: DeleteOrphanedAlbInput,
  ) {
    return write(context, input, (session) => deleteOrphanedAlb(session, input));
  }
}

async function write<T>(
  context: Context,
  { cluster }: { cluster?: string | null },
  operation: (session: ClusterSession) => Promise<T>,
): Promise<T> {
  const session = sessionForInput(context, cluster);
  try {
    return await operation(session);
  } finally {
    context.forget(session);
  }
}
