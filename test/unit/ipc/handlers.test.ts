/** What handlers keep from the window beyond what their services say: places as they are, and texts without an end. */
import { describe, expect, it } from 'vitest';
import { createCareHandlers } from '#main/ipc/handlers/care.ts';
import { createCaseHandlers } from '#main/ipc/handlers/cases.ts';
import { createExportHandlers } from '#main/ipc/handlers/exports.ts';
import { createIndicatorHandlers } from '#main/ipc/handlers/indicators.ts';
import { createOperationHandlers } from '#main/ipc/handlers/operations.ts';
import { createUpdateHandlers } from '#main/ipc/handlers/updates.ts';

const { signal } = new AbortController();

/** Services of which only what is here is asked, and what they were asked to write. */
function setUp(chosen: string | null = '/home/ana/case.html') {
  const written: string[] = [];
  const long = 'x'.repeat(300_000);
  const parts = {
    info: { showPath: (path: string) => path.replace('/home/ana', '~') },
    dialogs: { chooseSaveFile: async () => chosen },
    care: {
      suggestName: () => 'backup',
      backUp: async (path: string) => {
        written.push(path);
        return { sizeBytes: 1, schemaVersion: 1, indicators: 0, cases: 0, triageEntries: 0 };
      },
      listBackups: async () => ({ folder: '/home/ana/backups', files: [] }),
    },
    diagnostics: { nameOf: () => 'diagnostics', save: async (_id: number, path: string) => void written.push(path) },
    exports: {
      prepare: async () => ({ tlp: 'green', fileName: 'x', indicators: 1, leftOut: 0, unfit: () => 0 }),
      runs: { run: (_count: number, write: (watch: unknown) => unknown) => write(undefined) },
      writeTo: async (_prepared: unknown, path: string) => {
        written.push(path);
        return { sizeBytes: 1 };
      },
      templates: { path: '/home/ana/templates', list: async () => [] },
    },
    bundles: {},
    updates: {
      find: async (name: string) => ({ name }),
      download: async (_file: unknown, path: string) => void written.push(path),
    },
    search: { raw: async () => long },
    cases: { evidenceRaw: async () => long },
    operations: { run: async () => ({ output: long, refusal: null }) },
  };
  return { parts: parts as never, written };
}

const exportInput = {
  scope: { query: '' },
  format: 'html',
  tlp: null,
  defang: true,
  includeRaw: false,
} as const;

describe('a place that somebody chose', () => {
  it('is used as it is, and told without the name of the home folder', async () => {
    const { parts, written } = setUp();
    const told = [
      await createExportHandlers(parts)['exports.write'](exportInput as never, { signal }),
      await createCareHandlers(parts)['care.backUp'](null, { signal }),
      await createCareHandlers(parts)['care.saveDiagnostics']({ id: 1 } as never, { signal }),
      await createUpdateHandlers(parts)['updates.download']({ name: 'new.deb' }, { signal }),
    ];
    expect(told.map((one) => one?.place)).toEqual(Array(4).fill('~/case.html'));
    expect(written).toEqual(Array(4).fill('/home/ana/case.html'));
  });

  it('is none where the choice was given up: nothing is written', async () => {
    const { parts, written } = setUp(null);
    expect([
      await createExportHandlers(parts)['exports.write'](exportInput as never, { signal }),
      await createCareHandlers(parts)['care.backUp'](null, { signal }),
      await createCareHandlers(parts)['care.saveDiagnostics']({ id: 1 } as never, { signal }),
      await createUpdateHandlers(parts)['updates.download']({ name: 'new.deb' }, { signal }),
    ]).toEqual([null, null, null, null]);
    expect(written).toEqual([]);
  });

  it('is told likewise of the folders of templates and backups', async () => {
    const { parts } = setUp();
    expect(await createExportHandlers(parts)['exports.templates'](null, { signal })).toMatchObject({
      folder: '~/templates',
    });
    expect(await createCareHandlers(parts)['care.listBackups'](null, { signal })).toMatchObject({
      folder: '~/backups',
    });
  });
});

it('a text as a vendor sent it is cut where it is longer than a message should be, and said to be', async () => {
  const { parts } = setUp();
  const told = [
    await createIndicatorHandlers(parts)['observations.raw']({ id: 1 } as never, { signal }),
    await createCaseHandlers(parts)['cases.evidenceRaw']({ number: 'CASE-0001', id: 1 } as never, { signal }),
    await createOperationHandlers(parts)['operations.run']({ id: 'c' } as never, { signal }),
  ];
  expect(told.map(({ text, cut }) => [text.length, cut])).toEqual(Array(3).fill([262_144, true]));
});
