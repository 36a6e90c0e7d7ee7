/**
 * What the server is measured against: Fastify answering the same POST with JSON.stringify of a ready object (b) and with
 * ready bytes (c), and a bare ws server that broadcasts a ready string (d). What to answer is put there by POST /ready/….
 */
import { fastify } from 'fastify';
import { type WebSocket, WebSocketServer } from 'ws';

const app = fastify({ bodyLimit: 64 << 20 });
const objects = new Map<string, unknown>();
const bytes = new Map<string, Buffer>();
const json = 'application/json; charset=utf-8';

app.post<{ Params: { name: string } }>('/ready/:name', async ({ params, body }) => {
  objects.set(params.name, body);
  bytes.set(params.name, Buffer.from(JSON.stringify(body)));
  return {};
});
app.post<{ Params: { name: string } }>('/stringify/:name', (request, reply) => {
  reply.header('content-type', json).send(JSON.stringify(objects.get(request.params.name)));
});
app.post<{ Params: { name: string } }>('/bytes/:name', (request, reply) => {
  reply.header('content-type', json).send(bytes.get(request.params.name));
});

const sockets = new Set<WebSocket>();
const acceptor = new WebSocketServer({ noServer: true, clientTracking: false, perMessageDeflate: false });
app.server.on('upgrade', (request, socket, head) => {
  acceptor.handleUpgrade(request, socket, head, (accepted) => {
    sockets.add(accepted);
    accepted.once('close', () => sockets.delete(accepted));
  });
});
process.on('message', ({ broadcast }: { broadcast?: string }) => {
  if (broadcast === undefined) return;
  for (const socket of sockets) socket.send(broadcast);
  process.send?.({ answer: sockets.size });
});

console.log(await app.listen({ host: '127.0.0.1', port: 0 }));
process.on('SIGTERM', () => process.exit(0));
