import type { App } from '#main/app/create-app.ts';
import { secondsText } from '../emulators/datadog/record.ts';
import type { AllEmulators } from '../emulators/start-all.ts';

/**
 * What happens at the vendors between two syncs: news everywhere, and indicators that Datadog has seen again and thinks
 * worse of, so that the demo has a history to show.
 */
export async function passNight(
  app: App,
  { datadog, crowdstrike, threatgrid, virustotal }: AllEmulators,
): Promise<void> {
  const query = 'vendor:datadog observations:>2 score:>=80 type:(domain OR ipv4)';
  const seenAgain = await app.services.search.search({ query, offset: 0, limit: 12 });
  for (const { value } of seenAgain) {
    datadog.change(value, {
      score: 100,
      last_seen: secondsText(datadog.clock.now()),
      tags: ['seen-on-network', 'priority-watch'],
    });
  }
  datadog.add(14);
  crowdstrike.add(6);
  threatgrid.add('domains', 9);
  virustotal.add(11);
}
