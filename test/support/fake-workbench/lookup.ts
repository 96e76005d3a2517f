import { buildSourceText } from '#main/documents/source-text.ts';
import { extract } from '#main/domain/extract/extract.ts';
import { createLookupDesk, type LookupDesk, type LookupProgress } from '#main/services/lookup-desk/lookup-desk.ts';
import type { LookupService } from '#main/services/lookup-service.ts';
import { createUploads, type Uploads } from '#main/services/uploads.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { reasonTexts } from '#shared/model/candidate.ts';
import type { IndicatorSummary } from '#shared/model/indicator.ts';
import type { LookupCandidate } from '#shared/model/lookup.ts';
import { makeDetail } from './indicators.ts';

function known(row: IndicatorSummary | undefined, all: readonly IndicatorSummary[]): LookupCandidate['known'] {
  if (row === undefined) return null;
  const opinions = makeDetail(row, all).observationList.map((one) => ({
    vendor: one.vendor,
    connection: one.connection,
    score: one.score,
    vendorScore: one.vendorScore,
    severity: one.severity,
    action: one.action,
    isBenign: one.benign,
    isLive: one.goneAtMs === null,
  }));
  return { summary: row, isSameFile: false, opinions };
}

/** Finds the candidates of a plain text and what the made-up rows say of them; other files are too much for a page. */
function createFakeLookup(rows: readonly IndicatorSummary[]): LookupService {
  const find = (type: string, value: string) => rows.find((row) => row.type === type && row.value === value);
  return {
    async look({ name, bytes }) {
      if (name.endsWith('.pdf')) throw new AppError('input.invalid', `${name}: The PDF is damaged.`);
      const text = new TextDecoder().decode(bytes);
      const all = new Map<string, LookupCandidate>();
      let [line, counted] = [1, 0];
      for (const found of extract(text)) {
        const { type, value, trap, start, end } = found;
        const summary = trap === null ? find(type, value) : undefined;
        const lists = /^(?:8\.8|google)/.test(value) ? ['IPv4 public DNS resolvers'] : [];
        const reason = trap ?? found.remark;
        line += text.slice(counted, start).split('\n').length - 1;
        counted = start;
        const place = {
          ...{ file: name, place: null, line, offset: start, start, end },
          ...{ context: text.slice(start, end), contextStart: 0, contextLength: end - start },
        };
        const before = all.get(`${type} ${value}`);
        all.set(`${type} ${value}`, {
          index: before?.index ?? all.size,
          type,
          value,
          input: before?.input ?? text.slice(start, end),
          status: trap !== null ? 'invalid' : summary !== undefined ? 'known' : lists.length > 0 ? 'listed' : 'unknown',
          reason: reason === null ? null : reasonTexts[reason],
          lists,
          known: known(summary, rows),
          occurrences: [...(before?.occurrences ?? []), place],
          total: (before?.total ?? 0) + 1,
        });
      }
      const piece = { text, offset: 0, line: 1, isOneLine: false, place: null, file: name };
      return { candidates: [...all.values()], notes: [], source: buildSourceText([piece]) };
    },
    tellAgain: async (candidates) => candidates,
    ensure: async (names) => names.flatMap(({ type, value }) => find(type, value)?.id ?? []),
  };
}

/** The desk of look-ups over made-up rows. */
export function createFakeDesk(
  rows: readonly IndicatorSummary[],
  tell: (progress: LookupProgress) => void,
): { readonly desk: LookupDesk; readonly uploads: Uploads } {
  const clock = { nowMs: Date.now, monotonicMs: () => performance.now(), sleep: async () => undefined };
  const uploads = createUploads();
  const desk = createLookupDesk({ lookup: createFakeLookup(rows), uploads, clock });
  desk.onProgress(tell);
  return { desk, uploads };
}
