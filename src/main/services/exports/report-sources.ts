import { addTallies, type Tally } from '#main/domain/tally.ts';
import type { ReportSource, ReportVendor } from '#main/exporters/report-model.ts';
import { importFormatNames } from '#shared/model/import.ts';
import { importVendor, importVendorName } from '#shared/model/vocabulary.ts';
import { activeStreams } from '../active-streams.ts';
import { isComplete } from '../connection-view.ts';
import type { StoreReader } from '../ports/store.ts';
import type { VendorCatalogue } from '../vendor-catalogue.ts';

/** The connections whose records were counted, by name; one that was removed since is known by its records only. */
export async function readSources(
  store: StoreReader,
  vendors: VendorCatalogue,
  tallies: readonly Tally[],
): Promise<readonly ReportSource[]> {
  const stored = await store.read('connections.list', null);
  const modules = await vendors.list();
  const tellers = addTallies(tallies.map((tally) => ({ ...tally, mark: null }))).flatMap((sum) => sum.tellers);
  return tellers
    .map(({ connection, vendor }) => {
      const row = stored.find(({ name }) => name === connection);
      const module = modules.find(({ id }) => id === vendor);
      const streams = module === undefined ? [] : activeStreams(module, row?.options ?? {}).map(({ id }) => id);
      return {
        connection,
        vendor,
        lastCompleteAtMs: row?.lastCompleteAtMs ?? null,
        complete: row !== undefined && isComplete(row.latestRuns, streams),
      };
    })
    .sort((a, b) => (a.connection < b.connection ? -1 : 1));
}

/** All vendors of this build by id: records of a case may be of any of them, whatever is connected here. */
export async function readVendors(vendors: VendorCatalogue): Promise<ReadonlyMap<string, ReportVendor>> {
  const modules = await vendors.list();
  const known = modules.map(({ id, displayName, streams, recordsSightings = false }) => {
    const names = new Map(streams.map((stream) => [stream.id, stream.displayName]));
    return [id, { name: displayName, streams: names, recordsSightings }] as const;
  });
  const formats = new Map(Object.entries(importFormatNames));
  return new Map([...known, [importVendor, { name: importVendorName, streams: formats, recordsSightings: false }]]);
}
