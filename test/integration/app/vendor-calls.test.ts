/** Single calls to the vendors, as the command line makes them. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AllEmulators, startAllEmulators } from '../../emulators/start-all.ts';
import { parseLines, secretsOf } from '../../support/cli.ts';
import { type CommandApp, openCommandApp } from '../../support/command-app.ts';

let emulators: AllEmulators;
let commands: CommandApp;

beforeAll(async () => {
  emulators = await startAllEmulators({ size: 200 });
  const { datadog, crowdstrike, threatgrid, virustotal } = emulators;
  commands = await openCommandApp([datadog, crowdstrike, threatgrid, virustotal]);
});

afterAll(async () => {
  await commands.app.remove();
  await emulators.stop();
});

const call = (vendor: string, operation: string, input: unknown, ...more: readonly string[]) =>
  commands.run(['vendor', vendor, operation, '--input', JSON.stringify(input), ...more]);

it('lists what a vendor can be asked', async () => {
  const operations = parseLines((await commands.run(['vendor', 'crowdstrike', '--json'])).out);
  expect(operations).toContainEqual(
    expect.objectContaining({ name: 'indicator_delete_v1', kind: 'write', method: 'DELETE' }),
  );
  const text = await commands.run(['vendor', 'virustotal']);
  expect(text).toMatchObject({ status: 0, out: expect.stringContaining('ioc_stream_notification_get') });
  expect(emulators.crowdstrike.requests).toEqual([]);
});

it('prints what a vendor answers', async () => {
  const result = await call('datadog', 'ListIndicatorsOfCompromise', { limit: 2, 'sort[column]': 'score' });
  expect(result).toMatchObject({ status: 0, err: '' });
  expect(JSON.parse(result.out)).toMatchObject({ data: { attributes: { data: [{}, {}] } } });
  const one = await call('threatgrid', 'whoami', {}, '--json');
  expect(parseLines(one.out)).toMatchObject([{ data: { login: 'jdoe' } }]);
});

it('takes secrets for this call from standard input', async () => {
  const stdin = JSON.stringify({ datadog: { ...secretsOf(emulators)['datadog'], apiKey: 'wrong-key' } });
  const refused = await commands.run(['vendor', 'datadog', 'ValidateApiKey', '--secrets-stdin'], stdin);
  expect(refused).toMatchObject({ status: 3, out: '' });
  await commands.run(['vendor', 'datadog', 'ValidateApiKey', '--secrets-stdin'], JSON.stringify(secretsOf(emulators)));
});

it('sends no write without a yes', async () => {
  const before = emulators.crowdstrike.requests.length;
  const refused = await call('crowdstrike', 'indicator_delete_v1', { ids: ['f'.repeat(64)] });
  expect(refused).toMatchObject({ status: 2, out: '', err: expect.stringContaining('--yes') });
  expect(emulators.crowdstrike.requests).toHaveLength(before);
});

it('sends a write with a yes, and prints the messages of refused rows', async () => {
  const row = { type: 'domain', value: 'fresh.example', platforms: ['linux'], applied_globally: true };
  const sent = await call('crowdstrike', 'indicator_create_v1', { indicators: [row] }, '--yes');
  expect(sent.status).toBe(0);
  expect(JSON.parse(sent.out)).toMatchObject({ resources: [{ value: 'fresh.example' }] });
  const again = await call('crowdstrike', 'indicator_create_v1', { indicators: [row] }, '--yes');
  expect(again).toMatchObject({ status: 1, err: expect.stringContaining('warning or invalid input') });
  expect(JSON.parse(again.out)).toMatchObject({ resources: [{ row: 1, message_type: 'warning' }] });
});

it('counts what a write by filter concerns before it is sent', async () => {
  const live = () => [...emulators.crowdstrike.holdings()[0].records()].filter(({ deleted }) => !deleted);
  const count = live().filter(({ type }) => type === 'md5').length;
  const sent = await call('crowdstrike', 'indicator_delete_v1', { filter: "type:'md5'" }, '--yes');
  expect(sent).toMatchObject({ status: 0, err: `The filter matches ${count} now.\n` });
  expect(live().filter(({ type }) => type === 'md5')).toEqual([]);
});

it('says with its status that a part was refused', async () => {
  const [record] = emulators.crowdstrike.holdings()[0].records();
  const partly = await call('crowdstrike', 'indicator_get_v1', { ids: [record?.id, 'f'.repeat(64)] });
  expect(partly.status).toBe(4);
  expect(JSON.parse(partly.out)).toMatchObject({ resources: [{ id: record?.id }], errors: [{ code: 404 }] });
});

it('escapes what could steer a terminal', async () => {
  const [{ indicator } = { indicator: '' }] = emulators.datadog.holdings()[0].records();
  emulators.datadog.change(indicator, { tags: ['\u202Egnp.exe\u009b2J'] });
  const { out } = await call('datadog', 'GetIndicatorOfCompromise', { indicator });
  expect(out).toContain('\\u202egnp.exe\\u009b2J');
});

it.each([
  ['no_such_call', '{}'],
  ['indicator_search_v1', `{"filter":"type:'domain"}`],
  ['indicator_search_v1', '{"nosuch":1}'],
  ['indicator_get_v1', '{}'],
  ['indicator_get_v1', '{'],
])('refuses %s %s as a slip', async (operation, input) => {
  expect(await commands.run(['vendor', 'crowdstrike', operation, '--input', input])).toMatchObject({
    status: 2,
    out: '',
  });
});

it('refuses a connection that is not there', async () => {
  expect((await commands.run(['vendor', 'nobody'])).status).toBe(1);
});
