import { useMemo } from 'preact/hooks';
import { useLocation, useSearch } from 'wouter-preact';
import { formatListQuery, type ListQuery, parseListQuery, withChange } from './list-query.js';

/** The list's query, kept in the page's address. A change goes back to its first page unless it names another place. */
export function useListQuery(): [ListQuery, (change: Partial<ListQuery>) => void] {
  const search = useSearch();
  const [path, navigate] = useLocation();
  const query = useMemo(() => parseListQuery(search), [search]);
  const change = (next: Partial<ListQuery>) => {
    const text = formatListQuery(withChange(query, next));
    // Letters typed into the search are one step of the browser's history, not ten.
    navigate(text === '' ? path : `${path}?${text}`, { replace: 'search' in next });
    if ('after' in next || 'before' in next) scrollTo(0, 0);
  };
  return [query, change];
}
