import { createHash } from 'node:crypto';
import {
  type BundleManifest,
  type BundleMember,
  bundleFormat,
  bundleManifest,
  bundleVersion,
  writeManifestText,
} from '#shared/model/bundle.ts';
import { publicFile, publicNote, publicTimelineEntry } from '#shared/public-json/case.ts';
import { publicMoment } from '#shared/public-json/moment.ts';
import { describeMember } from '../json/describe.ts';
import type { ReportCase, ReportModel } from '../report-model.ts';
import type { ZipPart } from '../zip.ts';

/** The members of a bundle, each read while it is packed; the manifest last, when all sizes and hashes are known. */
export function* listMembers(model: ReportModel): Generator<ZipPart> {
  const sealed: BundleManifest['members'] = [];
  for (const [name, chunks] of listContents(model)) yield { name, chunks: weigh(name, chunks, sealed) };
  yield { name: bundleManifest, chunks: writeManifest(sealed) };
}

function listContents(model: ReportModel): readonly (readonly [BundleMember, AsyncIterable<string>])[] {
  return [
    ['case.json', writeHead(model)],
    ['indicators.jsonl', writeLines(model.indicators(), (member) => describeMember({ ...member, raw: null }))],
    ['notes.jsonl', writeLines(model.notes(), publicNote)],
    ['timeline.jsonl', writeLines(model.timeline(), publicTimelineEntry)],
    ['records.jsonl', writeRecords(model)],
    ['evidence.jsonl', writeLines(model.evidence(), (evidence) => evidence)],
    ['audit.jsonl', writeAudit(model)],
  ];
}

async function* weigh(
  name: string,
  chunks: AsyncIterable<string>,
  sealed: BundleManifest['members'],
): AsyncGenerator<string> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  for await (const chunk of chunks) {
    hash.update(chunk, 'utf8');
    sizeBytes += Buffer.byteLength(chunk);
    yield chunk;
  }
  sealed.push({ name, sizeBytes, sha256: hash.digest('hex') });
}

async function* writeManifest(members: BundleManifest['members']): AsyncGenerator<string> {
  const seal = createHash('sha256').update(JSON.stringify(members)).digest('hex');
  yield writeManifestText({ format: bundleFormat, version: bundleVersion, members, seal });
}

async function* writeHead(model: ReportModel): AsyncGenerator<string> {
  const { tool, tlp, tlpRaised, leftOut, sources } = model;
  const head = {
    format: bundleFormat,
    version: bundleVersion,
    tool,
    dataStateAt: publicMoment(model.dataStateAtMs),
    tlp,
    tlpRaised,
    leftOut,
    sources: sources.map(({ lastCompleteAtMs, ...rest }) => ({
      ...rest,
      lastCompleteAt: publicMoment(lastCompleteAtMs),
    })),
    case: model.case === null ? null : describeCase(model.case),
  };
  yield `${JSON.stringify(head, undefined, 2)}\n`;
}

function describeCase({ createdAtMs, updatedAtMs, noteCount: _counted, files, ...fields }: ReportCase) {
  return {
    ...fields,
    files: files.map(publicFile),
    createdAt: publicMoment(createdAtMs),
    updatedAt: publicMoment(updatedAtMs),
  };
}

async function* writeLines<Item>(items: AsyncIterable<Item>, tell: (item: Item) => unknown): AsyncGenerator<string> {
  for await (const item of items) yield `${JSON.stringify(tell(item))}\n`;
}

/** Each distinct text once, under its hash, by which snapshots name it. */
async function* writeRecords(model: ReportModel): AsyncGenerator<string> {
  const written = new Set<string>();
  for await (const { observations, raw } of model.indicators()) {
    for (const { id, rawSha256 } of observations) {
      const text = raw?.get(id);
      if (text === undefined || written.has(rawSha256)) continue;
      written.add(rawSha256);
      yield `${JSON.stringify({ sha256: rawSha256, raw: text })}\n`;
    }
  }
}

/** The sealed text as it stands, so that its hash can be checked. */
async function* writeAudit(model: ReportModel): AsyncGenerator<string> {
  for await (const { sealed, hash } of model.account()) yield `{"entry":${sealed},"hash":"${hash}"}\n`;
}
