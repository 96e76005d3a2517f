import * as z from 'zod';
import { type FrozenMember, parseFrozen } from '#shared/public-json/frozen.ts';
import { ownMispAttachment } from '#shared/public-json/own-extension.ts';
import { parseCase, type TravellingCase } from '#shared/public-json/travelling-case.ts';
import type { MispAttribute } from './event.ts';

/** What our exporter put beside an attribute. */
export interface OwnMember {
  /** UUID of the attribute that stands for it; null where MISP can take none. */
  readonly attribute: string | null;
  readonly frozen: FrozenMember;
  readonly comment: string | null;
  readonly role: string | null;
  readonly addedAtMs: number | null;
  readonly judgedBy: string | null;
}

/** The attachment of an event of ours, read. */
export interface OwnAttachment {
  readonly case: TravellingCase;
  readonly members: readonly OwnMember[];
}

const memberSchema = z.strictObject({
  attribute: z.string().optional(),
  added_at_ms: z.number().int().optional(),
  comment: z.string().optional(),
  role: z.string().optional(),
  judged_by: z.string().optional(),
  /** Of the cache that it comes from; here others may name it. */
  lists: z.array(z.string()).optional(),
  frozen: z.unknown(),
});
const attachmentSchema = z.looseObject({
  format: z.literal('sightline-misp'),
  version: z.literal(1),
  case: z.unknown(),
  members: z.array(memberSchema),
});

/** Whether an attribute is the attachment of ours. */
export function isOwnAttachment({ type, value, data }: MispAttribute): boolean {
  return type === 'attachment' && value === ownMispAttachment.value && data !== null;
}

/** @returns undefined for one that no version of ours wrote: then the event is read like any other. */
export function readOwnAttachment({ data }: MispAttribute): OwnAttachment | undefined {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(data ?? '', 'base64')));
  } catch {
    return undefined;
  }
  const parsed = attachmentSchema.safeParse(json);
  const found = parsed.success ? parseCase(parsed.data.case) : undefined;
  if (!parsed.success || found === undefined) return undefined;
  const members = parsed.data.members.flatMap(({ attribute, added_at_ms, comment, role, judged_by, frozen }) => {
    const member = parseFrozen(frozen);
    if (member === undefined) return [];
    return [
      {
        attribute: attribute ?? null,
        frozen: member,
        comment: comment ?? null,
        role: role ?? null,
        addedAtMs: added_at_ms ?? null,
        judgedBy: judged_by ?? null,
      },
    ];
  });
  return members.length === parsed.data.members.length ? { case: found, members } : undefined;
}
