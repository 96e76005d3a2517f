import { afterEach, expect, it } from 'vitest';
import { activeStreams } from '#main/services/active-streams.ts';
import { datadog } from '#main/vendors/datadog/index.ts';
import { type DatadogEmulator, startDatadogEmulator } from '../../emulators/datadog/index.ts';
import { jsonAnswer } from '../kit/answers.ts';
import { walkStream } from '../kit/walk.ts';

let emulator: DatadogEmulator | undefined;

afterEach(async () => {
  await emulator?.stop();
});

async function walk(running: DatadogEmulator, stream: string) {
  const { url, secrets, clock } = running;
  return walkStream({ module: datadog, stream, url, secrets, nowMs: clock.now(), options: { limit: 50 } });
}

it('the views are streams of their own: each brings what the explorer holds in it, and says what is gone from it', async () => {
  emulator = await startDatadogEmulator({ size: 400, seed: 3 });
  const [all, ocsf, message] = await Promise.all([
    walk(emulator, 'indicators'),
    walk(emulator, 'indicators_ocsf'),
    walk(emulator, 'indicators_message'),
  ]);
  const keys = ({ drafts }: typeof all): ReadonlySet<string> => new Set(drafts.keys());
  expect(new Set([...keys(ocsf), ...keys(message)])).toEqual(keys(all));
  for (const view of [ocsf, message]) {
    expect(view).toMatchObject({ complete: true, exhaustive: true, expected: view.drafts.size });
    expect(view.drafts.size).toBeLessThan(all.drafts.size);
    expect([...view.drafts.values()].every(({ triage }) => triage === null)).toBe(true);
  }
  const asked = emulator.requests.map(({ query }) => query.get('ocsf'));
  expect(new Set(asked)).toEqual(new Set([null, 'true', 'false']));
});

it('the views are synced where a connection asks for it', () => {
  const names = (options: Parameters<typeof activeStreams>[1]) => activeStreams(datadog, options).map(({ id }) => id);
  expect(names({})).toEqual(['indicators']);
  expect(names({ indicators_ocsf: { synced: true }, indicators_message: { limit: 5 } })).toEqual([
    'indicators',
    'indicators_ocsf',
  ]);
});

it('null, absent and an empty list stay what they are, in the record that is kept and in what a call prints', () => {
  const record = {
    indicator: '192.0.2.1',
    malicious_sources: null,
    tags: [],
    categories: [],
    first_seen: null,
    extra: {},
  };
  const answer = jsonAnswer({
    data: { attributes: { data: [record], metadata: { count: 1 }, paging: { offset: 1 } } },
  });
  const [stream] = datadog.streams;
  const cursor = stream?.begin({ checkpoint: undefined, full: true, nowMs: 0, options: {} });
  const page = stream?.read(answer, cursor, {});
  expect(page?.drafts.map(({ raw }) => raw)).toEqual([JSON.stringify(record)]);
  const list = datadog.operations.find(({ name }) => name === 'ListIndicatorsOfCompromise');
  expect(list?.read(answer)).toMatchObject({ data: { attributes: { data: [record] } } });
  expect(JSON.stringify(list?.read(answer))).not.toContain('suspicious_sources');
  const get = datadog.operations.find(({ name }) => name === 'GetIndicatorOfCompromise');
  const one = { ...record, services: [], users: {}, as_cidr_block: '', as_number: null };
  const read = get?.read(jsonAnswer({ data: { attributes: { data: one } } }));
  expect(read).toEqual({ data: { attributes: { data: one } } });
});

it('the triage history is read page by page', async () => {
  emulator = await startDatadogEmulator({ size: 60 });
  const [record] = [...emulator.holdings()[0].records()];
  const indicator = record?.indicator ?? '';
  const headers = {
    'dd-api-key': emulator.secrets['apiKey'] ?? '',
    'dd-application-key': emulator.secrets['applicationKey'] ?? '',
    'content-type': 'application/json',
  };
  for (const triage_state of ['reviewed', 'not_reviewed', 'reviewed', 'reviewed', 'not_reviewed']) {
    const body = JSON.stringify({ data: { type: 'ioc_triage_state', attributes: { indicator, triage_state } } });
    await fetch(`${emulator.url}/api/v2/security/siem/ioc-explorer/triage`, { method: 'POST', headers, body });
  }
  const get = datadog.operations.find(({ name }) => name === 'GetIndicatorOfCompromise');
  const states: string[] = [];
  for (let offset = 0; offset < 6; offset += 2) {
    const [request] =
      get?.requests({
        indicator,
        include_triage_history: true,
        triage_history_limit: 2,
        triage_history_offset: offset,
      }) ?? [];
    const url = new URL(request?.path ?? '', emulator.url);
    for (const [name, value] of request?.query ?? []) url.searchParams.append(name, value);
    const answer = jsonAnswer(await (await fetch(url, { headers })).json());
    const read = get?.read(answer) as {
      data: { attributes: { data: { triage_history: { triage_state: string }[] } } };
    };
    states.push(...read.data.attributes.data.triage_history.map(({ triage_state }) => triage_state));
  }
  expect(states.slice(0, 5)).toEqual(['not_reviewed', 'reviewed', 'reviewed', 'not_reviewed', 'reviewed']);
});
