/** Loaded into a measured process before its own code: answers questions about that process over its IPC channel. */
import { performance } from 'node:perf_hooks';
import { memoryUsage, resourceUsage } from 'node:process';

const answers = {
  /** Milliseconds in which the event loop was not waiting, since it started. */
  active: () => performance.eventLoopUtilization().active,
  heap() {
    for (let turn = 0; turn < 3; turn += 1) globalThis.gc();
    return memoryUsage().heapUsed;
  },
  usage() {
    const { userCPUTime, systemCPUTime, maxRSS } = resourceUsage();
    return { cpuMs: (userCPUTime + systemCPUTime) / 1000, peakBytes: maxRSS * 1024 };
  },
  handles: () => process.getActiveResourcesInfo().length,
};

process.on('message', ({ ask }) => {
  if (ask in answers) process.send({ answer: answers[ask]() });
});
// The channel alone is no reason to live on.
process.channel?.unref();
