import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A running emulator as a client needs it. */
export interface BenchVendor {
  readonly vendor: string;
  readonly url: string;
  readonly secrets: Readonly<Record<string, string>>;
}

/** What the emulators' process is asked. */
export type VendorsOrder = 'usage' | 'rawBytes' | 'stop';

/** What it tells. */
export type VendorsMessage =
  | {
      readonly kind: 'ready';
      readonly vendors: readonly BenchVendor[];
      readonly holdings: readonly (readonly [stream: string, count: number])[];
      readonly feedsAfter: string;
    }
  | { readonly kind: 'usage'; readonly cpuMs: number }
  | { readonly kind: 'rawBytes'; readonly bytes: number };

/** The emulators, in a process of their own. */
export interface Vendors {
  readonly vendors: readonly BenchVendor[];
  /** `vendor/stream` to the number of distinct records that a first sync must bring. */
  readonly holdings: ReadonlyMap<string, number>;
  readonly total: number;
  /** From when on Threat Grid's feeds are to be read, so that the holdings fit at any time of the run; ISO 8601. */
  readonly feedsAfter: string;
  /** Processor time of their process so far, ms. */
  cpuMs(): Promise<number>;
  /** Size of all those records as JSON text. */
  rawBytes(): Promise<number>;
  stop(): Promise<void>;
}

/** How large a world, and how many engines each VirusTotal analysis has. */
export interface WorldSize {
  readonly indicators: number;
  readonly engines: number;
}

/** Starts them. */
export async function startVendors({ indicators, engines }: WorldSize): Promise<Vendors> {
  const entry = fileURLToPath(new URL('./vendors-process.ts', import.meta.url));
  const now = Math.floor(Date.now() / 1_000) * 1_000;
  const child = fork(entry, [indicators, engines, now].map(String));
  async function next<Kind extends VendorsMessage['kind']>(kind: Kind, order?: VendorsOrder) {
    const arrived = once(child, 'message');
    if (order !== undefined) child.send(order);
    // Sent by the module above, which knows no other messages.
    const [message] = (await arrived) as [VendorsMessage];
    if (message.kind !== kind) throw new Error(`Expected ${kind}, not ${message.kind}.`);
    return message as Extract<VendorsMessage, { kind: Kind }>;
  }
  const { vendors, holdings, feedsAfter } = await next('ready');
  return {
    vendors,
    holdings: new Map(holdings),
    feedsAfter,
    total: holdings.reduce((sum, [, count]) => sum + count, 0),
    cpuMs: async () => (await next('usage', 'usage')).cpuMs,
    rawBytes: async () => (await next('rawBytes', 'rawBytes')).bytes,
    async stop() {
      const ended = once(child, 'exit');
      child.send('stop' satisfies VendorsOrder);
      await ended;
    },
  };
}
