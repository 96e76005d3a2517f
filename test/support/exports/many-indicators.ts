import { createHash } from 'node:crypto';
import { canonicaliseAs } from '#main/domain/canonicalise.ts';
import type { ReportIndicator } from '#main/exporters/report-model.ts';
import { indicatorIdSchema, observationIdSchema } from '#shared/model/ids.ts';
import { type IndicatorType, indicatorTypes, verdicts } from '#shared/model/vocabulary.ts';
import { makeReportIndicator } from '../report-models.ts';

const hash = (algorithm: string, index: number): string => createHash(algorithm).update(`file ${index}`).digest('hex');

const makers: Readonly<Record<IndicatorType, (index: number) => string>> = {
  ipv4: (index) => `198.${18 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}`,
  ipv6: (index) => `2001:db8::${(index + 1).toString(16)}`,
  cidr: (index) =>
    index % 2 === 0 ? `10.${(index >> 8) & 255}.${index & 255}.0/24` : `2001:db8:${index.toString(16)}::/48`,
  domain: (index) => (index % 3 === 0 ? `evil${index}.example` : `a${index}.bücher.example`),
  url: (index) =>
    index % 7 === 0 ? `http://e${index}.example/a|b^{c}` : `https://u@e${index}.example:8443/p?q=${index}&x='y'`,
  email: (index) => (index % 5 === 0 ? `jürgen${index}@evil.example` : `o'brien+${index}@evil.example`),
  md5: (index) => hash('md5', index),
  sha1: (index) => hash('sha1', index),
  sha256: (index) => hash('sha256', index),
  path: (index) =>
    [`C:\\Users\\o'b ${index}\\x.exe`, `/tmp/${index}/y`, `dropper${index}.exe`, `C:\\dir${index}\\`][index % 4] ?? '',
  registry_key: (index) => (index % 2 === 0 ? `HKLM\\Software\\X${index}\\it's` : `HKEY_CURRENT_USER\\Run${index}`),
  network_stream: (index) => `10.0.0.1:${1000 + (index % 50_000)}->198.51.100.${index % 200}:443`,
  user_agent: (index) => `Mozilla/5.0 (evil; "${index}") \\ 'x'`,
  other: (index) => `text number ${index}, fits nothing`,
};

/** Indicators of all types in the order of reports, with everything that can be absent sometimes absent; the same each time. */
export function makeManyIndicators(total: number): readonly ReportIndicator[] {
  const each = Math.ceil(total / indicatorTypes.length);
  const members = indicatorTypes.flatMap((type, rank) =>
    Array.from({ length: Math.min(each, total - rank * each) }, (_, index) => makeOne(type, index)),
  );
  const unique = new Map(members.map((member) => [`${member.indicator.type} ${member.indicator.value}`, member]));
  const ofType = Map.groupBy(unique.values(), ({ indicator }) => indicator.type);
  return indicatorTypes.flatMap((type) =>
    (ofType.get(type) ?? []).sort((a, b) => (a.indicator.value < b.indicator.value ? -1 : 1)),
  );
}

function makeOne(type: IndicatorType, index: number): ReportIndicator {
  const name = canonicaliseAs(type, makers[type](index));
  const firstSeenMs = index % 4 === 0 ? null : Date.UTC(2026, 9, 1 + (index % 28));
  const id = observationIdSchema.parse(index + 1);
  return makeReportIndicator(type, name.value, {
    indicator: {
      ...name,
      id: indicatorIdSchema.parse(index + 1),
      score: index % 6 === 0 ? null : index % 101,
      verdict: verdicts[index % verdicts.length] ?? 'unknown',
      firstSeenMs,
      lastSeenMs: index % 9 === 0 ? null : (firstSeenMs ?? 0) + 86_400_000,
      expiresAtMs: index % 3 === 0 ? Date.UTC(2027, 0, 1) : null,
      tags: index % 2 === 0 ? [] : ['loader', `it's "${index % 10}"\u0007`],
      flags: index % 11 === 0 ? ['listed'] : [],
    },
    observation: {
      id,
      ...(index % 3 === 0 ? { connection: 'DD', vendor: 'datadog' } : {}),
      vendorKey: `key-${index}`,
      vendorScore: index % 6 === 0 ? null : String(index % 101),
    },
    ...(index % 5 === 0 ? { observations: [] } : {}),
    role: index % 4 === 0 ? null : 'c2',
    comment: index % 3 === 0 ? null : `Seen on host ${index}\nand again`,
    relations: relationsOf(type, index),
  });
}

/** A record names the file by SHA-256, the others are reached from there, as vendors have it. */
function relationsOf(type: IndicatorType, index: number): ReportIndicator['relations'] {
  const id = indicatorIdSchema.parse(1);
  const sha256 = hash('sha256', index);
  if (index % 2 === 0) return [];
  if (type === 'md5' || type === 'sha1') return [{ kind: 'same_file', id, type: 'sha256', value: sha256 }];
  if (type === 'ipv4' || type === 'url') return [{ kind: 'seen_in_sample', id, type: 'sha256', value: sha256 }];
  if (type !== 'sha256') return [];
  return [
    { kind: 'same_file', id, type: 'md5', value: hash('md5', index) },
    { kind: 'same_file', id, type: 'sha1', value: hash('sha1', index) },
    { kind: 'seen_in_sample', id, type: 'ipv4', value: makers.ipv4(index) },
  ];
}
