import { buildDocument } from '../document/build-document.ts';
import type { Exporter } from '../exporter.ts';
import { renderPage } from '../html/index.ts';
import { finishPdf } from './finish.ts';

/** The HTML report on paper: the same page, set by the browser that the shell brings, tagged, with an outline. */
export const pdf: Exporter = {
  id: 'pdf',
  displayName: 'PDF report',
  fileExtension: 'pdf',
  audience: 'people',
  scopes: ['case', 'query'],
  choices: ['defang', 'sections', 'template'],
  render: (model, options) => renderPage(buildDocument(model, options), 'paper'),
  printing: { finish: finishPdf },
};
