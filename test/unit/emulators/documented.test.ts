import { expect, it } from 'vitest';
import { startAllEmulators } from '../../emulators/start-all.ts';

it('every emulator refuses a parameter that the documents do not know, in its own words', async () => {
  const all = await startAllEmulators({ size: 60, seed: 1 });
  const { datadog, crowdstrike, threatgrid, virustotal } = all;
  const form = new URLSearchParams({
    client_id: crowdstrike.secrets['clientId'] ?? '',
    client_secret: crowdstrike.secrets['clientSecret'] ?? '',
  });
  const issued = await (await fetch(`${crowdstrike.url}/oauth2/token`, { method: 'POST', body: form })).json();
  const { access_token: token } = issued as { access_token: string };
  const keys = {
    datadog: {
      'dd-api-key': datadog.secrets['apiKey'] ?? '',
      'dd-application-key': datadog.secrets['applicationKey'] ?? '',
    },
    crowdstrike: { authorization: `Bearer ${token}` },
    threatgrid: { authorization: `bearer ${threatgrid.secrets['apiKey']}` },
    virustotal: { 'x-apikey': virustotal.secrets['apiKey'] ?? '' },
  };
  const places = [
    ['datadog', '/api/v2/security/siem/ioc-explorer', 'limit=1'],
    ['datadog', '/api/v2/security/siem/ioc-explorer', 'sort%5Bcolumn%5D=score&sort%5Border%5D=asc'],
    ['crowdstrike', '/iocs/combined/indicator/v1', 'from_parent=false'],
    ['crowdstrike', '/iocs/queries/actions/v1', 'limit=1'],
    ['threatgrid', '/api/v2/iocs/feeds/ips', 'confidence=0&sample_id=x'],
    ['threatgrid', '/api/v3/feeds/rat-dns_2026-11-19.json', 'before=2026-11-20T00:00:00Z'],
    ['threatgrid', '/api/v3/session/whoami', ''],
    ['virustotal', '/api/v3/ioc_stream', 'descriptors_only=true'],
  ] as const;
  for (const [vendor, path, documented] of places) {
    const ask = async (query: string) => fetch(`${all[vendor].url}${path}?${query}`, { headers: keys[vendor] });
    expect([vendor, path, (await ask(documented)).status]).toEqual([vendor, path, 200]);
    const refused = await ask(`${documented}&nosuch=1`);
    expect([vendor, path, refused.status]).toEqual([vendor, path, 400]);
    expect(await refused.text()).toContain('nosuch');
  }
  await all.stop();
});
