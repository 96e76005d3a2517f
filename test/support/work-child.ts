/** Stores an analyst's work piece by piece until it is ended; each is told only when it is stored: `node work-child.ts <folder>`. */
import { openTestStore } from './store.ts';
import { openWork, workKinds } from './work-kinds.ts';

const [folder = ''] = process.argv.slice(2);
const store = await openTestStore('worker', folder);
const place = await openWork(store);
process.stdout.write('begun\n');
for (let n = 0; ; n += 1) {
  for (const kind of workKinds) {
    await kind.store(place, n);
    process.stdout.write(`stored ${kind.kind}\n`);
  }
}
