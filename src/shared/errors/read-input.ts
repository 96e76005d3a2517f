import type * as z from 'zod';
import { AppError } from './app-error.ts';
import { explainIssue } from './issue-words.ts';

/** What does not fit in a value, in words for people; the value itself is not in it. */
export interface Problem {
  /** Where: the names on the way there, outermost first. Empty for the value as a whole. */
  readonly path: readonly string[];
  /** The end of a sentence that begins with the name: `must be at most 200`. */
  readonly rule: string;
}

/**
 * Holds what somebody gave against a schema: the one seam at which zod's findings become words of ours.
 *
 * @param subject what the sentence begins with where no field is to blame.
 * @throws AppError `input.invalid`: `title must not be empty.`
 */
export function readInput<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  subject = 'The input',
): z.output<Schema> {
  const parsed = schema.safeParse(value, { error: explainIssue });
  if (parsed.success) return parsed.data;
  throw new AppError('input.invalid', describeProblem(firstProblem(parsed.error.issues), subject));
}

/** The first thing that does not fit; undefined when all does. */
export function findProblem(schema: z.ZodType, value: unknown): Problem | undefined {
  const parsed = schema.safeParse(value, { error: explainIssue });
  return parsed.success ? undefined : firstProblem(parsed.error.issues);
}

/** One sentence: the innermost name, else the subject, and what is the matter. */
export function describeProblem({ path, rule }: Problem, subject: string): string {
  return joinRule(path.at(-1) ?? subject, rule);
}

/** A name and what is the matter with it. A schema's own words may also be a sentence by themselves; they stand behind a colon. */
export function joinRule(name: string, rule: string): string {
  const end = rule.endsWith('.') ? '' : '.';
  return `${name}${/^(?:must|is|has) /.test(rule) ? '' : ':'} ${rule}${end}`;
}

function firstProblem(issues: readonly z.core.$ZodIssue[]): Problem {
  const [issue] = issues;
  if (issue === undefined) return { path: [], rule: 'is not allowed' };
  const path = issue.path.filter((step) => typeof step === 'string');
  const inner = issue.code === 'invalid_union' ? nearest(issue.errors) : undefined;
  return inner === undefined ? { path, rule: issue.message } : { path: [...path, ...inner.path], rule: inner.rule };
}

/** Of several shapes that would do, the one that the value comes nearest to; of several kinds of value, all. */
function nearest(alternatives: readonly (readonly z.core.$ZodIssue[])[]): Problem | undefined {
  const [best, ...others] = alternatives
    .filter((issues) => issues.length > 0)
    .toSorted((left, right) => left.length - right.length);
  if (best === undefined) return undefined;
  const problem = firstProblem(best);
  const rules = [problem, ...others.map(firstProblem)];
  const areKinds = rules.every(({ path, rule }) => path.length === 0 && rule.startsWith('must be '));
  if (!areKinds) return problem;
  return { path: [], rule: `must be ${[...new Set(rules.map(({ rule }) => rule.slice(8)))].join(' or ')}` };
}
