import { buildDocument, describeReport } from '../document/build-document.ts';
import { describeTlp } from '../document/words.ts';
import type { Exporter } from '../exporter.ts';
import { renderPage } from '../html/index.ts';
import { finishPdf } from './finish.ts';
import { renderFooter, renderHeader } from './running.ts';

/** The HTML report on paper: the same page, set by the browser that the shell brings, tagged, with an outline. */
export const pdf: Exporter = {
  id: 'pdf',
  displayName: 'PDF report',
  fileExtension: 'pdf',
  audience: 'people',
  scopes: ['case', 'query'],
  choices: ['defang', 'sections', 'template'],
  render: (model, options) => renderPage(buildDocument(model, options), 'paper'),
  printing: {
    runningHeads(model) {
      const { name, tlp, imprint } = describeReport(model);
      const mark = describeTlp(tlp);
      return { header: renderHeader(name, mark), footer: renderFooter(mark, imprint) };
    },
    finish: finishPdf,
  },
};
