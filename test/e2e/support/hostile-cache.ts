import type { App } from '#main/app/create-app.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { readInput } from '#shared/errors/read-input.ts';
import type { CaseNumber, ConnectionId } from '#shared/model/ids.ts';
import { tagNameSchema } from '#shared/model/tag.ts';
import { connectAll } from '../../demo/connect-all.ts';
import type { FaultContext } from '../../emulators/kit/faults.ts';
import type { EmulatorReply } from '../../emulators/kit/reply.ts';
import { type AllEmulators, startAllEmulators } from '../../emulators/start-all.ts';
import { createSourceApp } from '../../support/source-app.ts';
import { poisonAnswers } from './hostile-answers.ts';
import { hostileValues } from './hostile-records.ts';
import { makeKeys, mintCertificate } from './mint-certificate.ts';

/** Whoever wrote everything that a person writes. */
const analyst = 'r.keller\u202E<b>\u200B';
const worldSize = 1_700;

/** How many of the hostile texts each place took; the others were refused by the rules of that place. */
export type Taken = Readonly<Record<string, number>>;

/**
 * Fills a data folder with the whole list of hostile texts, in every place into which a vendor, a file or a person can write; the
 * vendors are gone afterwards.
 */
export async function fillHostileCache(dataFolder: string): Promise<Taken> {
  const emulators = await startAllEmulators({ size: worldSize, now: Date.now() });
  const app = createSourceApp(dataFolder);
  try {
    await app.services.settings.set({ analystName: analyst });
    await syncTwice(app, emulators);
    const taken = { ...(await fillWork(app)), ...(await fillCases(app)), ...(await fillOutbox(app)) };
    return { ...taken, ...(await fillNetwork(app)), ...(await readTenantWords(app, emulators)) };
  } finally {
    await app.stop();
    await emulators.stop();
  }
}

/** So that every record has an earlier version, and some are put aside; the last run of a feed fails with a hostile reason. */
async function syncTwice(app: App, emulators: AllEmulators): Promise<void> {
  await connectAll(app, emulators);
  const turn = poisonAnswers(emulators, hostileValues);
  const sync = () => app.services.sync.run({ connectionIds: null, streams: null, full: true });
  await sync();
  turn();
  await sync();
  emulators.virustotal.faults.clear();
  const message = hostileValues.join(' ').slice(0, 5_000);
  emulators.virustotal.faults.add({
    fault: {
      kind: 'status',
      status: 400,
      text: JSON.stringify({ error: { code: message, message } }),
      contentType: 'application/json',
    },
  });
  await sync();
}

/** The hostile texts, as many in one as have room there. */
function pack(limit: number, separator = ' '): readonly string[] {
  const packed = [''];
  for (const text of hostileValues) {
    const longer = `${packed.at(-1) ?? ''}${separator}${text}`;
    if (longer.length <= limit) packed[packed.length - 1] = longer;
    else packed.push(text.slice(0, limit));
  }
  return packed;
}

/** Offers each text to a place. @returns how many it took. */
async function offer(
  use: (text: string, at: number) => Promise<unknown>,
  texts: readonly string[] = hostileValues,
): Promise<number> {
  let taken = 0;
  for (const [at, text] of texts.entries()) {
    try {
      await use(text, at);
      taken += 1;
    } catch (error) {
      if (!(error instanceof AppError && error.code.startsWith('input.'))) throw error;
    }
  }
  return taken;
}

