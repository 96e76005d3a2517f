import type { MethodInput } from '#shared/contract/methods.ts';
import type { VendorDescription } from '#shared/contract/schemas.ts';
import { describeProblem, findProblem } from '#shared/errors/read-input.ts';
import { accountSection } from '#shared/model/connection.ts';
import { connectionNameSchema } from '#shared/model/ids.ts';
import { foldName } from '#shared/text/fold-name.ts';
import type { WizardStep } from './wizard-steps.ts';

/** What the add form holds: everything as typed. */
export interface ConnectionForm {
  readonly name: string;
  readonly site: string;
  readonly baseUrl: string;
  readonly secret: Readonly<Record<string, string>>;
  readonly keepIn: 'keychain' | 'memory';
  /** Text of a PEM file that the connection is to trust; '' for none. */
  readonly authorities: string;
  /** `stream option` -> text. */
  readonly options: Readonly<Record<string, string>>;
}

/** What a form still lacks: field name -> what is wrong. */
export type FormProblems = Readonly<Record<string, string>>;

/** Of all problems those of fields that one step shows. */
export function problemsOf(step: WizardStep, problems: FormProblems): FormProblems {
  const isShown = (field: string): boolean =>
    step === 'streams' ? isOption(field) : step === 'account' && !isOption(field);
  return Object.fromEntries(Object.entries(problems).filter(([field]) => isShown(field)));
}

/** See {@link optionKey}. */
const isOption = (field: string): boolean => field.includes(' ');

type StreamOption = VendorDescription['streams'][number]['options'][number];

/** An empty form for a vendor. */
export function emptyForm(vendor: VendorDescription, takenNames: readonly string[]): ConnectionForm {
  const taken = takenNames.map(foldName);
  let name = vendor.id;
  for (let number = 2; taken.includes(foldName(name)); number += 1) name = `${vendor.id}-${number}`;
  return {
    name,
    site: vendor.sites[0]?.id ?? '',
    baseUrl: '',
    secret: {},
    keepIn: 'keychain',
    authorities: '',
    options: {},
  };
}

/** Everything of a vendor that takes options: its streams, then the account itself. */
export function optionSections(vendor: VendorDescription): VendorDescription['streams'] {
  const account = { id: accountSection, displayName: 'Account', options: vendor.accountOptions };
  return [...vendor.streams, account].filter(({ options }) => options.length > 0);
}

/** Key of an option in {@link ConnectionForm}. */
export const optionKey = (stream: string, option: string): string => `${stream} ${option}`;

/** Checks what can be checked without asking the vendor. */
export function findProblems(
  form: ConnectionForm,
  vendor: VendorDescription,
  takenNames: readonly string[],
): FormProblems {
  const problems: Record<string, string> = {};
  const problem = findProblem(connectionNameSchema, form.name);
  if (problem !== undefined) problems['name'] = describeProblem(problem, 'The name');
  else if (takenNames.some((taken) => foldName(taken) === foldName(form.name))) {
    problems['name'] = 'Another connection has this name.';
  }
  for (const field of vendor.credentialFields) {
    if (field.required && (form.secret[field.name] ?? '').trim() === '') problems[field.name] = 'Needed.';
  }
  for (const stream of optionSections(vendor)) {
    for (const option of stream.options) {
      const text = (form.options[optionKey(stream.id, option.name)] ?? '').trim();
      if (option.kind === 'integer' && text !== '' && !/^-?\d{1,15}$/.test(text)) {
        problems[optionKey(stream.id, option.name)] = 'A whole number.';
      }
    }
  }
  return problems;
}

function readOption(option: StreamOption, text: string): string | number | boolean {
  if (option.kind === 'integer') return Number(text);
  if (option.kind === 'boolean') return text === 'true';
  return text;
}

/** The form as the application takes it; options left empty are left to the vendor's default. */
export function toConnectionInput(form: ConnectionForm, vendor: VendorDescription): MethodInput<'connections.add'> {
  const options: Record<string, Record<string, string | number | boolean>> = {};
  for (const stream of optionSections(vendor)) {
    for (const option of stream.options) {
      const text = (form.options[optionKey(stream.id, option.name)] ?? '').trim();
      if (text === '') continue;
      options[stream.id] = { ...options[stream.id], [option.name]: readOption(option, text) };
    }
  }
  const secret = Object.fromEntries(
    Object.entries(form.secret)
      .map(([name, value]) => [name, value.trim()] as const)
      .filter(([, value]) => value !== ''),
  );
  return {
    name: form.name.trim(),
    vendor: vendor.id,
    site: form.site === '' ? null : form.site,
    baseUrl: form.baseUrl.trim() === '' ? null : form.baseUrl.trim(),
    options,
    secret,
    keepSecretIn: form.keepIn,
    ...(form.authorities === '' ? {} : { authorities: form.authorities }),
  };
}
