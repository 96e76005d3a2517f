import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createUndiciHttpClient } from '#main/platform/undici-http-client.ts';
import { callOperation } from '#main/services/operations/call-operation.ts';
import { describeOperation } from '#main/services/operations/describe-operation.ts';
import { findOperation, parseOperationInput } from '#main/services/operations/operation-input.ts';
import type { VendorSession } from '#main/services/ports/vendor-session.ts';
import { wrapSecretFields } from '#main/services/secret-fields.ts';
import { createVendorClient } from '#main/vendors/kit/vendor-client.ts';
import type { VendorOperation } from '#main/vendors/operation.ts';
import { vendors } from '#main/vendors/registry.ts';
import type { VendorModule } from '#main/vendors/vendor.ts';
import type { ErrorCode } from '#shared/errors/codes.ts';
import { type AllEmulators, startAllEmulators } from '../emulators/start-all.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { MemoryLogger } from '../support/memory-logger.ts';
import { documentedOperations } from './documented-operations.ts';
import { falconRecords, operationCases } from './operation-cases.ts';

let emulators: AllEmulators;
const http = createUndiciHttpClient();

/** Requests before the running test. */
let mark = 0;

beforeAll(async () => {
  emulators = await startAllEmulators({ size: 400 });
});
afterAll(() => emulators.stop());

type VendorName = 'datadog' | 'crowdstrike' | 'threatgrid' | 'virustotal';
const emulatorOf = (module: VendorModule) => emulators[module.id as VendorName];
const requestsOf = (module: VendorModule) => emulatorOf(module).requests.slice(mark);

function openSession(module: VendorModule): VendorSession {
  const { url, secrets } = emulatorOf(module);
  return createVendorClient(
    { http, clock: new FakeClock(), logger: new MemoryLogger(), retry: { tries: 3, baseMs: 1, capMs: 2 } },
    {
      module,
      connectionId: null,
      origin: url,
      originIsFixed: true,
      secrets: wrapSecretFields(secrets),
      options: {},
      notice: () => undefined,
    },
  );
}

async function run(module: VendorModule, operation: VendorOperation, input: unknown) {
  const session = openSession(module);
  const { signal } = new AbortController();
  const parsed = parseOperationInput(operation, input);
  return callOperation({ module, session }, { operation, input: parsed, signal });
}

const named = vendors.flatMap((module) =>
  module.operations.map((operation) => [`${module.id} ${operation.name}`, { module, operation }] as const),
);
const casesOf = (module: VendorModule, operation: VendorOperation) => operationCases[module.id]?.[operation.name];
const withoutBraces = (path: string): string => path.replaceAll(/\{\w+\}/g, '{}');

describe('the documents of the vendors', () => {
  it('name operations at all', () => {
    expect(documentedOperations.length).toBeGreaterThan(30);
  });

  it.each(documentedOperations.map((one) => [`${one.vendor} ${one.method} ${one.path}`, one] as const))(
    '%s is an operation with every parameter',
    (_name, { vendor, method, path, parameters }) => {
      const operations = vendors.find(({ id }) => id === vendor)?.operations ?? [];
      const found = operations.find(
        (operation) => operation.method === method && withoutBraces(operation.path) === withoutBraces(path),
      );
      // One without parameters is not to be taken for one that is missing.
      const places = (found ?? expect.unreachable('It is not there.')).places;
      expect(Object.keys(places).toSorted()).toEqual([...parameters].toSorted());
    },
  );

  it('name every operation that a module has', () => {
    expect(named).toHaveLength(documentedOperations.length);
  });
});

