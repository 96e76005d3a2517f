import * as z from 'zod';

/** Row id of an indicator in this cache; stable for the life of the file, never shown as a name. */
export const indicatorIdSchema = z.number().int().positive().brand<'IndicatorId'>();
export type IndicatorId = z.infer<typeof indicatorIdSchema>;

/** Row id of an observation (one vendor record). */
export const observationIdSchema = z.number().int().positive().brand<'ObservationId'>();
export type ObservationId = z.infer<typeof observationIdSchema>;

/** Row id of an indicator's place in a case, with what was frozen of it. */
export const caseMemberIdSchema = z.number().int().positive().brand<'CaseMemberId'>();
export type CaseMemberId = z.infer<typeof caseMemberIdSchema>;

/** Id of a connection: random, also the account name in the keychain. */
export const connectionIdSchema = z
  .string()
  .regex(/^c-[0-9a-f]{16}$/, 'must be the id of a connection')
  .brand<'ConnectionId'>();
export type ConnectionId = z.infer<typeof connectionIdSchema>;

/** Case number as people say it, `CASE-0001`; four digits or more. */
export const caseNumberSchema = z
  .string()
  .regex(/^CASE-\d{4,9}$/, 'must read like CASE-0001')
  .brand<'CaseNumber'>();
export type CaseNumber = z.infer<typeof caseNumberSchema>;

/** Letters of any script with their marks, digits, and the punctuation of names; nothing that cannot be seen or turns the line. */
const namePattern = /^(?!.*\p{Default_Ignorable_Code_Point})[\p{L}\p{N}][\p{L}\p{M}\p{N} .,_'’·&()+-]*$/u;

/** Name of a connection as the analyst chose it: 1-64 characters, composed (NFC), unique without regard to case. */
export const connectionNameSchema = z
  .string()
  .trim()
  .normalize('NFC')
  .min(1)
  .max(64)
  .regex(
    namePattern,
    "must begin with a letter or digit and have letters, digits, blanks and . , _ ' · & ( ) + - only",
  );
