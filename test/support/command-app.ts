import { runCommandLine } from '#main/shell/cli/run.ts';
import type { ConnectionId } from '#shared/model/ids.ts';
import type { ServedEmulator } from '../emulators/kit/emulator.ts';
import { createCliDouble } from './cli-double.ts';
import { openTestApp, type TestApp, type TestAppOptions } from './open-test-app.ts';

/** The application with vendors connected, and its command line, all in this process. */
export interface CommandApp {
  readonly app: TestApp;
  /** By vendor; each connection is named after its vendor. */
  readonly ids: Readonly<Record<string, ConnectionId>>;
  run(argv: readonly string[], stdin?: string): Promise<{ status: number; out: string; err: string }>;
}

/** Opens it; secrets are in memory. */
export async function openCommandApp(
  emulators: readonly ServedEmulator[],
  options: TestAppOptions = {},
): Promise<CommandApp> {
  const app = openTestApp({ isImpatient: true, ...options });
  const ids: Record<string, ConnectionId> = {};
  for (const { vendor, url, secrets } of emulators) {
    const place = { site: null, baseUrl: url, options: {} };
    const added = await app.services.connections.add({
      name: vendor,
      vendor,
      ...place,
      secret: secrets,
      keepSecretIn: 'memory',
    });
    ids[vendor] = added.id;
  }
  return {
    app,
    ids,
    async run(argv, stdin = '') {
      const context = createCliDouble({ stdin, app: async () => app });
      const status = await runCommandLine(context, argv, '0.0.0-test');
      return { status, out: context.out(), err: context.err() };
    },
  };
}