describe.each(named)('%s', (_name, { module, operation }) => {
  beforeEach(() => {
    mark = emulatorOf(module).requests.length;
    emulatorOf(module).faults.clear();
  });

  it('says what it is, with a hint for every parameter', () => {
    const { parameters, ...described } = describeOperation(operation);
    expect(described).toMatchObject({
      kind: operation.method === 'GET' || operation.kind === 'read' ? 'read' : 'write',
    });
    expect(parameters.filter(({ hint }) => hint === '')).toEqual([]);
  });

  it('is answered by the vendor', async () => {
    const cases = casesOf(module, operation)?.accepts ?? [];
    expect(cases.length).toBeGreaterThan(0);
    for (const { input, output } of cases) {
      const expected = output(emulators);
      const outcome = await run(module, operation, input(emulators));
      if (typeof expected === 'object' && expected !== null) expect(outcome.output).toMatchObject(expected);
      else expect(outcome.output).toEqual(expected);
    }
    expect(requestsOf(module).filter(({ status }) => status === 599)).toEqual([]);
  });

  it('refuses what the documents do not allow, before anything is sent', async () => {
    const cases = casesOf(module, operation)?.refuses ?? [];
    expect(cases.length).toBeGreaterThan(0);
    for (const input of [...cases, null, 'text', [], { nosuchparameter: 1 }]) {
      await expect(run(module, operation, input), JSON.stringify(input)).rejects.toMatchObject({
        code: 'input.invalid',
      });
    }
    expect(requestsOf(module)).toEqual([]);
  });

  it('translates the errors that are documented for it', async () => {
    for (const { input, code } of casesOf(module, operation)?.errors ?? []) {
      await expect(run(module, operation, input), JSON.stringify(input)).rejects.toMatchObject({ code });
    }
    const general: readonly [number, ErrorCode][] = [
      [400, 'vendor.badResponse'],
      [401, 'credential.rejected'],
      [403, 'vendor.forbidden'],
      [404, 'vendor.badResponse'],
      [500, 'vendor.unavailable'],
    ];
    const input = casesOf(module, operation)?.accepts[0]?.input(emulators);
    for (const [status, code] of general) {
      const fault = { kind: 'status', status, text: '{}', contentType: 'application/json' } as const;
      const clear = emulatorOf(module).faults.add({ when: { path: /^\/(?!oauth2)/ }, fault });
      await expect(run(module, operation, input), String(status)).rejects.toMatchObject({ code });
      clear();
    }
  });

  it(`is ${operation.kind === 'read' ? 'asked for again' : 'sent once'} when the vendor is busy`, async () => {
    const input = casesOf(module, operation)?.accepts[0]?.input(emulators);
    const when = { path: /^\/(?!oauth2)/, times: 1 };
    emulatorOf(module).faults.add({ when, fault: { kind: 'status', status: 503, text: '' } });
    const isRepeated = operation
      .requests(parseOperationInput(operation, input))
      .every((request) => request.isRepeatable === true);
    const running = run(module, operation, input);
    if (isRepeated) await running;
    else await expect(running).rejects.toMatchObject({ code: 'vendor.unavailable' });
    const sent = requestsOf(module).filter(({ path }) => !path.startsWith('/oauth2'));
    expect(sent).toHaveLength(isRepeated ? 2 : 1);
    expect(isRepeated).toBe(operation.kind === 'read' && operation.name !== 'GetIndicatorsReport');
  });
});

describe('CrowdStrike by id', () => {
  const module = vendors.find(({ id }) => id === 'crowdstrike') as VendorModule;
  const operation = (name: string): VendorOperation => findOperation(module, name);

  it('asks for many ids in safe batches and brings them into order', async () => {
    const ids = falconRecords(emulators, 30).map(({ id }) => id);
    const padded = [
      ...ids.slice(10),
      ...Array.from({ length: 300 }, (_, n) => n.toString(16).padStart(64, '0')),
      ...ids.slice(0, 10),
    ];
    const { output } = await run(module, operation('indicator_get_v1'), { ids: padded });
    const { resources, errors } = output as { resources: { id: string }[]; errors: { id: string }[] };
    expect(resources.map(({ id }) => id)).toEqual([...ids.slice(10), ...ids.slice(0, 10)]);
    expect(errors).toHaveLength(300);
    const asked = emulators.crowdstrike.requests.filter(({ path }) => path === '/iocs/entities/indicators/v1');
    expect(asked.slice(-2).map(({ query }) => query.getAll('ids').length)).toEqual([268, padded.length - 268]);
  });

  it('follows an indicator to its hosts and processes', async () => {
    for (const { type, value } of falconRecords(emulators, 20)) {
      const devices = await run(module, operation('indicator_get_devices_ran_on_v1'), { type, value });
      const [device_id] = (devices.output as { resources: string[] }).resources;
      if (device_id === undefined) continue;
      const processes = await run(module, operation('indicator_get_processes_ran_on_v1'), { type, value, device_id });
      const ids = (processes.output as { resources: string[] }).resources;
      const details = await run(module, operation('entities_processes'), { ids: [...ids, 'gone:1'] });
      expect(details.output).toMatchObject({ resources: ids.map(() => ({ device_id })), errors: [{ id: 'gone:1' }] });
      expect(details.refusal).toMatchObject({ isPartial: true });
      return;
    }
    expect.unreachable('no host saw anything');
  });

  it('reads the messages of refused rows', async () => {
    const [{ type, value } = { type: '', value: '' }] = falconRecords(emulators, 1);
    const row = { type, value, action: 'no_action', platforms: ['windows'], applied_globally: true };
    const outcome = await run(module, operation('indicator_create_v1'), { indicators: [row] });
    expect(outcome).toMatchObject({
      output: { resources: [{ row: 1, message_type: 'warning', message: expect.stringContaining('Duplicate') }] },
      refusal: { isPartial: false },
    });
  });
});

it('never repeats the key that Threat Grid echoes', async () => {
  const module = vendors.find(({ id }) => id === 'threatgrid') as VendorModule;
  const outcome = await run(module, findOperation(module, 'whoami'), {});
  expect(JSON.stringify(outcome)).not.toContain(emulators.threatgrid.secrets['apiKey']);
});
