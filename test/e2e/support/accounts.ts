import type { AllEmulators } from '../../emulators/start-all.ts';
import type { WorldVendor } from '../../emulators/world/types.ts';
import type { Account } from './sources.ts';

/** Labels of the secret fields, by the names that emulators use for them. */
const fieldLabels: Readonly<Record<string, string>> = {
  apiKey: 'API key',
  applicationKey: 'Application key',
  clientId: 'Client ID',
  clientSecret: 'Client secret',
};

const vendorNames: Readonly<Record<WorldVendor, string>> = {
  datadog: 'Datadog',
  crowdstrike: 'CrowdStrike Falcon',
  threatgrid: 'Threat Grid',
  virustotal: 'VirusTotal',
};

/** What an analyst would type to connect an emulator. */
export function accountOf(emulators: AllEmulators, vendor: WorldVendor): Account {
  const { url, secrets } = emulators[vendor];
  return {
    vendor: vendorNames[vendor],
    name: `My ${vendorNames[vendor]}`,
    address: url,
    secrets: Object.fromEntries(Object.entries(secrets).map(([name, text]) => [fieldLabels[name] ?? name, text])),
  };
}
