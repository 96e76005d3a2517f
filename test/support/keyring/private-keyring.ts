import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const password = 'private keyring';
const startTries = 200;
const startPollMs = 50;

/** No service folders: nothing on this bus is started on demand, so a killed keyring stays away. */
const busConfig = `<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`;

/** A D-Bus session of its own with, on request, a real gnome-keyring whose files lie in a temporary home. */
export interface PrivateKeyring {
  /** Environment for programs that are to use this keyring and no other. */
  readonly environment: NodeJS.ProcessEnv;
  /** Starts the keyring, creating it or opening it with its password; again after a `kill`. */
  startService(): Promise<void>;
  /** Locks it as the desktop does after a while. */
  lock(): Promise<void>;
  /** Stops the service's process in its tracks (SIGSTOP), and lets it go on. */
  pause(): void;
  resume(): void;
  /** Ends the service at once (SIGKILL). */
  killService(): Promise<void>;
  /** Ends the bus itself at once, as a log-out does. */
  killBus(): Promise<void>;
  /** Ends everything and removes the files. */
  stop(): Promise<void>;
}

/** Starts the bus. Needs the Debian packages `dbus` and `gnome-keyring`. */
export async function startPrivateBus(): Promise<PrivateKeyring> {
  const home = mkdtempSync(join(tmpdir(), 'sightline-keyring-'));
  const environment = createHome(home);
  const bus = spawn(
    'dbus-daemon',
    [`--config-file=${join(home, 'bus.conf')}`, '--nofork', '--nopidfile', '--print-address=1'],
    {
      env: environment,
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  environment['DBUS_SESSION_BUS_ADDRESS'] = await readFirstLine(bus);
  let service: ChildProcess | undefined;

  return {
    environment,
    startService: async () => {
      service = spawnKeyring(environment, ['--unlock', '--foreground', '--components=secrets']);
      await waitUntil(
        async () => existsSync(join(home, 'data', 'keyrings', 'login.keyring')) && (await isServed(environment)),
      );
    },
    lock: async () => {
      await callService(environment, ['org.freedesktop.Secret.Service.Lock', `array:objpath:${loginCollection}`]);
    },
    pause: () => void service?.kill('SIGSTOP'),
    resume: () => void service?.kill('SIGCONT'),
    killService: () => end(service),
    killBus: () => end(bus),
    stop: async () => {
      await end(service);
      await end(bus);
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** A bus with an unlocked keyring on it. */
export async function startPrivateKeyring(): Promise<PrivateKeyring> {
  const keyring = await startPrivateBus();
  await keyring.startService();
  return keyring;
}

const loginCollection = '/org/freedesktop/secrets/collection/login';

function createHome(home: string): NodeJS.ProcessEnv {
  const folders = { XDG_DATA_HOME: 'data', XDG_CONFIG_HOME: 'config', XDG_CACHE_HOME: 'cache', XDG_RUNTIME_DIR: 'run' };
  for (const folder of Object.values(folders)) mkdirSync(join(home, folder), { mode: 0o700 });
  writeFileSync(join(home, 'bus.conf'), busConfig);
  const places = Object.fromEntries(Object.entries(folders).map(([name, folder]) => [name, join(home, folder)]));
  // Only what programs need to start: no display, so no prompt can be shown, and nothing of the tester's own session.
  return { PATH: process.env['PATH'], LANG: 'C.UTF-8', HOME: home, ...places };
}

function spawnKeyring(environment: NodeJS.ProcessEnv, args: readonly string[]): ChildProcess {
  const child = spawn('gnome-keyring-daemon', args, { env: environment, stdio: ['pipe', 'ignore', 'ignore'] });
  child.stdin?.end(password);
  return child;
}

async function readFirstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new TypeError('The bus has no output.');
  for await (const line of createInterface({ input: child.stdout })) return line;
  throw new Error('The bus ended before it gave its address.');
}

async function isServed(environment: NodeJS.ProcessEnv): Promise<boolean> {
  const question = ['org.freedesktop.DBus.NameHasOwner', 'string:org.freedesktop.secrets'];
  const target = ['--dest=org.freedesktop.DBus', '/org/freedesktop/DBus'];
  const { stdout } = await run('dbus-send', ['--session', '--print-reply=literal', ...target, ...question], {
    env: environment,
  });
  return stdout.includes('true');
}

async function callService(environment: NodeJS.ProcessEnv, question: readonly string[]): Promise<void> {
  const target = ['--dest=org.freedesktop.secrets', '/org/freedesktop/secrets'];
  await run('dbus-send', ['--session', '--print-reply', ...target, ...question], { env: environment });
}

async function waitUntil(isTrue: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < startTries; tries += 1) {
    if (await isTrue()) return;
    await sleep(startPollMs);
  }
  throw new Error('The keyring did not start.');
}

async function end(child: ChildProcess | undefined): Promise<void> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, 'close');
  child.kill('SIGKILL');
  await closed;
}
