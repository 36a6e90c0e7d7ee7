import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import { readStaticFile, sendStaticFile } from '../static-file.js';

const built = () => fileURLToPath(new URL('./pages/', import.meta.url));

/** Text and its style, from this server alone. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "style-src 'self'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The documentation under /docs/. Nothing where it was not built. */
export async function registerDocs(app: FastifyInstance, directory = built()): Promise<void> {
  const names = await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => []);
  // Relative, since the server may stand behind a path prefix.
  app.get('/docs', async (_request, reply) => reply.code(308).header('location', 'docs/').send());
  for (const entry of names.filter((one) => one.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const file = await readStaticFile(path);
    const address = `/docs/${path.slice(directory.length)}`;
    for (const url of address.endsWith('/index.html') ? [address, address.replace(/index\.html$/, '')] : [address]) {
      app.get(url, async (request, reply) => {
        reply.header('content-security-policy', contentSecurityPolicy);
        return sendStaticFile(request, reply, file, { forever: false });
      });
    }
  }
}
