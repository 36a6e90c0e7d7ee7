import { type AnyVariables, CombinedError, stringifyDocument, type TypedDocumentNode } from '@urql/core';
import type { Client as Socket } from 'graphql-ws';

/** What a stream brings. */
export interface StreamSink<Data> {
  /** One event; with an error, some fields of it are null for the reason that it tells. */
  next(data: Data, error: CombinedError | undefined): void;
  /** Nothing follows. A stream of changes has no end of its own: it failed, or the server let go of it. */
  end(error: CombinedError): void;
}

/**
 * Subscribes until what it returns is called. A lost connection is no end: the stream begins anew by itself. Not by way of
 * urql, which lays each result over the last one and so keeps the errors of events that are past.
 */
export type Stream = <Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  sink: StreamSink<Data>,
) => () => void;

/** The server closes a socket so whose token it cannot even read. */
export const tokenRefused = 4403;

export function streamsOver(socket: Socket): Stream {
  return <Data, Variables extends AnyVariables>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
    { next, end }: StreamSink<Data>,
  ) => {
    // Once: the server says why in a result, and after it that nothing follows; a stop is told as an end too.
    let over = false;
    const endWith = (error: CombinedError) => {
      if (!over) end(error);
      over = true;
    };
    const query = stringifyDocument(document);
    const stop = socket.subscribe<Data>(
      { query, variables: variables ?? {} },
      {
        next({ data, errors }) {
          const error = errors && new CombinedError({ graphQLErrors: [...errors] });
          if (data != null) next(data, error);
          else if (error !== undefined) endWith(error);
        },
        error: (cause) => endWith(errorFrom(cause)),
        complete: () => endWith(errorFrom(new Error('The server ended the stream'))),
      },
    );
    return () => {
      over = true;
      stop();
    };
  };
}

/** The errors of an operation that was refused, or whatever befell the socket. */
function errorFrom(cause: unknown): CombinedError {
  if (Array.isArray(cause)) return new CombinedError({ graphQLErrors: cause });
  if (cause instanceof CloseEvent && cause.code === tokenRefused) {
    return new CombinedError({ graphQLErrors: [{ message: cause.reason, extensions: { code: 'UNAUTHENTICATED' } }] });
  }
  return new CombinedError({ networkError: cause instanceof Error ? cause : new Error('The connection was closed') });
}
