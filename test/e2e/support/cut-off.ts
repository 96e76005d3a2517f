import type { Page } from '@playwright/test';

/**
 * Texts of the screen that end outside the box that clips them and stand in no tooltip: nobody can read them whole. What can
 * be scrolled to is not meant.
 *
 * @returns for each its class and its text.
 */
export function findCutOff(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const clips = (element: Element): boolean => ['hidden', 'clip'].includes(getComputedStyle(element).overflowX);
    const scrolls = (element: Element): boolean => ['auto', 'scroll'].includes(getComputedStyle(element).overflowX);
    const isTold = (element: Element, text: string): boolean => {
      for (let at: Element | null = element; at !== null; at = at.parentElement) {
        const { title } = at as HTMLElement;
        // A tooltip tells the first 300 characters.
        if (title.includes(text.slice(0, 300)) && !at.matches('abbr')) return true;
      }
      return false;
    };
    const isCut = (element: Element, box: DOMRect): boolean => {
      for (let at: Element | null = element; at !== null; at = at.parentElement) {
        if (clips(at) && box.right > at.getBoundingClientRect().right + 1) return true;
        if (at !== element && scrolls(at)) return false;
      }
      return false;
    };
    const found: string[] = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
      const [text, element] = [node.textContent?.trim() ?? '', node.parentElement];
      if (text === '' || element === null || element.closest('.visually-hidden, svg, textarea') !== null) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const box = range.getBoundingClientRect();
      if (box.width === 0 || box.left >= innerWidth) continue;
      if (isCut(element, box) && !isTold(element, text)) found.push(`${element.className || element.tagName}: ${text}`);
    }
    return found;
  });
}
