import type { App } from '#main/app/create-app.ts';
import type { IndicatorDetail } from '#shared/model/indicator.ts';

/**
 * Everything that the vendors' records came to, as text that can be compared: without row ids and without the times at
 * which we happened to ask.
 */
export async function readContents(app: App): Promise<readonly string[]> {
  const { search } = app.services;
  const ids = new Set([...(await search.resolve({ query: '' })), ...(await search.resolve({ query: 'is:derived' }))]);
  const lines: string[] = [];
  for (const id of ids) {
    const detail = await search.detail({ id });
    if (detail !== null) lines.push(JSON.stringify(withoutAccidents(detail)));
  }
  return lines.toSorted();
}

function withoutAccidents({ id: _id, observationList, relations, ...rest }: IndicatorDetail): unknown {
  return {
    ...rest,
    // An expiry may pass between two readings.
    flags: rest.flags.filter((flag) => flag !== 'expired'),
    observationList: observationList
      .map(({ id: _observation, fetchedAtMs: _fetched, goneAtMs, rawSha256, ...observation }) =>
        JSON.stringify({
          ...observation,
          isGone: goneAtMs !== null,
          // VirusTotal sends the members of a record in another order each time.
          raw: observation.vendor === 'virustotal' ? '' : rawSha256,
        }),
      )
      .toSorted(),
    relations: relations.map(({ kind, type, value }) => `${kind} ${type} ${value}`).toSorted(),
  };
}
