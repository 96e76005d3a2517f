/** What is measured inside the page, by its own clock: the driver's way there and back is in no figure. */
import type { Page } from 'playwright-core';

/** What scrolling was like. */
export interface Frames {
  /** Of each second. */
  readonly perSecond: readonly number[];
  /** The longest time between two frames, ms. */
  readonly longestMs: number;
  /** Frames in which a row in view had no content yet, part of all. */
  readonly waiting: number;
}

/** From the press of Enter to the frame that shows the answer, ms. @throws Error when none comes within 30 s. */
export async function timeQuery(page: Page, query: string): Promise<number> {
  const box = page.getByRole('combobox', { name: 'Search indicators' });
  await box.fill(query);
  const measured = page.evaluate(awaitAnswer, query);
  await box.press('Enter');
  return measured;
}

/** Scrolls by hand's speed through the first rows, then far below, then past many rows in each frame. */
export function findFrames(page: Page): Promise<Frames> {
  return page.evaluate(scrollThrough, [
    { from: 0, step: 30, frames: 180 },
    { from: 0.5, step: 120, frames: 180 },
    { from: 0.9, step: -1_200, frames: 180 },
  ]);
}

/** Runs in the page. */
function awaitAnswer(query: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const isAsked = (): boolean => {
      const address = decodeURIComponent(location.hash);
      return query === '' ? !address.includes('?q=') : address.endsWith(query);
    };
    const isShown = (): boolean =>
      document.querySelector('.result-grid.is-stale, [aria-busy="true"], .result-row.is-waiting') === null &&
      /\d/.test(document.querySelector('.toolbar-count')?.textContent ?? '');
    const watch = (pressedMs: number): void => {
      const look = (): void => {
        if (performance.now() - pressedMs > 30_000) reject(new Error(`No answer to ${query}.`));
        // Drawn now; the next frame begins when it is on the screen.
        else if (isAsked() && isShown()) requestAnimationFrame(() => resolve(performance.now() - pressedMs));
        else requestAnimationFrame(look);
      };
      // The frame of the key itself still shows the answer before.
      requestAnimationFrame(() => requestAnimationFrame(look));
    };
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Enter') return;
      document.removeEventListener('keydown', onKey, true);
      watch(event.timeStamp);
    };
    document.addEventListener('keydown', onKey, true);
  });
}

interface Stretch {
  /** Part of the whole height. */
  readonly from: number;
  /** CSS pixels per frame. */
  readonly step: number;
  readonly frames: number;
}

/** Runs in the page. */
async function scrollThrough(stretches: readonly Stretch[]): Promise<Frames> {
  const box = document.querySelector('[role=grid]')?.parentElement;
  if (box === null || box === undefined) throw new Error('No result to scroll.');
  const nextFrame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
  const gaps: number[] = [];
  let waiting = 0;
  for (const { from, step, frames } of stretches) {
    box.scrollTop = from * box.scrollHeight;
    for (let settle = 0; settle < 30; settle += 1) await nextFrame();
    let before = await nextFrame();
    for (let frame = 0; frame < frames; frame += 1) {
      box.scrollTop += step;
      const now = await nextFrame();
      gaps.push(now - before);
      before = now;
      if (document.querySelector('.result-row.is-waiting') !== null) waiting += 1;
    }
  }
  const perSecond: number[] = [];
  let [elapsed, counted] = [0, 0];
  for (const gap of gaps) {
    elapsed += gap;
    counted += 1;
    if (elapsed < 1_000) continue;
    perSecond.push((counted * 1_000) / elapsed);
    [elapsed, counted] = [0, 0];
  }
  return { perSecond, longestMs: Math.max(...gaps), waiting: waiting / gaps.length };
}
