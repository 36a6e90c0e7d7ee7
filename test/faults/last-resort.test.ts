import { afterEach, expect, it, jest } from '@jest/globals';
import { Program } from '../harness/program.js';

// A process takes seconds to start where others use the machine too.
jest.setTimeout(120_000);

let program: Program;
afterEach(() => program.kill());

/** The built server with a fault of its own in it, which a signal brings about. */
async function serveWith(fault: string, env: Record<string, string> = {}): Promise<string> {
  const planted = encodeURIComponent(`process.on('SIGUSR2', () => { ${fault} })`);
  program = new Program([], {
    env: { PORT: '0', LOG_LEVEL: 'info', NODE_OPTIONS: `--import=data:text/javascript,${planted}`, ...env },
  });
  const [, url = ''] = await program.until(/ready at (\S+)/);
  return url;
}

const logged = (err: string) =>
  err
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

it('a rejection that nobody handles is logged with its stack and counted, and ends nothing', async () => {
  const url = await serveWith("Promise.reject(new Error('planted'))");
  program.signal('SIGUSR2');
  await program.until(/unhandled rejection/);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  expect(await (await fetch(`${url}/metrics`)).text()).toMatch(/^alb_graphql_unhandled_rejections_total 1$/m);
  program.signal('SIGTERM');
  const { code, err } = await program.ended;
  expect(code).toBe(0);
  const lines = logged(err).filter(({ msg }) => msg === 'unhandled rejection');
  expect(lines).toMatchObject([{ level: 50, err: { message: 'planted', stack: expect.stringContaining('    at ') } }]);
});

it('of a flood of them ten are logged, and the metric counts each', async () => {
  const url = await serveWith(
    "for (let n = 0; n < 1000; n += 1) Promise.reject(n % 2 ? new Error('planted') : Object.create(null))",
  );
  program.signal('SIGUSR2');
  await program.until(/unhandled rejection/);
  expect(await (await fetch(`${url}/metrics`)).text()).toMatch(/^alb_graphql_unhandled_rejections_total 1000$/m);
  program.signal('SIGTERM');
  const { code, err } = await program.ended;
  expect(code).toBe(0);
  expect(logged(err).filter(({ msg }) => msg === 'unhandled rejection')).toHaveLength(10);
});

it('an exception that nobody catches is logged, what is under way is drained, and the exit code is 1', async () => {
  const url = await serveWith("throw new Error('planted')", { DRAIN_DELAY_MS: '60000' });
  program.signal('SIGUSR2');
  await program.until(/draining/);
  // It serves as after SIGTERM: what is on its way here is answered, and nothing new is to be sent.
  const [alive, ready] = await Promise.all([fetch(`${url}/healthz`), fetch(`${url}/readyz`)]);
  expect([alive.status, ready.status]).toEqual([200, 503]);
  // The second ends the process at once.
  program.signal('SIGUSR2');
  const { code, err } = await program.ended;
  expect(code).toBe(1);
  expect(logged(err).filter(({ level }) => level === 60)).toMatchObject([
    { msg: 'uncaught exception', err: { message: 'planted', stack: expect.stringContaining('    at ') } },
    { msg: 'uncaught exception', err: { message: 'planted' } },
  ]);
});

it('after an exception the drain ends the process by itself', async () => {
  await serveWith("throw new Error('planted')");
  program.signal('SIGUSR2');
  expect((await program.ended).code).toBe(1);
});
