import type { VendorModule } from '#main/vendors/vendor.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { findProblem, joinRule } from '#shared/errors/read-input.ts';
import { accountSection, type StreamOptions } from '#shared/model/connection.ts';
import { listParameters } from './stream-parameters.ts';

type OptionValue = string | number | boolean;

/** A part of a connection that takes options: one of its streams, or {@link accountSection}. */
type Section = Pick<VendorModule['streams'][number], 'id' | 'optionsSchema'>;

/** One option as given: for one stream, or, without a stream, for each that has the parameter. */
export interface OptionAssignment {
  readonly stream: string | null;
  readonly name: string;
  readonly value: string;
}

/**
 * Reads `[stream.]key=value`.
 * @throws AppError `input.invalid` when there is no `=` or no key.
 */
export function parseOptionText(text: string): OptionAssignment {
  const match = /^(?:([^.=]+)\.)?([^.=]+)=(.*)$/s.exec(text);
  const [, stream, name, value] = match ?? [];
  if (name === undefined || value === undefined) {
    throw new AppError('input.invalid', 'An option reads key=value or stream.key=value.');
  }
  return { stream: stream ?? null, name: name.trim(), value };
}

/**
 * Options of a connection out of single assignments, typed as the streams' schemas want them.
 * @throws AppError `input.invalid`: unknown stream or parameter, a secret's name, a value that does not fit.
 */
export function assignOptions(module: VendorModule, assignments: readonly OptionAssignment[]): StreamOptions {
  const options: Record<string, Record<string, OptionValue>> = {};
  for (const assignment of assignments) {
    for (const section of sectionsOf(module, assignment)) {
      options[section.id] = {
        ...options[section.id],
        [assignment.name]: convert(section, assignment.name, assignment.value),
      };
    }
  }
  return checkOptions(module, options);
}

/**
 * Holds options against the schemas of the streams; @returns them as given, without empty sections.
 * @throws AppError `input.invalid`, see {@link assignOptions}.
 */
export function checkOptions(module: VendorModule, options: StreamOptions): StreamOptions {
  const checked: StreamOptions = {};
  for (const [id, values] of Object.entries(options)) {
    const section = findSection(module, id);
    for (const name of Object.keys(values)) refuseSecret(module, name);
    const unknown = Object.keys(values).find((name) => !Object.hasOwn(section.optionsSchema.shape, name));
    if (unknown !== undefined) throw unknownParameter(unknown, [section]);
    const problem = findProblem(section.optionsSchema, values);
    if (problem !== undefined) {
      throw new AppError('input.invalid', joinRule(`Option ${[id, ...problem.path].join('.')}`, problem.rule));
    }
    if (Object.keys(values).length > 0) checked[id] = { ...values };
  }
  return checked;
}

function listSections(module: VendorModule): readonly Section[] {
  const { authOptionsSchema, streams } = module;
  return authOptionsSchema === undefined
    ? streams
    : [...streams, { id: accountSection, optionsSchema: authOptionsSchema }];
}

function findSection(module: VendorModule, id: string): Section {
  const sections = listSections(module);
  const found = sections.find((section) => section.id === id);
  if (found !== undefined) return found;
  throw new AppError('input.invalid', `${module.displayName} has no stream of that name.`, {
    suggestion: `One of: ${sections.map((section) => section.id).join(', ')}.`,
  });
}

function sectionsOf(module: VendorModule, assignment: OptionAssignment): readonly Section[] {
  refuseSecret(module, assignment.name);
  if (assignment.stream !== null) return [findSection(module, assignment.stream)];
  const sections = listSections(module);
  const taking = sections.filter(({ optionsSchema }) => Object.hasOwn(optionsSchema.shape, assignment.name));
  if (taking.length === 0) throw unknownParameter(assignment.name, sections);
  return taking;
}

/** Options are stored in the database and shown: a secret must never end up among them. */
function refuseSecret(module: VendorModule, name: string): void {
  const folded = name.toLowerCase().replaceAll(/[^a-z]/g, '');
  const names = [...module.credentialFields.map((field) => field.name.toLowerCase()), 'apikey', 'password', 'token'];
  if (names.includes(folded)) {
    throw new AppError('input.invalid', 'A secret cannot be given as an option.', {
      suggestion: 'Type it when asked for it, or pass it on standard input with --secrets-stdin.',
    });
  }
}

/** Text to the kind of value that the schema wants; what does not convert is left for the schema to refuse. */
function convert(section: Section, name: string, text: string): OptionValue {
  const kind = listParameters(section).find((parameter) => parameter.name === name)?.kind;
  if (kind === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  if (kind === 'integer' && /^-?\d{1,15}$/.test(text)) return Number(text);
  return text;
}

function unknownParameter(name: string, sections: readonly Section[]): AppError {
  const known = new Set(sections.flatMap(({ optionsSchema }) => Object.keys(optionsSchema.shape)));
  return new AppError('input.invalid', `There is no option "${name.slice(0, 64)}".`, {
    suggestion: `One of: ${[...known].join(', ')}.`,
  });
}
