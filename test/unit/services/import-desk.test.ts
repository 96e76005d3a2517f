import { expect, it } from 'vitest';
import { readImportText } from '#main/importers/registry.ts';
import { createImportDesk } from '#main/services/imports/import-desk.ts';
import type { ImportResult, ImportService } from '#main/services/imports/import-service.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { FakeClock } from '../../support/fake-clock.ts';

/** Reads at once until a gate is set, and says of each row that it is new. */
function setUp() {
  const gates: PromiseWithResolvers<void>[] = [];
  const state = { isSlow: false };
  const cancelled = new AppError('internal.cancelled', 'Stopped.');
  const come = async (rows: number): Promise<ImportResult> => ({
    source: 'import list.csv',
    case: { kind: 'none' },
    number: null,
    plans: Array.from({ length: rows }, () => ({ status: 'new', parts: ['record'], fields: [], keepsDecision: false })),
    log: { added: 0, leftOut: 0 },
  });
  const imports: ImportService = {
    mappings: {
      list: async () => [],
      find: async () => {
        throw new AppError('state.notFound', 'None.');
      },
      save: async () => undefined,
      remove: async () => undefined,
    },
    async read({ name, bytes }, { signal, mapping }) {
      if (state.isSlow) {
        const gate = Promise.withResolvers<void>();
        gates.push(gate);
        signal?.addEventListener('abort', () => gate.reject(cancelled));
        await gate.promise;
      }
      return readImportText({ name, text: Buffer.from(bytes).toString('utf8'), format: null, mapping });
    },
    preview: ({ file }) => come(file.rows.length),
    run: ({ file }) => come(file.rows.length),
  };
  const upload = { name: 'list.csv', bytes: Uint8Array.from(Buffer.from('value\na.example\nb.example\n')) };
  const desk = createImportDesk({ imports, uploads: { take: () => upload }, clock: new FakeClock() });
  return { desk, gates, state };
}

const all = { statuses: [], offset: 0, limit: 10 };
const again = { id: 1, format: null, mapping: null };

it('another choice of the case waits for a reading that is under way, and does not end it', async () => {
  const { desk, gates, state } = setUp();
  await desk.read(again);
  state.isSlow = true;
  const reading = desk.read(again);
  const preview = desk.preview(1, 'new');
  // The preview has had time to do harm.
  await new Promise((resolve) => setImmediate(resolve));
  gates[0]?.resolve();
  expect((await reading).file.rows).toHaveLength(2);
  expect((await preview).counts.new).toBe(2);
  expect(desk.rows(1, all)).toHaveLength(2);
});

it('importing waits for it too, and a reading that is stopped is told', async () => {
  const { desk, gates, state } = setUp();
  await desk.read(again);
  state.isSlow = true;
  const reading = desk.read(again);
  const run = desk.run(1, 'none');
  await new Promise((resolve) => setImmediate(resolve));
  gates[0]?.resolve();
  await reading;
  expect((await run).counts.new).toBe(2);
  const stopped = desk.read(again);
  desk.cancel(1);
  await expect(stopped).rejects.toMatchObject({ code: 'internal.cancelled' });
});
