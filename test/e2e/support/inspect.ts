import type { Page } from '@playwright/test';

/**
 * Looks at everything that is drawn: elements and attributes that only foreign markup could have made, a page that is wider or
 * higher than the window, characters that nobody sees or that turn text around, and text that ends without saying so.
 *
 * @returns what is wrong, each with its place; empty when nothing is.
 */
export function inspectPage(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const problems = new Map<string, string>();
    const note = (what: string, where: Element, which = ''): void => {
      const place = `${what}: ${placeOf(where)}`;
      if (!problems.has(place)) problems.set(place, which);
    };
    const unseen =
      /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\u115F\u1160\u3164\uFFA0]|\u034F|\u17B4|\u17B5|[\uFE00-\uFE0F]/u;
    const codes = (text: string): string =>
      [...text]
        .filter((character) => unseen.test(character))
        .map((character) => `U+${(character.codePointAt(0) ?? 0).toString(16)}`)
        .join(' ');
    const placeOf = (element: Element): string => {
      const names: string[] = [];
      for (let at: Element | null = element; at !== null && names.length < 5; at = at.parentElement) {
        names.unshift(at.localName + (typeof at.className === 'string' && at.className ? `.${at.className}` : ''));
      }
      return names.join(' > ');
    };

    const foreign =
      'iframe, frame, embed, object, applet, img, video, audio, source, base, math, template, marquee, a[href]';
    for (const element of document.querySelectorAll(foreign)) note('element', element);
    for (const element of document.querySelectorAll(
      'script:not([src]), body script, body style, body link, body meta',
    )) {
      note('element', element);
    }
    const acting = /^(?:on.+|href|xlink:href|src|srcset|srcdoc|action|formaction|background|ping|data)$/i;
    for (const element of document.body.querySelectorAll('*')) {
      for (const { name } of element.attributes) {
        if (acting.test(name)) note(`attribute ${name}`, element);
      }
    }

    const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement;
    if (scrollWidth > clientWidth) note('too wide', document.body, `by ${scrollWidth - clientWidth} px`);
    if (scrollHeight > clientHeight) note('too high', document.body, `by ${scrollHeight - clientHeight} px`);

    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const { parentElement: parent, nodeValue } = node;
      if (parent === null || nodeValue === null || ['body', 'textarea'].includes(parent.localName)) continue;
      const isBroken = /[\n\t]/.test(nodeValue) && getComputedStyle(parent).whiteSpace.startsWith('pre');
      const text = isBroken ? nodeValue.replace(/[\n\t]/g, '') : nodeValue;
      if (unseen.test(text)) note('unseen in text', parent, codes(text));
      // Letters that run from right to left turn what stands beside them unless they are isolated.
      if (/[\p{Script=Hebrew}\p{Script=Arabic}]/u.test(text) && parent.closest('bdi, pre, option, [dir]') === null) {
        note('from right to left, not isolated', parent);
      }
    }
    for (const element of document.body.querySelectorAll('[title], [aria-label], [placeholder], [aria-description]')) {
      for (const name of ['title', 'aria-label', 'placeholder', 'aria-description']) {
        const text = (element.getAttribute(name) ?? '').replace(/\n/g, '');
        if (unseen.test(text)) note(`unseen in ${name}`, element, codes(text));
      }
    }

    for (const text of document.body.querySelectorAll('.hostile-text')) {
      if (!text.checkVisibility()) continue;
      const { right, bottom } = text.getBoundingClientRect();
      let endsVisibly = false;
      for (let box = text.parentElement; box !== null; box = box.parentElement) {
        const style = getComputedStyle(box);
        if (/auto|scroll/.test(`${style.overflowX} ${style.overflowY}`)) break;
        endsVisibly ||= style.textOverflow === 'ellipsis' || style.webkitLineClamp !== 'none';
        if (endsVisibly) break;
        const edge = box.getBoundingClientRect();
        if (style.overflowX !== 'visible' && right > edge.right + 1) note('cut off at the side', text);
        if (style.overflowY !== 'visible' && bottom > edge.bottom + 1) note('cut off below', text);
      }
    }
    return [...problems].map(([place, which]) => `${place} ${which}`.trim());
  });
}
