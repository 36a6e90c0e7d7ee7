import { describe, expect, it } from '@jest/globals';
import {
  firstPage,
  formatListQuery,
  parseListQuery,
  variablesFrom,
  withChange,
} from '../../../src/console/gateways/list-query.js';

describe('the list in the page’s address', () => {
  const full = {
    cluster: 'business-1',
    namespace: 'a1',
    className: 'istio',
    phase: 'FAILED',
    search: 'a & b=c',
    order: 'CREATED_AT',
    descending: true,
    size: 200,
    after: 'cursor+/=',
    before: '',
  } as const;

  it('says nothing for the first page of everything', () => {
    expect(formatListQuery(firstPage)).toBe('');
    expect(parseListQuery('')).toEqual(firstPage);
  });

  it('comes back as it went', () => {
    expect(parseListQuery(formatListQuery(full))).toEqual(full);
  });

  it('leaves out what it does not understand', () => {
    expect(parseListQuery('?phase=lost&order=colour&size=7&x=y')).toEqual(firstPage);
  });

  it('goes back to the first page when anything but the page changes', () => {
    expect(withChange(full, { search: 'x' })).toEqual({ ...full, search: 'x', after: '' });
    expect(withChange(full, { before: 'c' })).toEqual({ ...full, after: '', before: 'c' });
  });

  it('asks forwards from a cursor, and backwards before one', () => {
    expect(variablesFrom(full)).toEqual({
      cluster: 'business-1',
      namespace: 'a1',
      filter: { classNames: ['istio'], phase: ['FAILED'], search: 'a & b=c' },
      orderBy: { field: 'CREATED_AT', direction: 'DESC' },
      first: 200,
      after: 'cursor+/=',
    });
    expect(variablesFrom({ ...firstPage, before: 'c' })).toMatchObject({ last: 50, before: 'c' });
    expect(variablesFrom({ ...firstPage, before: 'c' })).not.toHaveProperty('first');
  });
});
