import { escapeHtml } from '../html/escape.ts';

/** The browser sets these in a page of its own, without our style sheet; a size has to be given or nothing is seen. */
const line =
  'width:100%;margin:0 14mm;display:flex;justify-content:space-between;font:8px Arial,DejaVu Sans,sans-serif;color:#404854';

/** What heads each page: the case, and the mark. Our own words only. */
export function renderHeader(name: string, mark: string): string {
  return `<div style="${line}"><span>${escapeHtml(name)}</span><b style="color:#1c2127">${escapeHtml(mark)}</b></div>`;
}

/** What closes each page: the mark, what the report is, the page. The two classes are filled by the browser. */
export function renderFooter(mark: string, imprint: string): string {
  return (
    `<div style="${line}"><span><b style="color:#1c2127">${escapeHtml(mark)}</b> · ${escapeHtml(imprint)}</span>` +
    '<span>Page <span class="pageNumber"></span> of <span class="totalPages"></span></span></div>'
  );
}
