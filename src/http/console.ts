import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import { readStaticFile, type StaticFile, sendStaticFile, staticFile } from './static-file.js';

const built = () => fileURLToPath(new URL('../console/', import.meta.url));

/** Nothing from anywhere but this server, and neither script nor style in the page itself. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The console: one page under every address below /console/, and its files. */
export async function registerConsole(app: FastifyInstance, directory = built()): Promise<void> {
  const { page, assets } = await loadConsole(directory);

  // Relative, since the server may stand behind a path prefix.
  app.get('/console', async (_request, reply) => reply.code(308).header('location', 'console/').send());
  app.get('/console/*', async (request, reply) => {
    reply.header('content-security-policy', contentSecurityPolicy);
    return sendStaticFile(request, reply, pageBelow(page, request.url), { forever: false });
  });
  app.get<{ Params: { name: string } }>('/console/assets/:name', async (request, reply) => {
    const asset = assets.get(request.params.name);
    return asset === undefined ? reply.callNotFound() : sendStaticFile(request, reply, asset, { forever: true });
  });
}

/** A page that says what to do, where the console was not built. */
async function loadConsole(directory: string): Promise<{ page: string; assets: ReadonlyMap<string, StaticFile> }> {
  const folder = join(directory, 'assets');
  const names = await readdir(folder).catch(() => undefined);
  if (names === undefined) {
    return { page: '<!doctype html><p>The console was not built. Run: npm run build</p>', assets: new Map() };
  }
  const originals = names.filter((name) => !/\.(br|gz)$/.test(name));
  const files = await Promise.all(
    originals.map(async (name) => [name, await readStaticFile(join(folder, name))] as const),
  );
  return { page: await readFile(join(directory, 'index.html'), 'utf8'), assets: new Map(files) };
}

/** The page's own base address leads back up to /console/, however deep the address is that it was asked for at. */
function pageBelow(page: string, url: string): StaticFile {
  const below = url.replace(/[?#].*$/, '').slice('/console/'.length);
  const up = '../'.repeat(below.split('/').length - 1) || './';
  return staticFile('index.html', Buffer.from(page.replace('<base href="./">', `<base href="${up}">`)));
}
