/** The four emulators in a process of their own, so that their memory and their processor time are not counted as ours. */
import { startCrowdstrikeEmulator } from '../emulators/crowdstrike/index.ts';
import { startDatadogEmulator } from '../emulators/datadog/index.ts';
import { startThreatgridEmulator } from '../emulators/threatgrid/index.ts';
import { startVirustotalEmulator } from '../emulators/virustotal/index.ts';
import { createWorld } from '../emulators/world/world.ts';
import type { VendorsMessage, VendorsOrder } from './vendors.ts';

const [size, engines, now] = process.argv.slice(2).map(Number);
if (size === undefined || engines === undefined || now === undefined) {
  throw new Error('Arguments: indicators in the world, engines, epoch ms.');
}

const world = createWorld({ size, now });
const datadog = await startDatadogEmulator({ world });
const crowdstrike = await startCrowdstrikeEmulator({ world });
const threatgrid = await startThreatgridEmulator({ world });
const virustotal = await startVirustotalEmulator({ world, engines });
const all = [datadog, crowdstrike, threatgrid, virustotal];
const feedsAfter = `${new Date(now - 7 * 86_400_000).toISOString().slice(0, 19)}Z`;

const holdings = [
  ...[...datadog.holdings()].map((holding) => ({ vendor: 'datadog', ...holding })),
  ...[...crowdstrike.holdings()].map((holding) => ({ vendor: 'crowdstrike', ...holding })),
  ...threatgrid.holdings({ after: feedsAfter }).map((holding) => ({ vendor: 'threatgrid', ...holding })),
  ...[...virustotal.holdings()].map((holding) => ({ vendor: 'virustotal', ...holding })),
];

const tell = (message: VendorsMessage): void => {
  process.send?.(message);
};

function sumRawBytes(): number {
  let bytes = 0;
  for (const holding of holdings) {
    for (const record of holding.records()) bytes += Buffer.byteLength(JSON.stringify(record));
  }
  return bytes;
}

process.on('message', (order: VendorsOrder) => {
  if (order === 'usage') {
    const { user, system } = process.cpuUsage();
    tell({ kind: 'usage', cpuMs: (user + system) / 1_000 });
  } else if (order === 'rawBytes') tell({ kind: 'rawBytes', bytes: sumRawBytes() });
  else process.disconnect();
});
process.once('disconnect', () => {
  for (const emulator of all) void emulator.stop();
});

tell({
  kind: 'ready',
  vendors: all.map(({ vendor, url, secrets }) => ({ vendor, url, secrets })),
  holdings: holdings.map(({ vendor, stream, count }) => [`${vendor}/${stream}`, count]),
  feedsAfter,
});
