/** What is noted of work under way, for the log and for traces. Both are ports: nothing here knows how they are written. */

export type SpanAttributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** One piece of work in a trace. */
export interface Span {
  /** W3C Trace Context of this span: for a header to whoever works for it. */
  readonly traceparent: string;
  /** A part of it; none any more once it is over: a stream outlives the operation that opened it by hours. `kind`: client for a request to another server. */
  start(name: string, attributes?: SpanAttributes, kind?: 'client' | 'internal'): Span | undefined;
  /** It is over. `fault`: the code of the error that it ended with; `name`: a better one than it began with. */
  end(ending?: {
    readonly fault?: string | undefined;
    readonly name?: string;
    readonly attributes?: SpanAttributes;
  }): void;
}

/** Where traces begin. */
export interface Tracer {
  /** The span of one operation; within the caller's own trace, where `traceparent` is one. */
  startOperation(traceparent: unknown): Span;
  /** The span of one event of a watch, which is over when every listener has been told. */
  startWatchEvent(attributes: SpanAttributes, objects: Iterable<object>): Span;
  /** The last watch event that brought one of these objects as it is; undefined too where it is long ago, or enough listeners are noted under it. */
  watchEventOf(objects: Iterable<object>): Span | undefined;
}

/** One operation, as log and trace know it. */
export interface Observation {
  readonly requestId: string;
  readonly span?: Span | undefined;
  /** Those that it has asked, or read what is known of them. */
  readonly clusters: Set<string>;
}
