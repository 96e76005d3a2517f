import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseQuery } from '#main/domain/query/parse-query.ts';
import type { Store } from '#main/services/ports/store.ts';
import type { IndicatorId } from '#shared/model/ids.ts';
import { indicatorDetailSchema } from '#shared/model/indicator.ts';
import { tagNameSchema } from '#shared/model/tag.ts';
import { nastyValues } from '../../support/nasty-values.ts';
import {
  addConnection,
  detailOf,
  type Gateway,
  makeDataFolder,
  openTestStore,
  plan,
  record,
  valuesOf,
  walk,
} from '../../support/store.ts';

describe.each<Gateway>(['inline', 'worker'])("the analyst's own tags (%s gateway)", (gateway) => {
  let store: Store;
  let data: ReturnType<typeof makeDataFolder>;

  beforeEach(async () => {
    data = makeDataFolder();
    store = await openTestStore(gateway, data.folder);
    await addConnection(store);
    await walk(store, [{ records: [record('a.com', { tags: ['APT28', 'c2'] }), record('b.com')] }], { stream: 'all' });
  });
  afterEach(async () => {
    await store.close();
    data.remove();
  });

  const idOf = async (value: string): Promise<IndicatorId> => (await detailOf(store, value)).id;
  const idsOf = (values: readonly string[]) => Promise.all(values.map(idOf));
  const find = async (query: string) => (await valuesOf(store, parseQuery(query, { nowMs: 1 }))).toSorted();
  const change = async (
    values: readonly string[],
    { add = [], remove = [] }: { readonly add?: readonly string[]; readonly remove?: readonly string[] },
    atMs = 10,
  ) => store.write('tags.change', { ids: await idsOf(values), change: { add, remove, by: 'ana', atMs } });

  it('stand beside those of vendors, are found whatever the case, and tell who put them on', async () => {
    expect(await change(['a.com', 'b.com'], { add: ['Büro', 'zwei Wörter'] })).toEqual({ changed: 2 });
    expect(await change(['a.com', 'b.com'], { add: ['BÜRO'] })).toEqual({ changed: 0 });
    expect(await find('tag:büro')).toEqual(['a.com', 'b.com']);
    expect(await find('tag:"Zwei wörter" tag:c2')).toEqual(['a.com']);
    expect(await find('tag:bü*')).toEqual(['a.com', 'b.com']);
    // A word anywhere finds tags too.
    expect(await find('wörter')).toEqual(['a.com', 'b.com']);
    const detail = await detailOf(store, 'a.com');
    expect(indicatorDetailSchema.parse(detail)).toEqual(detail);
    expect(detail).toMatchObject({
      tags: ['APT28', 'Büro', 'c2', 'zwei Wörter'],
      ownTags: [
        { name: 'Büro', by: 'ana', atMs: 10 },
        { name: 'zwei Wörter', by: 'ana', atMs: 10 },
      ],
      observationList: [{ tags: ['APT28', 'c2'] }],
    });
    const facets = await store.read('indicators.facets', { plan: plan() });
    expect(facets.tag).toEqual({ APT28: 1, Büro: 2, c2: 1, 'zwei Wörter': 2 });
    expect(await store.read('tags.known', null)).toEqual([
      { name: 'Büro', count: 2 },
      { name: 'zwei Wörter', count: 2 },
    ]);
  });

  it('carry a mark as those of vendors do', async () => {
    await change(['b.com'], { add: ['tlp:red'] });
    expect(await find('tlp:red')).toEqual(['b.com']);
    await change(['b.com'], { remove: ['TLP:RED'] });
    expect(await find('tlp:red')).toEqual([]);
  });

  it('take the spelling that the cache knows', async () => {
    await change(['b.com'], { add: ['apt28'] });
    expect(await detailOf(store, 'b.com')).toMatchObject({ tags: ['APT28'], ownTags: [{ name: 'APT28' }] });
    await change(['a.com'], { add: ['apt28'] });
    expect((await store.read('indicators.facets', { plan: plan() })).tag).toEqual({ APT28: 2, c2: 1 });
    // Taken off, the vendor's word still stands.
    await change(['a.com', 'b.com'], { remove: ['aPT28'] });
    expect(await find('tag:apt28')).toEqual(['a.com']);
    expect((await detailOf(store, 'a.com')).tagHistory).toEqual([
      { name: 'APT28', change: 'added', by: 'ana', atMs: 10 },
      { name: 'APT28', change: 'removed', by: 'ana', atMs: 10 },
    ]);
  });

  it('outlive every sync: records that change, lose their tags, are gone, or come back', async () => {
    await change(['a.com', 'b.com'], { add: ['mine'] });
    const sync = (records: Parameters<typeof record>[]) =>
      walk(store, [{ records: records.map((parts) => record(...parts)) }], { stream: 'all' });
    await sync([['a.com', { score: 90, tags: ['other'] }], ['b.com']]);
    expect(await detailOf(store, 'a.com')).toMatchObject({ score: 90, tags: ['mine', 'other'] });
    await sync([['a.com', { score: 90 }]]);
    expect(await detailOf(store, 'b.com')).toMatchObject({ tags: ['mine'], flags: ['gone'] });
    expect(await find('tag:mine is:gone')).toEqual(['b.com']);
    await sync([
      ['a.com', { score: 1 }],
      ['b.com', { tags: ['MINE', 'new'] }],
    ]);
    expect(await detailOf(store, 'b.com')).toMatchObject({ flags: [], tags: ['mine', 'new'] });
    expect(await find('tag:mine')).toEqual(['a.com', 'b.com']);
  });

  it('are taken back as a unit, but for what was changed since', async () => {
    await change(['a.com'], { add: ['old'] }, 5);
    await change(['a.com', 'b.com'], { add: ['x', 'y'], remove: ['old'] }, 20);
    await change(['b.com'], { remove: ['y'] }, 30);
    const revert = async (atMs: number) =>
      store.write('tags.revert', {
        ids: [...(await idsOf(['a.com', 'b.com'])), 999 as IndicatorId],
        tagging: { by: 'ana', atMs: 20 },
        by: 'bob',
        atMs,
      });
    expect(await revert(40)).toEqual({ restored: 2, kept: 1 });
    expect((await detailOf(store, 'a.com')).ownTags).toEqual([{ name: 'old', by: 'bob', atMs: 40 }]);
    expect((await detailOf(store, 'b.com')).ownTags).toEqual([]);
    expect(await find('tag:x')).toEqual([]);
    // Nothing of it is the last word any more.
    expect(await revert(50)).toEqual({ restored: 0, kept: 2 });
    expect((await detailOf(store, 'b.com')).tagHistory).toHaveLength(4);
  });

  it('make a derived indicator one that is shown, until they are taken off', async () => {
    const [sha256, md5] = ['a'.repeat(64), 'b'.repeat(32)];
    const derived = [{ type: 'md5', value: md5, relation: 'same_file' }] as const;
    await walk(store, [{ records: [record(sha256, { type: 'sha256', derived: [...derived] })] }]);
    expect(await find('type:md5')).toEqual([]);
    const { id } = await detailOf(store, md5, 'md5');
    const tag = (parts: { readonly add: readonly string[]; readonly remove: readonly string[] }) =>
      store.write('tags.change', { ids: [id], change: { ...parts, by: 'ana', atMs: 1 } });
    await tag({ add: ['loader'], remove: [] });
    expect(await find('type:md5 tag:loader')).toEqual([md5]);
    expect((await detailOf(store, md5, 'md5')).flags).toEqual([]);
    await tag({ add: [], remove: ['LOADER'] });
    expect(await find('type:md5')).toEqual([]);
    expect(await store.read('tags.known', null)).toEqual([]);
  });

  it('go along when an alias turns out to be another indicator', async () => {
    const [alias, url] = ['vt-url:abc', 'https://evil.example/x'];
    await walk(store, [{ records: [record(alias, { type: 'other', key: '1' })] }]);
    const ids = [(await detailOf(store, alias, 'other')).id];
    await store.write('tags.change', { ids, change: { add: ['seen'], remove: [], by: 'ana', atMs: 1 } });
    await walk(store, [{ records: [record(url, { type: 'url', key: '2', aliases: [alias], tags: ['t'] })] }]);
    expect(await detailOf(store, url, 'url')).toMatchObject({ tags: ['seen', 't'], ownTags: [{ name: 'seen' }] });
    expect(await find('tag:seen')).toEqual([url]);
  });

  it('are frozen with the indicator when it is put into a case', async () => {
    await change(['a.com'], { add: ['mine'] });
    const by = { by: 'ana', atMs: 11 };
    const { number } = await store.write('cases.create', {
      fields: { title: 'T', severity: 'low', tlp: 'amber', pap: 'amber', assignee: null, summary: null },
      ...by,
    });
    const ids = await idsOf(['a.com']);
    await store.write('cases.addIndicators', { number, ids, comment: null, role: null, ...by });
    await change(['a.com'], { remove: ['mine'] });
    const kept = await store.read('cases.indicator', { number, type: 'domain', value: 'a.com' });
    expect(kept).toMatchObject({ snapshot: { indicator: { tags: ['APT28', 'c2', 'mine'] } } });
  });

  it('are counted on what is asked for, and refused for more than fits an answer', async () => {
    await change(['a.com'], { add: ['one', 'both'] });
    await change(['b.com'], { add: ['both'] });
    expect(await store.read('tags.count', { ids: await idsOf(['a.com', 'b.com']) })).toEqual([
      { name: 'both', count: 2 },
      { name: 'one', count: 1 },
    ]);
    const tooMany = Array.from({ length: 5_001 }, (_, at) => at as IndicatorId);
    await expect(store.read('tags.count', { ids: tooMany })).rejects.toMatchObject({ code: 'input.tooLarge' });
  });

  it('are found again under every name that can be one, however nasty', async () => {
    const names = nastyValues.flatMap((value) => {
      const parsed = tagNameSchema.safeParse(value);
      return parsed.success ? [parsed.data] : [];
    });
    const keys = [...new Map(names.map((name) => [name.toLowerCase(), name])).values()];
    expect(keys.length).toBeGreaterThan(100);
    for (let start = 0; start < keys.length; start += 50)
      await change(['b.com'], { add: keys.slice(start, start + 50) });
    const { ownTags } = await detailOf(store, 'b.com');
    expect(ownTags.map(({ name }) => name).toSorted()).toEqual(keys.toSorted());
    for (const name of keys) {
      const where = { kind: 'word', field: 'tag', pattern: name } as const;
      expect(await valuesOf(store, plan(where)), JSON.stringify(name)).toContain('b.com');
    }
  });
});
