import { describe, expect, it } from 'vitest';
import { addConnectionSchema } from '#shared/contract/schemas.ts';
import { describeSync, progressShare } from '../../../src/renderer/src/app/status-words.ts';
import {
  emptyForm,
  findProblems,
  optionKey,
  toConnectionInput,
} from '../../../src/renderer/src/features/sources/add/connection-form.ts';
import { explainRun, formatDuration, latestRuns, traceOfRun } from '../../../src/renderer/src/features/sources/runs.ts';
import { fakeVendors, makeConnections, makeRuns } from '../../support/fake-workbench/vendors.ts';

const nowMs = Date.UTC(2026, 10, 21, 7, 0);
const [datadog] = fakeVendors;
if (datadog === undefined) throw new Error('No vendor.');

describe('connection form', () => {
  it('proposes a name that is free', () => {
    expect(emptyForm(datadog, []).name).toBe('datadog');
    expect(emptyForm(datadog, ['Datadog', 'datadog-2']).name).toBe('datadog-3');
  });

  it('says what is missing or wrong, field by field', () => {
    const form = {
      ...emptyForm(datadog, []),
      name: 'PROD',
      secret: { apiKey: ' ' },
      options: { [optionKey('indicators', 'limit')]: 'many' },
    };
    expect(findProblems(form, datadog, ['prod'])).toEqual({
      name: 'Another connection has this name.',
      apiKey: 'Needed.',
      applicationKey: 'Needed.',
      'indicators limit': 'A whole number.',
    });
    expect(findProblems({ ...form, name: '/' }, datadog, [])['name']).toMatch(
      /^The name must begin with a letter or digit and have letters, digits/,
    );
  });

  it('becomes what the contract takes: trimmed, typed, empty options left to the vendor', () => {
    const input = toConnectionInput(
      {
        name: ' prod ',
        site: 'datadoghq.eu',
        baseUrl: ' ',
        secret: { apiKey: ' k ', applicationKey: 'a' },
        keepIn: 'memory',
        authorities: '',
        options: {
          [optionKey('indicators', 'limit')]: '500',
          [optionKey('indicators', 'ocsf')]: 'true',
          [optionKey('indicators', 'query')]: '',
        },
      },
      datadog,
    );
    expect(addConnectionSchema.parse(input)).toEqual({
      name: 'prod',
      vendor: 'datadog',
      site: 'datadoghq.eu',
      baseUrl: null,
      options: { indicators: { limit: 500, ocsf: true } },
      secret: { apiKey: 'k', applicationKey: 'a' },
      keepSecretIn: 'memory',
    });
  });
});

describe('runs', () => {
  const runs = makeRuns(makeConnections(nowMs), nowMs);

  it('takes the newest run of each stream', () => {
    const ofThreatGrid = runs.filter((run) => run.connection === 'threatgrid');
    const latest = latestRuns([...ofThreatGrid].reverse());
    expect(latest.size).toBe(7);
    for (const run of latest.values()) {
      const others = ofThreatGrid.filter((other) => other.stream === run.stream);
      expect(run.startedAtMs).toBe(Math.max(...others.map((other) => other.startedAtMs)));
    }
  });

  it('says why a run is incomplete in numbers, and nothing about a complete one', () => {
    const short = runs.find((run) => run.status === 'incomplete');
    const whole = runs.find((run) => run.status === 'complete');
    if (short === undefined || whole === undefined) throw new Error('The made-up runs lack an outcome.');
    expect(explainRun(short)).toBe(
      'Page 24 broke off twice. 12,088 of 12,400 records arrived. 3 records could not be read.',
    );
    expect(explainRun(whole)).toBeUndefined();
    expect(explainRun({ ...whole, status: 'cancelled', expected: null })).toMatch(/goes on from there/);
  });

  it('lead into the log, by their number or by what the reason itself names', () => {
    const [whole] = makeRuns(makeConnections(nowMs), nowMs);
    if (whole === undefined) throw new Error('No run.');
    const error = { code: 'network.offline', message: 'Unreachable.' };
    const failed = { ...whole, id: 17, status: 'failed', error } as const;
    expect(traceOfRun(failed)).toEqual({ code: 'network.offline', reference: 'run-17' });
    const unwritten = { ...failed, id: 0, error: { ...error, reference: 'ab12' } };
    expect(traceOfRun(unwritten)).toEqual({ code: 'network.offline', reference: 'ab12' });
    expect(traceOfRun({ ...failed, id: 0 })).toEqual({ code: 'network.offline', reference: undefined });
    expect(traceOfRun({ ...failed, status: 'complete', error: null })).toBeUndefined();
  });

  it('writes durations', () => {
    expect([340, 41_300, 80_000].map(formatDuration)).toEqual(['340 ms', '41 s', '1 min 20 s']);
  });
});

describe('sync line', () => {
  const [one, , two] = makeConnections(nowMs);
  if (one === undefined || two === undefined) throw new Error('No connections.');
  const base = { pages: 2, waitingUntilMs: null };
  const first = {
    ...base,
    connectionId: one.id,
    connection: one.name,
    stream: 'indicators',
    received: 4_500,
    expected: 9_000,
  };
  const second = { ...base, connectionId: two.id, connection: two.name, stream: 'ips', received: 10, expected: null };

  const titleOf = ({ stream }: { readonly stream: string }) => `the ${stream}`;

  it('promises a total only when every vendor gave one', () => {
    expect(describeSync([first], nowMs, titleOf)).toBe('Syncing datadog-prod · the indicators: 4,500 of 9,000');
    expect(describeSync([first, second], nowMs, titleOf)).toBe('Syncing 2 streams: 4,510 received');
  });

  it('says who makes us wait', () => {
    const waiting = { ...second, waitingUntilMs: nowMs + 4_200 };
    expect(describeSync([waiting], nowMs, titleOf)).toBe(
      'Syncing threatgrid · the ips: 10 received · threatgrid asked us to wait 5 s',
    );
  });

  it('knows the share only with a total', () => {
    expect([progressShare(first), progressShare(second)]).toEqual([0.5, undefined]);
  });
});
