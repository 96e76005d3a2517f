import { canonicalJson } from '#main/domain/canonical-json.ts';
import { packFrozen } from '#shared/public-json/frozen.ts';
import { ownMispAttachment } from '#shared/public-json/own-extension.ts';
import { pack } from '#shared/public-json/packed.ts';
import { packCase } from '#shared/public-json/travelling-case.ts';
import { ownNamespace, uuidV5 } from '../identifiers.ts';
import { readAll } from '../read-all.ts';
import type { ReportCase, ReportModel } from '../report-model.ts';
import { attributeOf, type EventFrame, seconds } from './attributes.ts';

/** Bytes that become whole base64: a multiple of three. */
const pieceSize = 49_152;

/**
 * What MISP has no field for, as one attached file that our importer reads: fields, tasks and timeline of the case, and what it
 * froze of each indicator, by the UUID of its attribute. Written while the indicators are read a second time.
 *
 * @param frame as for the attributes, at its beginning: the same members get the same attributes.
 */
export async function* writeAttachment(
  model: ReportModel,
  frame: EventFrame,
  separator: string,
): AsyncIterable<string> {
  const { value, category } = ownMispAttachment;
  const head = {
    uuid: uuidV5(ownNamespace, canonicalJson(['attachment', frame.eventUuid])),
    type: 'attachment',
    category,
    value,
    to_ids: false,
    comment: 'What Sightline knows of this case beyond the attributes; read when the event is imported.',
    timestamp: seconds(model.dataStateAtMs),
    distribution: '5',
    sharing_group_id: '0',
    deleted: false,
    disable_correlation: true,
  };
  yield `${separator}${JSON.stringify(head).slice(0, -1)},"data":"`;
  yield* toBase64(writeContent(model, frame));
  yield '"}';
}

async function* writeContent(model: ReportModel, frame: EventFrame): AsyncIterable<string> {
  if (model.case === null) return;
  yield `{"format":"sightline-misp","version":1,"case":${JSON.stringify(await describeCase(model.case, model))},"members":[`;
  let separator = '\n';
  for await (const member of model.indicators()) {
    const { comment, role, addedAtMs, judgedBy, lists } = member;
    const attribute = attributeOf(frame, member)?.uuid ?? null;
    yield separator +
      JSON.stringify({ ...pack({ attribute, addedAtMs, comment, role, judgedBy, lists }), frozen: packFrozen(member) });
    separator = ',\n';
  }
  yield '\n]}\n';
}

async function describeCase({ noteCount: _counted, ...fields }: ReportCase, model: ReportModel) {
  const [notes, timeline] = [await readAll(model.notes()), await readAll(model.timeline())];
  return packCase({ ...fields, notes, timeline });
}

async function* toBase64(texts: AsyncIterable<string>): AsyncIterable<string> {
  let rest = Buffer.alloc(0);
  for await (const text of texts) {
    rest = Buffer.concat([rest, Buffer.from(text, 'utf8')]);
    const whole = rest.length - (rest.length % pieceSize);
    if (whole > 0) yield rest.toString('base64', 0, whole);
    rest = rest.subarray(whole);
  }
  if (rest.length > 0) yield rest.toString('base64');
}
