import type { App } from '#main/app/create-app.ts';
import type { ConnectionId } from '#shared/model/ids.ts';
import type { AllEmulators } from '../emulators/start-all.ts';

const names = {
  datadog: 'Datadog US1',
  crowdstrike: 'Falcon EU',
  threatgrid: 'Threat Grid',
  virustotal: 'VirusTotal',
} as const;

/** Connects all four vendors to their emulators; the secrets stay in memory, the user's keychain is not touched. */
export async function connectAll(app: App, emulators: AllEmulators): Promise<ReadonlyMap<string, ConnectionId>> {
  const ids = new Map<string, ConnectionId>();
  for (const vendor of ['datadog', 'crowdstrike', 'threatgrid', 'virustotal'] as const) {
    const { url, secrets } = emulators[vendor];
    const connection = await app.services.connections.add({
      name: names[vendor],
      vendor,
      site: null,
      baseUrl: url,
      options: {},
      secret: secrets,
      keepSecretIn: 'memory',
    });
    ids.set(vendor, connection.id);
  }
  return ids;
}
