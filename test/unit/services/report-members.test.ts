import { expect, it } from 'vitest';
import { openLiveMembers } from '#main/services/exports/report-members.ts';
import { indicatorIdSchema } from '#shared/model/ids.ts';
import type { TlpMark } from '#shared/model/vocabulary.ts';
import { makeReportIndicator } from '../../support/report-models.ts';
import { ScriptedStore } from '../../support/scripted-store.ts';

const tags = [[], ['tlp:green'], ['tlp:amber'], ['tlp:amber+strict'], ['tlp:red'], ['tlp:clear', 'TLP:RED']];

it.each<[TlpMark | null, number]>([
  [null, 6],
  ['red', 6],
  ['amber+strict', 4],
  ['amber', 3],
  ['green', 2],
  ['clear', 1],
])('a ceiling of %s lets %i of 6 indicators into a report', async (ceiling, count) => {
  const details = tags.map((own, at) => ({
    ...makeReportIndicator('domain', `${at}.example`, {
      indicator: { id: indicatorIdSchema.parse(at + 1), tags: own },
    }).indicator,
    ...{ observationList: [], relations: [], triageHistory: [], ownTags: [], tagHistory: [] },
  }));
  const store = new ScriptedStore({
    reads: {
      'indicators.reportIds': () => details.map(({ id }) => id),
      'indicators.details': ({ ids }) => details.filter(({ id }) => ids.includes(id)),
      'triage.deciders': ({ decisions }) => decisions.map(() => null),
    },
  });
  const members = await openLiveMembers(store, { where: { kind: 'all', of: [] }, sort: [], includeDerived: false });
  const read: string[] = [];
  for await (const { indicator } of members.read({ ceiling, includeRaw: false })) read.push(indicator.value);
  expect(read).toEqual(details.slice(0, count).map(({ value }) => value));
});
