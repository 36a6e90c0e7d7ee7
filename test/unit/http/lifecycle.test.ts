import { describe, expect, it } from '@jest/globals';
import { Lifecycle } from '../../../src/http/lifecycle.js';

describe('Lifecycle', () => {
  it('shows that it drains before the drain does anything', async () => {
    const lifecycle = new Lifecycle();
    lifecycle.serve('http://127.0.0.1:1');
    let seen = '';
    await lifecycle.drain(async () => {
      seen = lifecycle.state.phase;
    });
    expect(seen).toBe('draining');
    expect(lifecycle.state.phase).toBe('closed');
  });

  it('closes without having served', async () => {
    const lifecycle = new Lifecycle();
    await lifecycle.drain(async () => undefined);
    expect(lifecycle.state.phase).toBe('closed');
  });

  it('is closed after a drain that failed', async () => {
    const lifecycle = new Lifecycle();
    await expect(lifecycle.drain(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(lifecycle.state.phase).toBe('closed');
  });

  it('does not serve again', async () => {
    const lifecycle = new Lifecycle();
    await lifecycle.drain(async () => undefined);
    expect(() => lifecycle.serve('http://127.0.0.1:1')).toThrow('A server that is closed cannot start to serve');
  });
});
