import { lookup as systemLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';

type Callback = Parameters<LookupFunction>[2];

/**
 * Connections that are opened at the same time share one look-up of their host. The system's look-ups take the few threads
 * that all clusters have together: one name that nobody resolves must not take them all.
 */
export function sharedLookup(lookup: LookupFunction = systemLookup): LookupFunction {
  const underWay = new Map<string, Callback[]>();
  return (hostname, options, callback) => {
    const key = `${hostname} ${JSON.stringify(options)}`;
    const others = underWay.get(key);
    if (others !== undefined) return void others.push(callback);
    const callbacks = [callback];
    underWay.set(key, callbacks);
    lookup(hostname, options, (...answer) => {
      underWay.delete(key);
      for (const told of callbacks) told(...answer);
    });
  };
}
