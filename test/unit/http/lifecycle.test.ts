import { describe, expect, it } from '@jest/globals';
import { Lifecycle } from '../../../src/http/lifecycle.js';

const nothing = async () => undefined;

describe('Lifecycle', () => {
  it('shows that it leaves, and then that it drains, before anything is done in either', async () => {
    const lifecycle = new Lifecycle();
    lifecycle.serve('http://127.0.0.1:1');
    const seen: string[] = [];
    const look = async () => void seen.push(lifecycle.state.phase);
    await lifecycle.end({ leave: look, drain: look });
    expect(seen).toEqual(['leaving', 'draining']);
    expect(lifecycle.state.phase).toBe('closed');
  });

  it('leaves nobody where it never served', async () => {
    const lifecycle = new Lifecycle();
    await lifecycle.end({ leave: () => Promise.reject(new Error('left')), drain: nothing });
    expect(lifecycle.state.phase).toBe('closed');
  });

  it('is closed after a drain that failed', async () => {
    const lifecycle = new Lifecycle();
    await expect(lifecycle.end({ leave: nothing, drain: () => Promise.reject(new Error('no')) })).rejects.toThrow('no');
    expect(lifecycle.state.phase).toBe('closed');
  });

  it('does not serve again', async () => {
    const lifecycle = new Lifecycle();
    await lifecycle.end({ leave: nothing, drain: nothing });
    expect(() => lifecycle.serve('http://127.0.0.1:1')).toThrow('A server that is closed cannot start to serve');
  });
});
