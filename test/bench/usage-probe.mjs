/**
 * Preloaded into a measured process (`node --import`): when it ends, writes what it cost as one JSON line to file
 * descriptor 3. Exact to the last moment, unlike a look from outside, and all threads are in it. Plain JavaScript, so that
 * the probe itself costs next to nothing.
 */
import { readFileSync, writeSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

/** `VmHWM` where /proc exists, else the `ru_maxrss` of the system; bytes. */
function readPeak() {
  try {
    const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
    return Number(kibibytes) * 1_024;
  } catch {
    return process.resourceUsage().maxRSS * 1_024;
  }
}

if (isMainThread) {
  process.on('exit', () => {
    const { user, system } = process.cpuUsage();
    const usage = { peakBytes: readPeak(), cpuMs: (user + system) / 1_000, wallMs: performance.now() };
    writeSync(3, `${JSON.stringify(usage)}\n`);
  });
}
