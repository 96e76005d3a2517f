import { parseArgs } from 'node:util';
import { countRealTime } from './kit/clock.ts';
import type { Emulator } from './kit/emulator.ts';
import { type StartAllOptions, startAllEmulators } from './start-all.ts';
import { type WorldVendor, worldVendors } from './world/types.ts';

const usage = `Usage: npm run emulators -- [--size N] [--seed S] [--now DATE|real] [--json]
                            [--datadog-port P] [--crowdstrike-port P] [--threatgrid-port P] [--virustotal-port P]

Starts the four vendors on this machine's loopback interface and prints their addresses and secrets.
  --size  indicators in the world, default 2000      --seed  another number, another world; default 1
  --now   the vendors' present at the start, from where it runs on; default 2026-11-20T12:00:00Z, "real" is today's
  --json  one JSON object per vendor
`;

/** A mistake in the arguments; the message is for the user. */
class UsageError extends Error {}

interface StartArguments extends StartAllOptions {
  readonly isJson: boolean;
  readonly isHelp: boolean;
}

function parseArguments(args: readonly string[]): StartArguments {
  const values = parseValues(args);
  const now = parseNow(values['now']);
  const [size, seed] = [parseNumber('size', values['size']), parseNumber('seed', values['seed'])];
  return {
    ...(size === undefined ? {} : { size }),
    ...(seed === undefined ? {} : { seed }),
    ...(now === undefined ? {} : { now }),
    ports: portsOf(values),
    isJson: values['json'] === true,
    isHelp: values['help'] === true,
  };
}

type Values = Readonly<Record<string, string | boolean | undefined>>;

function parseValues(args: readonly string[]): Values {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const ports = Object.fromEntries(worldVendors.map((vendor) => [`${vendor}-port`, text]));
  try {
    const options = { size: text, seed: text, now: text, json: flag, help: flag, ...ports };
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function parseNumber(name: string, text: string | boolean | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!/^\d{1,9}$/.test(String(text))) throw new UsageError(`--${name} takes a whole number, not "${String(text)}".`);
  return value;
}

function parseNow(text: string | boolean | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (text === 'real') return Math.floor(Date.now() / 1000) * 1000;
  const time = Date.parse(String(text));
  if (Number.isNaN(time)) throw new UsageError(`--now takes a date or "real", not "${String(text)}".`);
  return time;
}

function portsOf(values: Values): Partial<Record<WorldVendor, number>> {
  const ports: Partial<Record<WorldVendor, number>> = {};
  for (const vendor of worldVendors) {
    const port = parseNumber(`${vendor}-port`, values[`${vendor}-port`]);
    if (port !== undefined && port > 65_535) throw new UsageError(`--${vendor}-port must be at most 65535.`);
    if (port !== undefined) ports[vendor] = port;
  }
  return ports;
}

function lineOf({ vendor, url, secrets }: Emulator, isJson: boolean): string {
  if (isJson) return `${JSON.stringify({ vendor, url, secrets })}\n`;
  return `${vendor.padEnd(12)} ${url.padEnd(23)} ${JSON.stringify(secrets)}\n`;
}

async function run(args: readonly string[]): Promise<number> {
  const { isJson, isHelp, ...options } = parseArguments(args);
  if (isHelp) {
    process.stdout.write(usage);
    return 0;
  }
  const asked = new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  const { stop, ...emulators } = await startAllEmulators({ ...options, elapsedMs: countRealTime() });
  for (const vendor of worldVendors) process.stdout.write(lineOf(emulators[vendor], isJson));
  process.stderr.write('Running until Ctrl-C.\n');
  await asked;
  await stop();
  return 0;
}

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  const isUsage = error instanceof UsageError;
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${isUsage ? `\n${usage}` : ''}`);
  process.exitCode = isUsage ? 2 : 1;
}
