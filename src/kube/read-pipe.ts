import { constants, openSync } from 'node:fs';
import { Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Clock } from '../clock.js';
import { within } from './within.js';

/** All that comes through a pipe, such as a shell's <(…), until its writers are done. It holds no thread while it waits. */
export async function readPipe(path: string, limitMs: number, clock: Clock): Promise<string> {
  const socket = new Socket({ fd: openSync(path, constants.O_RDONLY | constants.O_NONBLOCK), writable: false });
  try {
    const failure = () => new Error(`${path} could not be read to its end within ${limitMs} ms`);
    return await within(text(socket), limitMs, clock, failure);
  } finally {
    socket.destroy();
  }
}
