import type { ReportModel } from './report-model.ts';

type Subject = Pick<ReportModel, 'case' | 'query'>;

/** What a file for machines is called: the case, the query as typed, or that somebody picked what is in it. */
export function titleOf({ case: report, query }: Subject): string {
  if (report !== null) return `${report.number} ${report.title}`;
  return query === null ? 'Indicators: picked by hand' : `Indicators: ${query || 'everything'}`;
}
