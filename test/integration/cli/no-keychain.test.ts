/** Machines without a keychain, or with one that went away: why, how to go on, status 3, and nothing stored half. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DatadogEmulator, startDatadogEmulator } from '../../emulators/datadog/index.ts';
import { type Cli, createCli, parseLines } from '../../support/cli.ts';
import { startPrivateBus, startPrivateKeyring } from '../../support/keyring/private-keyring.ts';
import { succeed } from './cache.ts';

let datadog: DatadogEmulator;

beforeAll(async () => {
  datadog = await startDatadogEmulator({ size: 100, now: Date.now() });
});

afterAll(() => datadog.stop());

const connect = (...more: readonly string[]) => [
  'connect',
  'datadog',
  '--name',
  'dd',
  '--base-url',
  datadog.url,
  ...more,
];

async function expectRefused(cli: Cli, why: RegExp): Promise<void> {
  const { status, stdout, stderr } = await cli.run(connect('--secrets-stdin'), { stdin: datadog.secrets });
  expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
  expect(stderr).toMatch(why);
  expect(stderr).toContain(
    'Nothing was stored. Without a keychain: connect --without-secret, then sync --secrets-stdin',
  );
  expect(await cli.json(['connections'])).toEqual([]);
}

/** What such a machine can do all the same. */
async function expectWayOn(cli: Cli): Promise<void> {
  await succeed(cli.run(connect('--without-secret')));
  const { status } = await cli.run(['sync', '--secrets-stdin'], { stdin: { dd: datadog.secrets } });
  expect(status).toBe(0);
  const [count] = await cli.json(['search', '', '--count']);
  expect(count).toEqual({ count: expect.any(Number), exact: true });
  expect(Number(count?.['count'])).toBeGreaterThan(10);
  expect(await cli.json(['connections'])).toMatchObject([{ name: 'dd', hasSecret: false, state: 'noSecret' }]);
  await succeed(cli.run(['disconnect', 'dd']));
}

describe('a machine', () => {
  it('without a D-Bus session', async () => {
    const cli = createCli();
    await expectRefused(
      cli,
      /^sightline: The keychain cannot be reached: there is no D-Bus session\.\n {2}Start Sightline from a desktop session/,
    );
    await expectWayOn(cli);
    const doctor = await cli.run(['doctor']);
    expect(doctor.status).toBe(3);
    expect(doctor.stdout).toMatch(
      /^FAULT +keychain +The keychain cannot be reached: there is no D-Bus session\. Start Sightline from a desktop/m,
    );
    const asJson = await cli.run(['doctor', '--json']);
    expect(asJson.status).toBe(3);
    expect(parseLines(asJson.stdout)).toContainEqual({
      check: 'keychain',
      ok: false,
      detail: expect.stringContaining('Start Sightline from a desktop session'),
    });
    await cli.remove();
  });

  it('without a keychain service', async () => {
    const bus = await startPrivateBus();
    const cli = createCli({ environment: bus.environment });
    await expectRefused(cli, /^sightline: No keychain service is running\.\n {2}Start gnome-keyring/);
    await expectWayOn(cli);
    await cli.remove();
    await bus.stop();
  });

  it('with a locked keychain', async () => {
    const keyring = await startPrivateKeyring();
    await keyring.lock();
    const cli = createCli({ environment: keyring.environment });
    await expectRefused(cli, /^sightline: The keychain is locked\.\n {2}Unlock it/);
    await expectWayOn(cli);
    await cli.remove();
    await keyring.stop();
  });
});

describe('a keychain that went away after the secret was stored', () => {
  it('is named; search works, and the secret given by hand still does', async () => {
    const keyring = await startPrivateKeyring();
    const cli = createCli({ environment: keyring.environment });
    await succeed(cli.run(connect('--secrets-stdin'), { stdin: datadog.secrets }));
    await succeed(cli.run(['sync']));
    const [before] = await cli.json(['search', '', '--count']);
    await keyring.lock();
    const locked = await cli.run(['sync']);
    expect(locked.status).toBe(3);
    expect(locked.stderr).toMatch(/^dd\/indicators {2}failed {6}The keychain is locked\. Unlock it/);
    await keyring.killService();
    const gone = await cli.run(['sync', '--json']);
    expect(gone.status).toBe(3);
    expect(gone.stdout).toContain('"code":"credential.storeUnavailable"');
    const left = await cli.run(['disconnect', 'dd']);
    expect(left).toMatchObject({ status: 3, stdout: '' });
    expect(await cli.json(['connections'])).toMatchObject([{ name: 'dd', hasSecret: true }]);
    expect(await cli.json(['search', '', '--count'])).toEqual([before]);
    const byHand = await cli.run(['sync', '--secrets-stdin'], { stdin: { dd: datadog.secrets } });
    expect(byHand.status).toBe(0);
    await keyring.startService();
    await succeed(cli.run(['sync']));
    await succeed(cli.run(['disconnect', 'dd']));
    await cli.remove();
    await keyring.stop();
  });
});
