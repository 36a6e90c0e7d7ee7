import type { Duplex } from 'node:stream';
import type { Metrics } from '../metrics.js';
import { errorBody } from './request-error.js';

export const headersTooLong = {
  limit: 'MAX_HEADER_BYTES',
  status: '431 Request Header Fields Too Large',
  message: 'The request line and headers are too long; send a long query by POST',
} as const;

/** By Node's codes: what is wrong with bytes that never came to be a request. */
const answers: Readonly<Record<string, { limit: string; status: string; message: string }>> = {
  HPE_HEADER_OVERFLOW: headersTooLong,
  ERR_HTTP_REQUEST_TIMEOUT: {
    limit: 'REQUEST_TIMEOUT_MS',
    status: '408 Request Timeout',
    message: 'The request did not come in within its time',
  },
};
const other = { limit: undefined, status: '400 Bad Request', message: 'This is no HTTP request' };

/** Told in GraphQL's form too, and the connection closed. */
export function answerClientError(metrics: Metrics, error: Pick<NodeJS.ErrnoException, 'code'>, socket: Duplex): void {
  const { limit, status, message } = answers[error.code ?? ''] ?? other;
  if (limit !== undefined) metrics.countRefusal(limit);
  // Who does not speak TLS where it is spoken could not read an answer either.
  const unreadable = error.code === 'ECONNRESET' || error.code?.startsWith('ERR_SSL_');
  if (unreadable || !socket.writable) return void socket.destroy();
  const body = JSON.stringify(errorBody({ message, extensions: { code: 'BAD_USER_INPUT' } }));
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}
