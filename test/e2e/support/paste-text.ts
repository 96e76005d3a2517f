import type { Page } from '@playwright/test';

/** What Ctrl+V does; a headless browser has no clipboard of the system. */
export async function pasteText(page: Page, pasted: string): Promise<void> {
  await page.evaluate((content) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', content);
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, pasted);
}
