import { type Clock, systemClock } from '../../../src/clock.js';

/** The machine's time, and how many of its timers are still to come. */
export class CountingClock implements Clock {
  pending = 0;

  now(): number {
    return systemClock.now();
  }

  elapsed(): number {
    return systemClock.elapsed();
  }

  schedule(delayMs: number, task: () => void): () => void {
    this.pending += 1;
    let open = true;
    const close = () => {
      if (open) this.pending -= 1;
      open = false;
    };
    const cancel = systemClock.schedule(delayMs, () => {
      close();
      task();
    });
    return () => {
      close();
      cancel();
    };
  }
}
