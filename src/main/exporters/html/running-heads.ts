import type { ReportDocument } from '../document/document.ts';
import { describeTlp } from '../document/words.ts';

/**
 * What heads and closes each sheet of paper, as boxes in its margins: the case, the mark, what the report is, the page. The browser
 * fills them while it sets the pages; heads that it is given beside the page are a document of their own for each sheet.
 */
export function renderRunningHeads({ name, tlp, imprint }: Pick<ReportDocument, 'name' | 'tlp' | 'imprint'>): string {
  const mark = `content: ${quoteCss(describeTlp(tlp))}; font-weight: 700; color: #1c2127;`;
  return `@page {
  font: 8px/1 Arial, "DejaVu Sans", sans-serif; color: #404854;
  @top-left { content: ${quoteCss(name)}; }
  @top-right { ${mark} }
  @bottom-left { ${mark} }
  @bottom-center { content: ${quoteCss(imprint)}; }
  @bottom-right { content: "Page " counter(page) " of " counter(pages); }
}
`;
}

/** A string of a style sheet: whatever could end it, or the element around the sheet, stands as a number. */
function quoteCss(text: string): string {
  const safe = text.replace(/[^A-Za-z0-9 .:+_-]/gu, (character) => `\\${character.codePointAt(0)?.toString(16)} `);
  return `"${safe}"`;
}
