import type { App } from '#main/app/create-app.ts';
import type { Connection, StreamOptions, SyncRun } from '#shared/model/connection.ts';
import type { Emulator } from '../../emulators/kit/emulator.ts';
import { type AllEmulators, startAllEmulators } from '../../emulators/start-all.ts';

/** The vendors in the order of the registry's names. */
export const vendorIds = ['crowdstrike', 'datadog', 'threatgrid', 'virustotal'] as const;
export type VendorId = (typeof vendorIds)[number];

/** Small pages, so that a small world takes many requests. */
const smallPages: Readonly<Record<VendorId, StreamOptions>> = {
  crowdstrike: { indicators: { limit: 20 } },
  datadog: { indicators: { limit: 20 } },
  threatgrid: {},
  virustotal: { ioc_stream: { limit: 10 } },
};

/**
 * Tiny pages, and windows that begin at a fixed moment: the default ones would move on with each run.
 *
 * @param nowMs the vendors' present.
 */
export function fixedPages(nowMs: number): Readonly<Record<VendorId, StreamOptions>> {
  const after = new Date(nowMs - 3 * 86_400_000).toISOString().replace(/\.\d+Z$/, 'Z');
  const feeds = ['ips', 'domains', 'urls', 'artifacts', 'paths', 'network_streams', 'registry_keys'];
  return {
    crowdstrike: { indicators: { limit: 10 } },
    datadog: { indicators: { limit: 10 } },
    virustotal: { ioc_stream: { limit: 5 } },
    threatgrid: Object.fromEntries(feeds.map((feed) => [feed, { after }])),
  };
}

/** Where the four are, and the secrets that they take. */
export type FourVendors = Readonly<Record<VendorId, Pick<Emulator, 'url' | 'secrets'>>>;

/** Starts the four emulators on one small world. */
export function startVendors(size: number, nowMs?: number): Promise<AllEmulators> {
  return startAllEmulators({ size, seed: 11, ...(nowMs === undefined ? {} : { now: nowMs }) });
}

/** Connects all four, each under its vendor's id as the name. */
export async function connectAll(
  app: App,
  emulators: FourVendors,
  options: Partial<Readonly<Record<VendorId, StreamOptions>>> = smallPages,
): Promise<readonly Connection[]> {
  const added: Connection[] = [];
  for (const vendor of vendorIds) {
    const { url, secrets } = emulators[vendor];
    added.push(
      await app.services.connections.add({
        name: vendor,
        vendor,
        site: null,
        baseUrl: url,
        options: options[vendor] ?? {},
        secret: secrets,
        keepSecretIn: 'keychain',
      }),
    );
  }
  return added;
}

/** Syncs everything and waits. */
export function syncAll(app: App, full = false): Promise<readonly SyncRun[]> {
  return app.services.sync.run({ connectionIds: null, streams: null, full });
}

/** `connection/stream status error` of every run that was not simply complete. */
export function troubles(runs: readonly SyncRun[]): readonly string[] {
  return runs
    .filter((run) => run.status !== 'complete' || run.error !== null)
    .map((run) => `${run.connection}/${run.stream} ${run.status} ${run.error?.code}: ${run.error?.message}`);
}

/** Number of records by `connection/stream`, as the emulators hold them; Threat Grid's of the last seven days. */
export function holdingsOf(emulators: AllEmulators): ReadonlyMap<string, number> {
  const weekAgo = new Date(emulators.threatgrid.clock.now() - 7 * 86_400_000);
  const after = weekAgo.toISOString().replace(/\.\d+Z$/, 'Z');
  const counts = new Map<string, number>();
  for (const vendor of vendorIds) {
    const held = vendor === 'threatgrid' ? emulators.threatgrid.holdings({ after }) : emulators[vendor].holdings();
    for (const { stream, count } of held) counts.set(`${vendor}/${stream}`, count);
  }
  return counts;
}
