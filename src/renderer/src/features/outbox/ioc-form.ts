import { isOptionalDay } from '../../text/time.ts';
import { isQuiet } from './word-choices.ts';

/**
 * What a Falcon indicator shall do; texts as typed. An empty one leaves a field as it is, null clears it, which Falcon documents for
 * these four fields of updates by id.
 */
export interface IocForm {
  readonly action: string;
  readonly mobileAction: string;
  readonly severity: string | null;
  readonly platforms: readonly string[];
  readonly tags: string;
  /** `2026-12-31`. */
  readonly expiration: string | null;
  readonly description: string | null;
  readonly source: string | null;
  /** Of a file that is known by its hash. */
  readonly fileName: string;
  /** Ids; none: all hosts. */
  readonly hostGroups: string;
}

/** Nothing is changed. */
export const unchangedIoc: IocForm = {
  action: '',
  mobileAction: '',
  severity: '',
  platforms: [],
  tags: '',
  expiration: '',
  description: '',
  source: '',
  fileName: '',
  hostGroups: '',
};

/** Watched everywhere, nothing blocked. */
export const newIoc: IocForm = {
  ...unchangedIoc,
  action: 'detect',
  severity: 'high',
  platforms: ['windows', 'mac', 'linux'],
};

const wordsOf = (text: string): readonly string[] => text.split(/[\s,]+/).filter((word) => word !== '');

/** A member that is set, cleared (null), or left out because nothing was typed. */
const member = (name: string, text: string | null): Readonly<Record<string, string | null>> =>
  text === null ? { [name]: null } : text.trim() === '' ? {} : { [name]: text.trim() };

/** The form as fields of a write; only those that were set. */
export function readIocForm(form: IocForm): Readonly<Record<string, unknown>> {
  const { action, severity, expiration } = form;
  const [tags, groups] = [wordsOf(form.tags), wordsOf(form.hostGroups)];
  const isTyped = expiration !== null && expiration !== '';
  return {
    ...member('action', action),
    ...member('mobile_action', form.mobileAction),
    ...(severity !== null && isQuiet(action) ? {} : member('severity', severity)),
    ...(form.platforms.length === 0 ? {} : { platforms: [...form.platforms] }),
    ...(tags.length === 0 ? {} : { tags }),
    ...member('expiration', isTyped ? `${expiration}T00:00:00Z` : expiration),
    ...member('description', form.description),
    ...member('source', form.source),
    ...(form.fileName.trim() === '' ? {} : { metadata: { filename: form.fileName.trim() } }),
    ...(groups.length === 0 ? {} : { host_groups: groups, applied_globally: false }),
  };
}

/** What Falcon would refuse of the form for sure; undefined when nothing is. */
export function findIocProblem(form: IocForm): string | undefined {
  const limits = [
    ['The description', form.description, 4_096],
    ['The source', form.source, 256],
    ['The file name', form.fileName, 1_024],
  ] as const;
  const long = limits.find(([, text, most]) => (text ?? '').trim().length > most);
  if (long !== undefined) return `${long[0]} has more than ${long[2]} characters.`;
  if (!isOptionalDay(form.expiration ?? '')) return 'The day of expiry is written as 2026-12-31.';
  const group = wordsOf(form.hostGroups).find((id) => !/^[0-9a-f]{32}$/i.test(id));
  return group === undefined ? undefined : 'A host group is named by its id of 32 hexadecimal digits.';
}

/** The fields that the form clears, in words. */
export function clearedFields({ severity, expiration, description, source }: IocForm): readonly string[] {
  return Object.entries({ severity, expiration, description, source }).flatMap(([name, value]) =>
    value === null ? [name] : [],
  );
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const textOrNull = (value: unknown): string | null => (value === null ? null : textOf(value));
const listOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
const fileNameOf = (value: unknown): string =>
  typeof value === 'object' && value !== null && 'filename' in value ? textOf(value.filename) : '';

/** The other way; what the form has no field for is handed back as `kept`. */
export function fillIocForm(row: Readonly<Record<string, unknown>>): {
  readonly form: IocForm;
  readonly kept: Readonly<Record<string, unknown>>;
} {
  const { action, mobile_action, severity, platforms, tags, metadata, host_groups, ...others } = row;
  const { expiration, description, source, ...kept } = others;
  return {
    form: {
      action: textOf(action),
      mobileAction: textOf(mobile_action),
      severity: textOrNull(severity),
      platforms: listOf(platforms),
      tags: listOf(tags).join(' '),
      expiration: textOrNull(expiration)?.slice(0, 10) ?? null,
      description: textOrNull(description),
      source: textOrNull(source),
      fileName: fileNameOf(metadata),
      hostGroups: listOf(host_groups).join(' '),
    },
    kept,
  };
}
