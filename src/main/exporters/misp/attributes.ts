import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { canonicalJson } from '#main/domain/canonical-json.ts';
import type { CaseFile, CaseNote } from '#shared/model/case.ts';
import type { Observation } from '#shared/model/indicator.ts';
import { ownNamespace, uuidV5 } from '../identifiers.ts';
import { formatMoment } from '../moment.ts';
import type { ReportIndicator } from '../report-model.ts';
import { isHarmless } from '../selection.ts';
import { type AttributeKind, kindOf, plainText } from './attribute-kinds.ts';
import { foreignTags, type MispTag, ownTag } from './tags.ts';

/** An attribute of an event: every id, time and number is a string, flags are booleans. */
export interface MispAttribute {
  readonly uuid: string;
  readonly type: string;
  readonly category: string;
  readonly value: string;
  readonly to_ids: boolean;
  readonly comment: string;
  readonly timestamp: string;
  readonly distribution: '5';
  readonly sharing_group_id: '0';
  readonly deleted: false;
  readonly disable_correlation: false;
  readonly first_seen?: string;
  readonly last_seen?: string;
  readonly Tag?: readonly MispTag[];
}

/** What attributes of one event share. */
export interface EventFrame {
  readonly eventUuid: string;
  /** Epoch ms: what is expired by then is not for detection. */
  readonly dataStateAtMs: number;
  readonly includeHarmless: boolean;
  /** Triples that stand in the event already: (type, category, value) is unique. */
  readonly taken: Set<string>;
}

/** MISP's limit of a value, in UTF-8 bytes. */
const valueLimit = 65_535;

/** The attribute for an indicator; undefined where MISP can take none (an empty value, or one that stands there already). */
export function attributeOf(frame: EventFrame, member: ReportIndicator): MispAttribute | undefined {
  const { indicator } = member;
  const { kind, isSpelledOut } = place(frame, member);
  if (kind.value === '' || !take(frame, kind)) return undefined;
  return {
    ...common(frame, kind),
    to_ids: kind.isDetectable && isForDetection(frame, member),
    // A value that did not fit stands here, and nothing beside it.
    comment: isSpelledOut && kind.value !== indicator.value ? indicator.value : describeMember(member),
    timestamp: seconds(latestChange(member, frame.dataStateAtMs)),
    ...seen(member),
    ...withTags([
      ...foreignTags(indicator.tags),
      ...(isSpelledOut ? [ownTag('type', indicator.type)] : []),
      ...(kind.type.endsWith('|port') ? [ownTag('stream', indicator.value)] : []),
      ...(member.role === null ? [] : [ownTag('role', member.role)]),
      ownTag('verdict', indicator.verdict),
      ...(member.judgedBy === null ? [] : [ownTag('by', member.judgedBy)]),
      ...member.lists.map((title) => ownTag('listed', title)),
    ]),
  };
}

/** As MISP would have it, else as text under its own type: too long, or a second stream to the same place. */
function place(frame: EventFrame, { indicator }: ReportIndicator): { kind: AttributeKind; isSpelledOut: boolean } {
  const kind = kindOf(indicator);
  if (Buffer.byteLength(kind.value, 'utf8') > valueLimit) {
    return { kind: plainText(createHash('sha256').update(indicator.value, 'utf8').digest('hex')), isSpelledOut: true };
  }
  if (!frame.taken.has(tripleOf(kind))) {
    return { kind, isSpelledOut: kind.type === 'text' && indicator.type !== 'other' };
  }
  return { kind: plainText(indicator.value), isSpelledOut: true };
}

function tripleOf({ type, category, value }: AttributeKind): string {
  return `${type}\n${category}\n${value}`;
}

/** Only what can occur twice is remembered: other types have one value per indicator. */
function take({ taken }: EventFrame, kind: AttributeKind): boolean {
  const triple = tripleOf(kind);
  if (taken.has(triple)) return false;
  if (/\||text|comment|filename|regkey/.test(kind.type)) taken.add(triple);
  return true;
}

