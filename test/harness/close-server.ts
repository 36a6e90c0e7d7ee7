import type { Server } from 'node:http';

/** Cuts what is under way too. Resolves when nothing is left of it. */
export async function closeServer(server: Pick<Server, 'close' | 'closeAllConnections'>): Promise<void> {
  await new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
}
