/** How long an analyst waits while a sync stores pages at full speed. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { IndicatorId } from '#shared/model/ids.ts';
import { planOf } from '../search/measure-engine.ts';
import { makeKinds } from '../search/questions.ts';
import { type Feed, makeAnswers } from './feed.ts';

/** Decisions on one indicator each, and questions; of a hundred and fifty the second slowest is the 99th percentile. */
const decisions = 150;
/** Between two of them, milliseconds: not in step with the slices. */
const pausesMs = [3, 11, 7, 19, 5];
/** Steps of a sync that are made at a time, so that none has to be made while it is measured. */
const stepsAhead = 48;

/** Milliseconds of each; `pages` were stored meanwhile. */
export interface Waits {
  readonly idle: readonly number[];
  readonly syncing: readonly number[];
  readonly pages: number;
}

/** Triage decisions, each committed to the disk. */
export async function measureDecisions(feed: Feed, from: number): Promise<Waits & { readonly nextStep: number }> {
  const ids = await feed.store.read('indicators.searchIds', { plan: planOf(''), limit: decisions });
  const decide = (nth: number, note: string): Promise<unknown> => {
    const id: IndicatorId | undefined = ids[nth % ids.length];
    if (id === undefined) throw new Error('There is nothing to decide on.');
    const change = { state: 'reviewed' as const, note, by: 'bench', atMs: Date.now() };
    return feed.store.write('triage.append', { ids: [id], change });
  };
  const idle = await takeEach(
    (nth) => decide(nth, `before ${nth}`),
    () => false,
  );
  return measureBeside(feed, from, { idle, ask: (nth) => decide(nth, `during ${nth}`) });
}

/** First page and count of questions of every kind. */
export async function measureQuestions(
  feed: Feed,
  { from, size }: { from: number; size: number },
): Promise<Waits & { readonly nextStep: number }> {
  const perKind = Math.ceil(decisions / 9);
  const plans = makeKinds(size).flatMap(({ questions }) =>
    questions.filter((_, nth) => nth % Math.ceil(questions.length / perKind) === 0).map(({ query }) => planOf(query)),
  );
  const ask = async (nth: number): Promise<void> => {
    const plan = plans[nth % plans.length] ?? planOf('');
    await Promise.all([
      feed.store.read('indicators.count', { plan }),
      feed.store.read('indicators.search', { plan, offset: 0, limit: 100 }),
    ]);
  };
  for (let nth = 0; nth < 20; nth += 1) await ask(nth * 7);
  const idle = await takeEach(ask, () => false);
  return measureBeside(feed, from, { idle, ask });
}

async function measureBeside(
  feed: Feed,
  from: number,
  { idle, ask }: { readonly idle: readonly number[]; readonly ask: (nth: number) => Promise<unknown> },
): Promise<Waits & { readonly nextStep: number }> {
  const syncing: number[] = [];
  let step = from;
  let pages = 0;
  while (syncing.length < decisions) {
    const answers = makeAnswers(step, stepsAhead);
    step += stepsAhead;
    await feed.begin(false);
    let isOver = false;
    const done = syncing.length;
    const asking = takeEach(
      (nth) => ask(done + nth),
      () => isOver,
    );
    for (const answer of answers) await feed.ingest(answer);
    pages += answers.length;
    isOver = true;
    syncing.push(...(await asking));
    await feed.finish();
  }
  return { idle, syncing, pages, nextStep: step };
}

async function takeEach(ask: (nth: number) => Promise<unknown>, isOver: () => boolean): Promise<number[]> {
  const taken: number[] = [];
  while (taken.length < decisions && !isOver()) {
    await sleep(pausesMs[taken.length % pausesMs.length]);
    const startedMs = performance.now();
    await ask(taken.length);
    taken.push(performance.now() - startedMs);
  }
  return taken;
}
