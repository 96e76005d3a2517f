/**
 * The four vendors in a process of their own, which can be stopped and continued: `node emulators-child.ts <size> <now>`. Says where
 * they are in a first line of JSON, then `request` whenever one arrives, before it is answered.
 */
import { startVendors, vendorIds } from '../integration/app/four-vendors.ts';

const [size = '', nowMs = ''] = process.argv.slice(2);
const emulators = await startVendors(Number(size), Number(nowMs));
const places = vendorIds.map((vendor) => [vendor, { url: emulators[vendor].url, secrets: emulators[vendor].secrets }]);
process.stdout.write(`${JSON.stringify(Object.fromEntries(places))}\n`);
for (const vendor of vendorIds) {
  const tell = (): boolean => {
    process.stdout.write('request\n');
    return false;
  };
  emulators[vendor].faults.add({ when: { matches: tell }, fault: { kind: 'reset' } });
}
process.once('SIGTERM', () => void emulators.stop());
