import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import { preferredMediaType } from '../preferred-media-type.js';
import { sendStaticFile, staticFile } from '../static-file.js';
import { examples } from './examples.js';
import { loadAssets } from './load-assets.js';
import { contentSecurityPolicy, renderPage } from './page.js';

const builtAssets = () => fileURLToPath(new URL('./assets/', import.meta.url));
const addresses = (pages: string) =>
  `alb-graphql\nPOST /graphql, WebSocket /graphql, GET /healthz, /readyz, /metrics; in a browser: GET ${pages}\n`;

export interface PlaygroundOptions {
  /** Else the addresses alone, as text. */
  readonly playground: boolean;
  /** Where its files were copied to; default: beside the compiled code. */
  readonly playgroundDirectory?: string | undefined;
}

/** GET / for browsers, with its files under /playground/. */
export async function registerPlayground(app: FastifyInstance, options: PlaygroundOptions): Promise<void> {
  if (!options.playground) {
    app.get('/', async (_request, reply) => reply.type('text/plain; charset=utf-8').send(addresses('/console, /docs')));
    return;
  }
  const assets = await loadAssets(options.playgroundDirectory ?? builtAssets());
  const page = staticFile('index.html', Buffer.from(renderPage(assets)));
  const exampleList = staticFile('examples.json', Buffer.from(JSON.stringify(examples)));

  app.get('/', async (request, reply) => {
    reply.header('vary', 'accept');
    if (preferredMediaType(request.headers.accept, ['text/html', 'application/json', 'text/plain']) !== 'text/html') {
      return reply.type('text/plain; charset=utf-8').send(addresses('/, /console, /docs'));
    }
    reply.header('content-security-policy', contentSecurityPolicy);
    return sendStaticFile(request, reply, page, { forever: false });
  });
  app.get('/playground/examples.json', async (request, reply) =>
    sendStaticFile(request, reply, exampleList, { forever: false }),
  );
  for (const { name, file } of assets) {
    app.get(`/playground/${name}`, async (request, reply) => sendStaticFile(request, reply, file, { forever: true }));
  }
}
