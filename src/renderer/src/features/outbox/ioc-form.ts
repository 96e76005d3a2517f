import { isQuiet } from './word-choices.ts';

/** What a Falcon indicator shall do; texts as typed. An empty one leaves a field as it is. */
export interface IocForm {
  readonly action: string;
  readonly severity: string;
  readonly platforms: readonly string[];
  readonly tags: string;
  /** `2026-12-31`. */
  readonly expiration: string;
  readonly description: string;
  readonly source: string;
  /** Ids; none: all hosts. */
  readonly hostGroups: string;
}

/** Nothing is changed. */
export const unchangedIoc: IocForm = {
  action: '',
  severity: '',
  platforms: [],
  tags: '',
  expiration: '',
  description: '',
  source: '',
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

/** The form as fields of a write; only those that were set. */
export function readIocForm(form: IocForm): Readonly<Record<string, unknown>> {
  const { action, severity, expiration } = form;
  const [tags, groups] = [wordsOf(form.tags), wordsOf(form.hostGroups)];
  return {
    ...(action === '' ? {} : { action }),
    ...(severity === '' || isQuiet(action) ? {} : { severity }),
    ...(form.platforms.length === 0 ? {} : { platforms: [...form.platforms] }),
    ...(tags.length === 0 ? {} : { tags }),
    ...(expiration === '' ? {} : { expiration: `${expiration}T00:00:00Z` }),
    ...(form.description.trim() === '' ? {} : { description: form.description.trim() }),
    ...(form.source.trim() === '' ? {} : { source: form.source.trim() }),
    ...(groups.length === 0 ? {} : { host_groups: groups, applied_globally: false }),
  };
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const listOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];

/** The other way; what the form has no field for is handed back as `kept`. */
export function fillIocForm(row: Readonly<Record<string, unknown>>): {
  readonly form: IocForm;
  readonly kept: Readonly<Record<string, unknown>>;
} {
  const { action, severity, platforms, tags, expiration, description, source, host_groups, ...kept } = row;
  return {
    form: {
      action: textOf(action),
      severity: textOf(severity),
      platforms: listOf(platforms),
      tags: listOf(tags).join(' '),
      expiration: textOf(expiration).slice(0, 10),
      description: textOf(description),
      source: textOf(source),
      hostGroups: listOf(host_groups).join(' '),
    },
    kept,
  };
}
