/** Stores an analyst's work piece by piece until it is ended; each is told only when it is stored: `node work-child.ts <folder>`. */
import { openTestStore, plan } from './store.ts';
import { workKinds } from './work-kinds.ts';

const [folder = ''] = process.argv.slice(2);
const store = await openTestStore('worker', folder);
const fields = { title: 'Work', severity: 'none', tlp: 'amber', pap: 'amber', assignee: null, summary: null } as const;
const { number } = await store.write('cases.create', { fields, by: 'me', atMs: 5_000 });
const ids = await store.read('indicators.searchIds', { plan: plan(), limit: 200 });
process.stdout.write('begun\n');
for (let n = 0; ; n += 1) {
  for (const kind of workKinds) {
    await kind.store({ store, number, ids }, n);
    process.stdout.write(`stored ${kind.kind}\n`);
  }
}
