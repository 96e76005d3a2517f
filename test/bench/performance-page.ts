import { cpus, loadavg, platform, release, totalmem } from 'node:os';
import { type Section, toMarkdown } from './section.ts';
import { formatMegabytes } from './statistics.ts';

/** The machine in one sentence. */
export function describeMachine(): string {
  const processors = cpus();
  const load = loadavg()[0]?.toFixed(1) ?? '?';
  return `${processors.length} × ${processors[0]?.model.trim() ?? 'unknown processor'}, ${formatMegabytes(totalmem())} memory, ${platform()} ${release()}, Node ${process.versions.node}; load average before the run ${load}`;
}

/** `docs/performance.md`: written by the benchmark, so that figures and method cannot drift apart. */
export function writePage(parts: {
  readonly machine: string;
  readonly date: string;
  readonly command: string;
  readonly sections: readonly Section[];
}): string {
  return `# Performance

Written by \`npm run bench\` (\`test/bench\`); do not edit by hand, run it again.

- Machine: ${parts.machine}.
- Date: ${parts.date}. Command: \`${parts.command}\`.
- Data: the emulators' world, deterministic from its seed; 36,000 indicators make more than 50,000 vendor records. VirusTotal
  analyses have 64 engines each as the real ones do, unless the line says otherwise.
- A run ends with an error instead of figures when a stream did not receive exactly what its vendor holds, when a second sync
  stored anything, when a question found nothing, or when a target is missed.
- Times are medians. A load average above 1 before the run means that others worked on the machine: processor time is then
  the figure to trust.

Targets: 50,000 records on two processors in under 60 seconds, every process under 400 MB resident, a second sync that stores
nothing.

${parts.sections.map(toMarkdown).join('\n\n')}

## Not measured

- Real vendors: their answer times and rate limits will dominate a real first sync.
- Electron (its binary was not available), macOS, Windows, network drives, spinning disks.
- Start of the window to its first paint.
`;
}
