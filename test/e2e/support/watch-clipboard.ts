import type { Page } from '@playwright/test';

/**
 * A headless browser has no clipboard of the system: what would be put there is kept in the page.
 * @returns what reads the text that was copied last, empty before the first.
 */
export async function watchClipboard(page: Page): Promise<() => Promise<string>> {
  await page.evaluate(() => {
    const writeText = async (text: string): Promise<void> => {
      document.documentElement.dataset['copied'] = text;
    };
    Object.defineProperty(navigator, 'clipboard', { value: { writeText } });
  });
  return () => page.evaluate(() => document.documentElement.dataset['copied'] ?? '');
}
