/** How a function fails: an asynchronous one rejects. */
type Failing = 'throws' | 'rejects';

/** Fails the n-th of the steps that pass through it, once. */
export class PlantedFault {
  #at = 0;
  #passed = 0;
  /** The step that failed. */
  failed: string | undefined;

  /** From now on, counted from 1; 0: none. */
  plant(at: number): void {
    this.#at = at;
    this.#passed = 0;
    this.failed = undefined;
  }

  /** The same object, but each of these functions is a step before it does anything. */
  on<T extends object>(object: T, name: string, steps: Partial<Record<keyof T, Failing>>): T {
    return new Proxy(object, {
      get: (target, member) => {
        const value: unknown = Reflect.get(target, member, target);
        if (typeof value !== 'function') return value;
        const failing = steps[member as keyof T];
        return (...args: unknown[]) => {
          const fault = failing && this.#step(`${name}.${String(member)}`);
          if (fault === undefined) return value.apply(target, args);
          if (failing === 'rejects') return Promise.reject(fault);
          throw fault;
        };
      },
    });
  }

  #step(name: string): Error | undefined {
    this.#passed += 1;
    if (this.#passed !== this.#at) return undefined;
    this.failed = name;
    return new Error(`planted in ${name}`);
  }
}
