import { startDatadogEmulator } from '../../emulators/datadog/index.ts';
import { createSourceApp } from '../../support/source-app.ts';

/** How large a case is that nobody should notice to be large. */
export const bigCaseSize = 20_000;

/** A case that holds more indicators than anybody looks at one by one, with a long history; its vendor is gone afterwards. */
export async function fillBigCase(dataFolder: string): Promise<void> {
  // A quarter and a bit of the world's records are Datadog's.
  const emulator = await startDatadogEmulator({ size: 3.75 * bigCaseSize, now: Date.now() });
  const app = createSourceApp(dataFolder);
  const { connections, sync, cases, search } = app.services;
  try {
    const { url, secrets } = emulator;
    const place = { vendor: 'datadog', site: null, baseUrl: url, options: {} };
    await connections.add({ name: 'Datadog US1', ...place, secret: secrets, keepSecretIn: 'memory' });
    const runs = await sync.run({ connectionIds: null, streams: null, full: false });
    const { value: found } = await search.count('');
    if (found < bigCaseSize) throw new Error(`Only ${found} indicators were synced: ${JSON.stringify(runs)}`);
    const { number } = await cases.create({ title: 'Everything from one campaign', severity: 'high' });
    const selection = { query: '' };
    await cases.addIndicators(number, { selection, comment: 'From the bulk import of the week.', role: null });
    for (let at = 1; at <= 120; at += 1) await cases.addNote(number, `Observation ${at} of the night shift.`);
  } finally {
    await app.stop();
    await emulator.stop();
  }
}
