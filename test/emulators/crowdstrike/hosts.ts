import { type Draw, drawBelow, drawChance, drawHex, drawOne, mix } from '../world/random.ts';
import { hashText } from './ids.ts';
import { formatInstant, NS_PER_MS } from './instants.ts';

/** How often a value was seen; `exceeded` makes the count a lower bound. */
export interface DeviceCount {
  readonly count: number;
  readonly isExceeded: boolean;
}

/** A process as `entities_processes` describes it; all members are strings. */
export interface ProcessDetail {
  readonly device_id: string;
  readonly command_line: string;
  readonly process_id: string;
  readonly process_id_local: string;
  readonly file_name: string;
  readonly start_timestamp: string;
  readonly start_timestamp_raw: string;
  readonly stop_timestamp: string;
  readonly stop_timestamp_raw: string;
}

const COUNT_LIMIT = 1000;
// Windows FILETIME counts 100 ns from 1601; this is the distance to 1970.
const FILETIME_EPOCH = 116_444_736_000_000_000n;

/** Endpoint telemetry behind the indicators: which hosts saw a value, and what ran there. All derived, nothing kept. */
export class HostTelemetry {
  readonly #seed: number;
  readonly #now: number;

  constructor(options: { readonly seed: number; readonly now: number }) {
    this.#seed = options.seed;
    this.#now = options.now;
  }

  /** Counting stops at 1,000 hosts. */
  countDevices(type: string, value: string): DeviceCount {
    const count = this.listDevices(type, value).length;
    return { count: Math.min(count, COUNT_LIMIT), isExceeded: count > COUNT_LIMIT };
  }

  /** Agent ids (32 hexadecimal digits) of the hosts that saw the value. */
  listDevices(type: string, value: string): readonly string[] {
    const draw = this.#draw(`${type}:${value}`);
    if (drawChance(draw, 350, 0.5)) return [];
    const count = drawChance(draw, 351, 0.01) ? COUNT_LIMIT + 250 : 1 + drawBelow(draw, 352, 40);
    return Array.from({ length: count }, (_, n) => drawHex({ seed: draw.seed, index: draw.index ^ n }, 48, 32));
  }

  /** Process ids (`pid:<agent id>:<number>`) of one host; empty for a host that did not see the value. */
  listProcesses(type: string, value: string, deviceId: string): readonly string[] {
    if (!this.listDevices(type, value).includes(deviceId)) return [];
    const draw = this.#draw(`${type}:${value}@${deviceId}`);
    const count = 1 + drawBelow(draw, 353, 5);
    return Array.from({ length: count }, (_, n) => {
      const base = 10_000 + drawBelow(draw, 354 + n, 800_000);
      return `pid:${deviceId}:${base * 1000 + this.#check(deviceId, base)}`;
    });
  }

  /** Details of a process; accepts the id with and without `pid:`, undefined when it was never given out. */
  describeProcess(id: string): ProcessDetail | undefined {
    const match = /^(?:pid:)?([0-9a-f]{32}):(\d{1,15})$/.exec(id);
    const [, deviceId, local] = match ?? [];
    if (deviceId === undefined || local === undefined) return undefined;
    const base = Math.floor(Number(local) / 1000);
    if (Number(local) % 1000 !== this.#check(deviceId, base)) return undefined;
    const draw = this.#draw(`${deviceId}:${local}`);
    const name = drawOne(draw, 360, [
      'update.exe',
      'invoice_viewer.exe',
      'svchelper.exe',
      'setup.exe',
      'syncagent.exe',
    ]);
    const folder = drawOne(draw, 361, ['Temp', 'Users\\Public', 'ProgramData']);
    const startMs = this.#now - drawBelow(draw, 362, 20 * 86_400_000) - 600_000;
    const isRunning = drawChance(draw, 363, 0.1);
    return {
      device_id: deviceId,
      command_line: `C:\\${folder}\\${name}`,
      process_id: `${deviceId}:${local}`,
      process_id_local: local,
      file_name: `\\Device\\HarddiskVolume2\\${folder}\\${name}`,
      ...stamp('start', startMs),
      ...(isRunning
        ? { stop_timestamp: '', stop_timestamp_raw: '' }
        : stamp('stop', startMs + drawBelow(draw, 364, 600_000))),
    };
  }

  #draw(text: string): Draw {
    return { seed: this.#seed, index: hashText(text) };
  }

  // The last three digits make ids recognisable, so made-up ones are not found.
  #check(deviceId: string, base: number): number {
    return mix(this.#seed ^ hashText(deviceId), base, 365) % 1000;
  }
}

type Stamps<Name extends 'start' | 'stop'> = Readonly<Record<`${Name}_timestamp` | `${Name}_timestamp_raw`, string>>;

function stamp<Name extends 'start' | 'stop'>(name: Name, ms: number): Stamps<Name> {
  const instant = formatInstant((BigInt(ms) / 1000n) * 1000n * NS_PER_MS);
  const raw = String(BigInt(ms) * 10_000n + FILETIME_EPOCH);
  // Computed member names widen the type; these are exactly the two members of Stamps.
  return { [`${name}_timestamp`]: instant, [`${name}_timestamp_raw`]: raw } as Stamps<Name>;
}
