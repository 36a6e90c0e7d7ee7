import { ClientError, GraphQLClient } from 'graphql-request';

/** `token` is asked for at each request, so that one that is about to expire can be renewed. */
export function createClient(url: string, token: () => Promise<string | undefined>): GraphQLClient {
  return new GraphQLClient(url, {
    async requestMiddleware(request) {
      const bearer = await token();
      const headers = new Headers(request.headers);
      if (bearer !== undefined) headers.set('authorization', `Bearer ${bearer}`);
      return { ...request, headers };
    },
  });
}

/**
 * What went wrong, by the `extensions.code` of the first error: that is what a program branches on, never the message.
 * `extensions` holds what belongs to the code, such as `path` for INVALID_INPUT. Undefined for anything but an answer.
 */
export function faultOf(error: unknown): { code: string; extensions: Record<string, unknown> } | undefined {
  const extensions = error instanceof ClientError ? error.response.errors?.[0]?.extensions : undefined;
  return extensions && { code: String(extensions['code']), extensions };
}
