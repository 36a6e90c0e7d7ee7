import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
// @ts-expect-error: a tool of the checks, without types
import { faultsOf } from '../static/dockerfile.mjs';

const dockerfile = await readFile(new URL('../../Dockerfile', import.meta.url), 'utf8');

describe('the check of the Dockerfile', () => {
  it('finds nothing in it', () => {
    expect(faultsOf(dockerfile)).toEqual([]);
  });

  it.each([
    ['a user by name', 'USER 65532:65532', 'USER nonroot', 'runs as "nonroot"'],
    ['root', 'USER 65532:65532', 'USER 0', 'runs as "0"'],
    ['an image without a tag', 'nodejs24-debian13:nonroot', 'nodejs24-debian13', 'has no tag'],
    ['a command for a shell', 'CMD ["serve"]', 'CMD serve', 'CMD wants a shell'],
    ['something to run where nothing is', 'EXPOSE 4000', 'RUN true', 'there is no shell in the last stage'],
    ['ADD', 'COPY . .', 'ADD . .', 'COPY says what it does'],
    ['a word that is none', 'EXPOSE 4000', 'EXPOSED 4000', 'Unknown instruction'],
  ])('finds %s', (_name, right, wrong, fault) => {
    expect(dockerfile).toContain(right);
    expect(faultsOf(dockerfile.replace(right, wrong)).join('\n')).toContain(fault);
  });
});
