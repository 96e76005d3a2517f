import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Scene } from './scenes.ts';

/** A theme of the window, brought about by what the system asks for. */
export type PictureTheme = 'light' | 'dark' | 'contrast';

/** How the pictures are taken. */
export interface Session {
  readonly page: Page;
  readonly scenes: readonly Scene[];
  readonly themes: readonly PictureTheme[];
  readonly sizes: readonly { readonly width: number; readonly height: number }[];
  readonly folder: string;
}

/** Takes a picture of each scene in each theme and size. @returns the names of the files. */
export async function photograph({ page, scenes, themes, sizes, folder }: Session): Promise<readonly string[]> {
  mkdirSync(folder, { recursive: true });
  const names: string[] = [];
  for (const size of sizes) {
    await page.setViewportSize(size);
    for (const theme of themes) {
      await page.emulateMedia({
        colorScheme: theme === 'light' ? 'light' : 'dark',
        contrast: theme === 'contrast' ? 'more' : 'no-preference',
        reducedMotion: 'reduce',
      });
      for (const scene of scenes) {
        await show(page, scene);
        const suffix = sizes.length === 1 ? '' : `-${size.width}x${size.height}`;
        const name = `${scene.name}-${theme}${suffix}.png`;
        await page.screenshot({ path: join(folder, name) });
        names.push(name);
      }
    }
  }
  return names;
}

async function show(page: Page, scene: Scene): Promise<void> {
  // From another place each time, so that nothing of the scene before stays open.
  await page.keyboard.press('Escape');
  await page.evaluate(() => {
    globalThis.location.hash = '#/settings';
  });
  await page.evaluate((fragment) => {
    globalThis.location.hash = fragment;
  }, scene.fragment);
  await settle(page);
  await scene.prepare?.(page);
  await settle(page);
}

/** Waits until nothing is loading and the fonts are there. */
async function settle(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelectorAll('[aria-busy="true"], .bp6-skeleton').length === 0);
  await page.evaluate(async () => {
    await document.fonts.ready;
  });
  await page.waitForTimeout(300);
}
