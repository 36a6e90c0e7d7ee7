import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { closeServer } from './close-server.js';
import { keepSpans } from './record.js';

/** A span as a collector gets it, its attributes as a map. */
export interface ReceivedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly name: string;
  /** 1 internal, 2 server, 3 client. */
  readonly kind: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly failed: boolean;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** A collector that takes OTLP over HTTP, as JSON. */
export class OtlpReceiver {
  readonly spans: ReceivedSpan[] = [];
  /** All that it was sent, as it came. */
  heard = '';
  readonly paths = new Set<string | undefined>();
  readonly resources: Record<string, unknown>[] = [];
  /** What it answers. */
  status = 200;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<OtlpReceiver> {
    const server = createServer();
    const receiver = new OtlpReceiver(server);
    server.on('request', (request: IncomingMessage, response) => {
      void receiver.#take(request).then(() => {
        response.writeHead(receiver.status, { 'content-type': 'application/json' }).end('{}');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  named(name: string): ReceivedSpan[] {
    return this.spans.filter((span) => span.name === name);
  }

  childrenOf({ spanId }: ReceivedSpan): ReceivedSpan[] {
    return this.spans.filter(({ parentSpanId }) => parentSpanId === spanId);
  }

  close(): Promise<void> {
    return closeServer(this.server);
  }

  async #take(request: IncomingMessage): Promise<void> {
    this.paths.add(request.url);
    const body = await text(request);
    keepSpans(body);
    this.heard += body;
    const { resourceSpans } = JSON.parse(body);
    for (const { resource, scopeSpans } of resourceSpans) {
      this.resources.push(mapFrom(resource.attributes));
      for (const { spans } of scopeSpans) this.spans.push(...spans.map(spanFrom));
    }
  }
}

function spanFrom(json: any): ReceivedSpan {
  return {
    traceId: json.traceId,
    spanId: json.spanId,
    parentSpanId: json.parentSpanId || undefined,
    name: json.name,
    kind: json.kind,
    startMs: Number(BigInt(json.startTimeUnixNano) / 1_000_000n),
    endMs: Number(BigInt(json.endTimeUnixNano) / 1_000_000n),
    failed: json.status?.code === 2,
    attributes: mapFrom(json.attributes),
  };
}

const mapFrom = (attributes: any[]) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
