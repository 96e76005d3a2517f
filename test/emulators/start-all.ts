import { type CrowdstrikeEmulator, startCrowdstrikeEmulator } from './crowdstrike/index.ts';
import { type DatadogEmulator, startDatadogEmulator } from './datadog/index.ts';
import type { EmulatorOptions } from './kit/emulator.ts';
import { startThreatgridEmulator, type ThreatgridEmulator } from './threatgrid/index.ts';
import { startVirustotalEmulator, type VirustotalEmulator } from './virustotal/index.ts';
import type { WorldVendor } from './world/types.ts';
import { worldFrom } from './world/world.ts';

/** The four vendors of one world. */
export interface AllEmulators {
  readonly datadog: DatadogEmulator;
  readonly crowdstrike: CrowdstrikeEmulator;
  readonly threatgrid: ThreatgridEmulator;
  readonly virustotal: VirustotalEmulator;
  /** Stops all of them. */
  stop(): Promise<void>;
}

/** What they have in common, and a port for each (default: any free one). */
export interface StartAllOptions extends Omit<EmulatorOptions, 'port'> {
  readonly ports?: Partial<Readonly<Record<WorldVendor, number>>>;
}

/** Starts all four vendors upon one world. When one cannot start, the others are stopped and its error is thrown. */
export async function startAllEmulators(options: StartAllOptions = {}): Promise<AllEmulators> {
  const { ports = {}, ...shared } = options;
  const world = worldFrom(shared);
  const at = (vendor: WorldVendor) => ({ ...shared, world, port: ports[vendor] ?? 0 });
  const starting = [
    startDatadogEmulator(at('datadog')),
    startCrowdstrikeEmulator(at('crowdstrike')),
    startThreatgridEmulator(at('threatgrid')),
    startVirustotalEmulator(at('virustotal')),
  ] as const;
  const outcomes = await Promise.allSettled(starting);
  const stop = async () => {
    await Promise.all(outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value.stop() : undefined)));
  };
  try {
    const [datadog, crowdstrike, threatgrid, virustotal] = await Promise.all(starting);
    return { datadog, crowdstrike, threatgrid, virustotal, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
