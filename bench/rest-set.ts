import { Pool } from 'undici';
import { albsPath, callerToken, classesPath, gatewaysPath, type Platform } from './platform.js';

/** (a): what a front end without this server asks for the whole table: three lists side by side, over kept-alive connections. */
export class RestSet {
  #pool: Pool | undefined;

  constructor(private readonly platform: Platform) {}

  /** Milliseconds until the last byte of the three is there; nothing is parsed. */
  async timed(): Promise<number> {
    const pool = await this.#open();
    const before = performance.now();
    await Promise.all([gatewaysPath, albsPath, classesPath].map((path) => this.#get(pool, path)));
    return performance.now() - before;
  }

  async close(): Promise<void> {
    await this.#pool?.destroy();
  }

  async #open(): Promise<Pool> {
    const { plane } = this.platform;
    this.#pool ??= new Pool(plane.url, { connections: 3, connect: { ca: await plane.caPem() } });
    return this.#pool;
  }

  async #get(pool: Pool, path: string): Promise<void> {
    const headers = { accept: 'application/json', authorization: `Bearer ${callerToken}` };
    const { statusCode, body } = await pool.request({ method: 'GET', path, headers });
    await body.arrayBuffer();
    if (statusCode !== 200) throw new Error(`${path} answered ${statusCode}`);
  }
}