async function fillWork({ services }: App): Promise<Taken> {
  const { savedSearches, lists, triage, tags, imports, connections, search } = services;
  const [first] = await search.resolve({ query: 'score:100' });
  const one = { ids: first === undefined ? [] : [first] };
  const quote = (text: string): string => `tag:"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
  const mapping = (text: string) => ({
    ...{ delimiter: ',' as const, hasHeader: true, defaultType: null },
    columns: { value: text.slice(0, 2_000), tags: text.slice(0, 2_000) },
  });
  return {
    'triage notes': await offer((note) => triage.apply({ selection: one, verdict: 'malicious', note })),
    'own tags': await offer(async (text) =>
      tags.change({ selection: one, add: [readInput(tagNameSchema, text, 'The tag')], remove: [] }),
    ),
    'saved searches': await offer((name) => savedSearches.save({ name, query: quote(name), columns: null })),
    'asked queries': await offer(async (text) => savedSearches.remember(quote(text))),
    'reasons of trust': await offer((reason, at) =>
      lists.allow({ value: `trusted${at}.example.net`, reason, expiresAtMs: null }),
    ),
    'benign lists': await offer((name, at) => lists.importList(`list-${at}.json`, listOf(name, at))),
    'CSV mappings': await offer((name) => imports.mappings.save({ name, mapping: mapping(name) })),
    connections: await offer((name) =>
      connections.add({
        ...{ name, vendor: 'datadog', site: 'datadoghq.com', baseUrl: null, options: {} },
        ...{ secret: null, keepSecretIn: 'memory' as const },
      }),
    ),
  };
}

function listOf(name: string, at: number): string {
  const kind = { type: 'hostname', matching_attributes: ['domain'], version: 1 };
  return JSON.stringify({ ...kind, name, description: name, list: [`benign${at}.example.net`] });
}

async function fillCases({ services: { cases, search } }: App): Promise<Taken> {
  const titles = await offer((title) => cases.create({ title, assignee: title.slice(0, 200) }), pack(300));
  const summary = hostileValues.join('\n').slice(0, 100_000);
  const { number } = await cases.create({ title: 'Everything hostile', severity: 'high', summary });
  const ids = await search.resolve({ query: 'score:100' });
  const comments = await offer((text, at) => {
    const selection = { ids: ids.slice(at * 5, at * 5 + 5) };
    return cases.addIndicators(number, { selection, comment: text, role: text });
  }, pack(200));
  const files = await offer(
    (name, at) => cases.addFile(number, { name, source: { bytes: new Uint8Array([at]) }, comment: name }),
    pack(1_000),
  );
  return {
    ...{ 'case titles': titles, 'comments in cases': comments, 'names of files': files },
    'case notes': await offer((text) => cases.addNote(number, text), pack(480, '\n\n')),
    'case tasks': await offer((text) => cases.addTask(number, text), pack(480)),
    'entries of timelines': await offer(
      (text, at) => cases.addTimelineEntry(number, 1_700_000_000_000 + at, text),
      pack(480),
    ),
    'pinned records': await pinOne({ cases, search }, number),
  };
}

type CasesAndSearch = Pick<App['services'], 'cases' | 'search'>;

async function pinOne({ cases, search }: CasesAndSearch, number: CaseNumber): Promise<number> {
  const { id } = await cases.addNote(number, 'With evidence');
  let pinned = 0;
  for (const indicatorId of (await search.resolve({ query: 'score:100' })).slice(0, 40)) {
    const [record] = (await search.detail({ id: indicatorId }))?.observationList ?? [];
    if (record === undefined) continue;
    await cases.pinRecord(number, id, record.id);
    pinned += 1;
  }
  return pinned;
}

function fillOutbox({ services: { outbox } }: App): Promise<Taken> {
  const row = (text: string, at: number) => ({
    ...{ type: 'domain', value: `queued${at}.example`, action: 'detect', severity: 'high', platforms: ['windows'] },
    ...{ applied_globally: true, description: text, source: text, tags: [text] },
  });
  return offer((text, at) =>
    outbox.queue('Falcon EU', {
      operation: 'indicator_create_v1',
      input: { indicators: [row(text, at)], comment: text },
      agreed: null,
    }),
  ).then((changes) => ({ 'queued changes': changes }));
}

/** Names of authorities, of all connections and of one; a proxy whose name is an address of the international kind. */
async function fillNetwork({ services: { network, connections } }: App): Promise<Taken> {
  const keys = makeKeys();
  const own = (await connections.list()).find(({ name }) => name === 'Threat Grid');
  const trust = (connectionId: ConnectionId | null) => (name: string, at: number) =>
    network.addAuthorities(mintCertificate(name, at % 2 === 0 ? 2_001 : 9_999, keys), connectionId);
  return {
    authorities: await offer(trust(null)),
    'authorities of a connection': await offer(trust(own?.id ?? null), hostileValues.slice(0, 40)),
    proxies: await offer((text) =>
      network.setProxy({ mode: 'manual', origin: `http://${text}`, bypass: [], includesLoopback: false }),
    ),
    'hosts not asked through the proxy':
      hostileValues.length -
      (await offer((text) =>
        network.setProxy({ mode: 'manual', origin: 'http://proxy.example', bypass: [text], includesLoopback: false }),
      )),
  };
}

/** Falcon's own words for what its indicators shall do, to be chosen from. */
async function readTenantWords({ services: { outbox } }: App, { crowdstrike }: AllEmulators): Promise<Taken> {
  const texts = hostileValues.filter((text) => text.length < 2_000);
  const words = { resources: texts, errors: [] };
  const action = (id: string, at: number) => {
    const near = texts.slice(at, at + 5);
    return { id, platforms_by_type: { ipv4: near, domain: near }, severities: near };
  };
  for (const [path, value] of [
    ['/iocs/queries/', words],
    ['/iocs/entities/actions/v1', { resources: texts.map(action), errors: [] }],
  ] as const) {
    const run = async ({ answer }: FaultContext): Promise<EmulatorReply> => ({ ...(await answer()), value });
    crowdstrike.faults.add({ when: { path, method: 'GET' }, fault: { kind: 'custom', run } });
  }
  const read = await outbox.refreshWords('Falcon EU', new AbortController().signal);
  return { "a tenant's words": read?.words.actions.length ?? 0 };
}
