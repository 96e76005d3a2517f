import type { App } from '#main/app/create-app.ts';
import type { CaseNumber } from '#shared/model/ids.ts';
import { defang } from '#shared/text/defang.ts';

/** What came of the morning. */
export interface Story {
  readonly caseNumber: CaseNumber;
  /** A report as somebody mailed it: defanged, of some indicators that are known and some that are not. */
  readonly report: string;
}

/** An analyst's morning on the synced cache, so that the demo shows judgements, a case and queued decisions, not only data. */
export async function tellStory(app: App): Promise<Story> {
  const { search, triage, tags, cases, settings, outbox } = app.services;
  await settings.set({ analystName: 'R. Keller' });
  const worst = await search.search({ query: 'score:>=80', offset: 0, limit: 24 });
  const ids = worst.map(({ id }) => id);
  await triage.apply({ selection: { ids: ids.slice(0, 8) }, state: 'reviewed', verdict: 'malicious' });
  await triage.apply({
    selection: { ids: ids.slice(8, 12) },
    state: 'escalated',
    verdict: 'suspicious',
    note: 'Same campaign as last week? Ask the network team for the proxy logs.',
  });
  await triage.apply({ selection: { ids: ids.slice(12, 18) }, state: 'in_review' });
  await tags.change({ selection: { ids: ids.slice(0, 10) }, add: ['finance loader'], remove: [] });
  await tags.change({ selection: { ids: ids.slice(6, 14) }, add: ['look again'], remove: [] });
  await outbox.queueTriage({ ids: ids.slice(0, 12) });

  const { number } = await cases.create({
    title: 'Loader on the finance laptops',
    severity: 'high',
    tlp: 'amber',
    pap: 'amber',
    assignee: 'R. Keller',
    summary:
      'Two laptops of the finance department called a loader that is new to us. The first stage came by e-mail; the addresses below were contacted within ten minutes. Nothing has left the network as far as the proxy logs tell.',
  });
  await cases.addIndicators(number, {
    selection: { ids: ids.slice(0, 10) },
    role: 'command and control',
    comment: 'Contacted by both laptops.',
  });
  const files = await search.search({ query: 'type:(sha256 OR sha1 OR md5)', offset: 0, limit: 6 });
  await triage.apply({ selection: { ids: files.map(({ id }) => id) }, state: 'in_review', verdict: 'malicious' });
  await cases.addIndicators(number, {
    selection: { ids: files.map(({ id }) => id) },
    role: 'payload',
    comment: null,
  });
  await cases.addNote(number, 'Both laptops are isolated. Memory images are taken and on the evidence share.');
  await cases.addNote(
    number,
    'The second stage asks https://cdn.loader.example/update for its configuration every five minutes.',
  );
  const task = await cases.addTask(number, 'Block the command-and-control hosts at the proxy');
  await cases.addTask(number, 'Ask the mail team who else received the attachment');
  await cases.setTaskDone(number, task.id, true);

  const { number: old } = await cases.create({
    title: 'Scanner noise on the VPN gateway',
    severity: 'low',
    tlp: 'green',
  });
  const noise = await search.search({ query: 'type:ipv4 score:<40', offset: 0, limit: 5 });
  await cases.addIndicators(old, { selection: { ids: noise.map(({ id }) => id) }, role: null, comment: null });
  await cases.close(old, 'benign', 'Internet-wide scanning; nothing answered. No further action.');
  const known = worst.slice(4, 10).map(({ type, value }) => defang(type, value));
  return { caseNumber: number, report: writeReport(known) };
}

function writeReport(known: readonly string[]): string {
  return [
    'From: CERT of the sector, TLP:GREEN. Seen since Thursday at two members:',
    ...known.map((value) => `- ${value} (first stage, then beacons every five minutes)`),
    'Then the loader asked hxxps[://]assets[.]quiet-harbour[.]example/stage2 and resolved names at 8.8.8.8.',
    'Ignore 999.1.1.1 of the first version of this mail. The dropper was called setup.py.',
  ].join('\n');
}
