import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { preferredMediaType } from '../preferred-media-type.js';
import { examples } from './examples.js';
import { type LoadedAsset, loadAssets } from './load-assets.js';
import { contentSecurityPolicy, renderPage } from './page.js';

const builtAssets = () => fileURLToPath(new URL('./assets/', import.meta.url));
const addresses =
  'alb-graphql\nPOST /graphql, WebSocket /graphql, GET /healthz, /readyz, /metrics; in a browser: GET /\n';

/** GET / for browsers, with its files under /playground/. */
export async function registerPlayground(app: FastifyInstance, directory = builtAssets()): Promise<void> {
  const assets = await loadAssets(directory);
  const page = renderPage(assets);
  const exampleList = JSON.stringify(examples);

  app.get('/', async (request, reply) => {
    reply.header('vary', 'accept');
    if (preferredMediaType(request.headers.accept, ['text/html', 'application/json', 'text/plain']) !== 'text/html') {
      return reply.type('text/plain; charset=utf-8').send(addresses);
    }
    reply.headers({ 'content-security-policy': contentSecurityPolicy, 'referrer-policy': 'no-referrer' });
    return sendRevalidated(request, reply.type('text/html; charset=utf-8'), page);
  });
  app.get('/playground/examples.json', async (request, reply) =>
    sendRevalidated(request, reply.type('application/json; charset=utf-8'), exampleList),
  );
  for (const asset of assets) {
    app.get(`/playground/${asset.name}`, async (request, reply) => sendAsset(request, reply, asset));
  }
}

/** The name changes with the content, so a browser never need ask again. */
function sendAsset(request: FastifyRequest, reply: FastifyReply, asset: LoadedAsset): FastifyReply {
  reply.type(asset.type).headers({ 'cache-control': 'public, max-age=31536000, immutable', vary: 'accept-encoding' });
  const zipped = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
  return zipped ? reply.header('content-encoding', 'gzip').send(asset.gzipped) : reply.send(asset.content);
}

function sendRevalidated(request: FastifyRequest, reply: FastifyReply, content: string): FastifyReply {
  const etag = `"${createHash('sha256').update(content).digest('base64url').slice(0, 16)}"`;
  reply.headers({ etag, 'cache-control': 'no-cache' });
  return request.headers['if-none-match'] === etag ? reply.code(304).send() : reply.send(content);
}
