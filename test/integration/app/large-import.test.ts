import { expect, it } from 'vitest';
import { createDocumentScanner } from '#main/documents/document-scanner.ts';
import { exporters } from '#main/exporters/registry.ts';
import { type ImportFormat, importFormats } from '#shared/model/import.ts';
import { makeManyIndicators } from '../../support/exports/many-indicators.ts';
import { namesOf } from '../../support/import-texts.ts';
import { joinChunks } from '../../support/join-chunks.ts';
import { makeReportModel } from '../../support/report-models.ts';

const members = makeManyIndicators(20_000);
/** Less than half of what the product gives the thread. */
const heapMb = 480;
const scanner = createDocumentScanner({
  entry: new URL('../../../src/main/workers/documents.ts', import.meta.url),
  heapMb,
});

/** Text that fits no type has no term in OpenIOC, and a stream is the address that it goes to. */
const isCarried = (format: ImportFormat, name: string): boolean =>
  format !== 'openioc' || !/^(?:other|network_stream) /.test(name);

it.each(importFormats)(
  'twenty thousand indicators come back from %s, read by the thread in bounded memory',
  async (format) => {
    const exporter = exporters.find(({ id }) => id === format);
    if (exporter === undefined) throw new Error(`Nothing exports ${format}.`);
    const text = await joinChunks(exporter.render(makeReportModel(members), { defang: true, includeHarmless: true }));
    const bytes = new TextEncoder().encode(text);
    const file = await scanner.readImport({ name: 'large', bytes }, { format: null, mapping: null });
    expect(file.format).toBe(format);
    const read = new Set(namesOf(file));
    const names = members.map(({ indicator }) => `${indicator.type} ${indicator.value}`);
    expect(names.filter((name) => isCarried(format, name) && !read.has(name))).toEqual([]);
    expect(file.passedOver).toEqual([]);
  },
  300_000,
);