function common({ eventUuid }: EventFrame, { type, category, value }: AttributeKind) {
  return {
    uuid: uuidV5(ownNamespace, canonicalJson(['attribute', eventUuid, type, category, value])),
    type,
    category,
    value,
    distribution: '5',
    sharing_group_id: '0',
    deleted: false,
    disable_correlation: false,
  } as const;
}

function isForDetection({ dataStateAtMs, includeHarmless }: EventFrame, { indicator }: ReportIndicator): boolean {
  if (indicator.verdict !== 'malicious' && indicator.verdict !== 'suspicious') return false;
  const isExpired = indicator.expiresAtMs !== null && indicator.expiresAtMs <= dataStateAtMs;
  return !isExpired && !indicator.flags.includes('expired') && (includeHarmless || !isHarmless(indicator));
}

/** Where the vendors' part of a comment begins; what stands before it is the analyst's own. */
export const saidBy = 'Said by ';

function describeMember({ comment, observations }: ReportIndicator): string {
  const own = comment ?? '';
  if (observations.length === 0) return own.toWellFormed();
  const said = `${saidBy}${observations.map(describeRecord).join('; ')}`;
  return (own === '' ? said : `${own} | ${said}`).toWellFormed();
}

function describeRecord({ connection, vendorKey, vendorScore }: Observation): string {
  const score = vendorScore === null ? '' : ` with score ${vendorScore}`;
  return `${connection} as ${vendorKey}${score}`.replace(/\s+/g, ' ');
}

function latestChange({ indicator, observations, addedAtMs }: ReportIndicator, fallbackMs: number): number {
  const times = [addedAtMs ?? 0, indicator.triagedAtMs ?? 0, ...observations.map(({ fetchedAtMs }) => fetchedAtMs)];
  const latest = Math.max(...times);
  return latest > 0 ? latest : fallbackMs;
}

/** Epoch seconds as MISP writes them. */
export function seconds(atMs: number): string {
  return String(Math.floor(atMs / 1_000));
}

function seen({ indicator }: ReportIndicator): Pick<MispAttribute, 'first_seen' | 'last_seen'> {
  const first = formatMoment(indicator.firstSeenMs);
  const last = formatMoment(indicator.lastSeenMs);
  return {
    ...(first === undefined ? {} : { first_seen: first }),
    ...(last === undefined || (first !== undefined && last < first) ? {} : { last_seen: last }),
  };
}

function withTags(tags: readonly MispTag[]): Pick<MispAttribute, 'Tag'> {
  return tags.length === 0 ? {} : { Tag: tags };
}

/** A text of the case itself. */
export type CaseText = Pick<CaseNote, 'atMs' | 'text'>;

/** A text as an attribute; undefined when the same stands there already. */
export function commentAttribute(frame: EventFrame, note: CaseText, label: string): MispAttribute | undefined {
  const kind = { type: 'comment', category: 'Internal reference', value: note.text, isDetectable: false };
  if (kind.value === '' || Buffer.byteLength(kind.value, 'utf8') > valueLimit || !take(frame, kind)) return undefined;
  return { ...common(frame, kind), to_ids: false, comment: label.toWellFormed(), timestamp: seconds(note.atMs) };
}

/** A file of the case by its name and strongest hash; for eyes and for other MISP instances, as our importer reads the attachment. */
export function fileAttribute(frame: EventFrame, file: CaseFile): MispAttribute | undefined {
  // The bar is MISP's separator.
  const value = `${file.name.toWellFormed().replaceAll('|', '_')}|${file.sha256}`;
  const kind = { type: 'filename|sha256', category: 'Payload delivery', value, isDetectable: false };
  if (!take(frame, kind)) return undefined;
  const comment = `File of the case, ${file.sizeBytes} bytes, MD5 ${file.md5}, SHA-1 ${file.sha1}`;
  return {
    ...common(frame, kind),
    to_ids: false,
    comment,
    timestamp: seconds(file.addedAtMs),
    Tag: [ownTag('file', 'true')],
  };
}
