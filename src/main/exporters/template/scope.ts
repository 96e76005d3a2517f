import { AppError } from '#shared/errors/app-error.ts';
import { displayValue } from '#shared/model/indicator.ts';
import { describeTlp, describeType, describeWord } from '../document/words.ts';
import type { Writer } from '../document/writer.ts';
import { formatMoment } from '../moment.ts';
import type { ReportIndicator, ReportModel } from '../report-model.ts';

/** Most indicators that a template can go through itself: they are held in memory. Sections know no limit. */
const indicatorLimit = 5_000;

/**
 * What a template can name: plain data, texts defanged as chosen. Names are those of `docs/templates.md`.
 * @throws AppError `input.tooLarge` when the template goes through indicators and there are too many.
 */
export async function buildScope(
  model: ReportModel,
  write: Writer,
  wantsIndicators: boolean,
): Promise<Readonly<Record<string, unknown>>> {
  const text = (foreign: string | null): string | null => (foreign === null ? null : write.text(foreign).text);
  const report = model.case;
  return {
    tlp: describeTlp(model.tlp),
    tool: model.tool,
    author: text(model.author),
    data_state: formatMoment(model.dataStateAtMs) ?? null,
    query: text(model.query),
    counts: {
      total: model.counts.total,
      harmless: model.counts.harmless,
      left_out: model.leftOut,
      by_type: [...model.counts.byType].map(([type, count]) => ({ type, name: describeType(type), count })),
    },
    case: report && {
      number: report.number,
      title: text(report.title),
      status: describeWord(report.status),
      severity: describeWord(report.severity),
      verdict: report.verdict === null ? null : describeWord(report.verdict),
      pap: `PAP:${report.pap.toUpperCase()}`,
      assignee: text(report.assignee),
      summary: text(report.summary),
      opened: formatMoment(report.createdAtMs) ?? null,
      changed: formatMoment(report.updatedAtMs) ?? null,
      tasks: report.tasks.map(({ text: task, done }) => ({ text: text(task), done })),
    },
    sources: model.sources.map(({ connection, vendor, lastCompleteAtMs, complete }) => ({
      connection: text(connection),
      vendor: text(vendor),
      vendor_name: write.vendor(vendor).text,
      last_complete: formatMoment(lastCompleteAtMs) ?? null,
      complete,
    })),
    indicators: wantsIndicators ? await readIndicators(model, write) : [],
  };
}

async function readIndicators(model: ReportModel, write: Writer): Promise<readonly unknown[]> {
  if (model.counts.total > indicatorLimit) {
    throw new AppError('input.tooLarge', `A template goes through ${indicatorLimit} indicators at most.`, {
      suggestion: 'Use {% section indicators %}, which knows no limit, or export fewer.',
    });
  }
  const indicators: unknown[] = [];
  for await (const member of model.indicators()) indicators.push(describeIndicator(member, write));
  return indicators;
}

function describeIndicator(member: ReportIndicator, write: Writer): unknown {
  const { indicator, observations, comment, role, judgedBy, lists } = member;
  const text = (foreign: string | null): string | null => (foreign === null ? null : write.text(foreign).text);
  return {
    type: indicator.type,
    value: write.value(indicator.type, displayValue(indicator)).text,
    score: indicator.score,
    severity: describeWord(indicator.severity),
    verdict: describeWord(indicator.verdict),
    judged_by: text(judgedBy),
    judged: formatMoment(indicator.triagedAtMs) ?? null,
    first_seen: formatMoment(indicator.firstSeenMs) ?? null,
    last_seen: formatMoment(indicator.lastSeenMs) ?? null,
    vendors: indicator.vendors.map(text),
    vendor_names: indicator.vendors.map((vendor) => write.vendor(vendor).text),
    tags: indicator.tags.map(text),
    flags: [...indicator.flags],
    lists: lists.map(text),
    comment: text(comment),
    role: text(role),
    records: observations.map((one) => ({
      vendor: text(one.vendor),
      vendor_name: write.vendor(one.vendor).text,
      connection: text(one.connection),
      score: text(one.vendorScore),
      action: text(one.action),
      rule: text(one.rule),
      fetched: formatMoment(one.fetchedAtMs) ?? null,
    })),
  };
}
