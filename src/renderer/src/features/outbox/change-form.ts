/** The form of a queued change: what is typed, and the operation's input that it stands for. */
import {
  clearedFields,
  fillIocForm,
  findIocProblem,
  type IocForm,
  newIoc,
  readIocForm,
  unchangedIoc,
} from './ioc-form.ts';

/** Texts as typed. Which of them count is up to the operation. */
export interface ChangeForm {
  /** Values, ids or a single one, each on a line of its own. */
  readonly lines: string;
  readonly by: 'list' | 'filter';
  readonly filter: string;
  readonly type: string;
  readonly ioc: IocForm;
  readonly triageState: string;
  readonly comment: string;
  /** Members of an edited row that have no field here. */
  readonly kept: Readonly<Record<string, unknown>>;
  /** Members beside the rows that have no field here. */
  readonly beside: Readonly<Record<string, unknown>>;
}

/** Whether a write can go by filter, and whether it can go by anything else. */
export const waysOf: Readonly<Record<string, 'list' | 'filter' | 'both'>> = {
  indicator_update_v1: 'both',
  indicator_delete_v1: 'both',
  ioc_stream_delete: 'filter',
};

/** Whether a write says what Falcon indicators shall do. */
export function hasIocFields(operation: string): boolean {
  return operation === 'indicator_create_v1' || operation === 'indicator_update_v1';
}

/** A form to begin with. */
export function emptyForm(operation: string): ChangeForm {
  return {
    lines: '',
    by: waysOf[operation] === 'filter' ? 'filter' : 'list',
    filter: '',
    type: 'domain',
    ioc: operation === 'indicator_create_v1' ? newIoc : unchangedIoc,
    triageState: 'reviewed',
    comment: '',
    kept: {},
    beside: {},
  };
}

export type Input = Readonly<Record<string, unknown>>;

const linesOf = (text: string): readonly string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** @returns the input, or what is still missing. */
export function readChangeForm(
  operation: string,
  form: ChangeForm,
): { readonly input: Input } | { readonly problem: string } {
  const lines = linesOf(form.lines);
  const comment = form.comment.trim() === '' ? {} : { comment: form.comment.trim() };
  const around = { ...form.beside, ...comment };
  const isByFilter = form.by === 'filter';
  if (isByFilter && form.filter.trim() === '') return { problem: 'A filter is needed.' };
  if (!isByFilter && lines.length === 0) return { problem: 'At least one line is needed.' };
  const fields = { ...form.kept, ...readIocForm(form.ioc) };
  const problem = hasIocFields(operation) ? findIocProblem(form.ioc) : undefined;
  if (problem !== undefined) return { problem };
  switch (operation) {
    case 'indicator_create_v1':
      return { input: { ...around, indicators: lines.map((value) => createRow(form, fields, value)) } };
    case 'indicator_update_v1':
      if (Object.keys(fields).length === 0) return { problem: 'Nothing is changed yet.' };
      if (isByFilter && clearedFields(form.ioc).length > 0) return { problem: 'By filter nothing can be cleared.' };
      return isByFilter
        ? { input: { ...around, bulk_update: { ...fields, filter: form.filter.trim() } } }
        : { input: { ...around, indicators: lines.map((id) => ({ ...fields, id })) } };
    case 'indicator_delete_v1':
      return { input: isByFilter ? { ...around, filter: form.filter.trim() } : { ...around, ids: [...lines] } };
    case 'ioc_stream_delete':
      return { input: { ...form.beside, filter: form.filter.trim() } };
    case 'CreateIoCTriageState':
      return oneLine(lines, (indicator) => ({ ...form.beside, indicator, triage_state: form.triageState }));
    default:
      return oneLine(lines, (id) => ({ ...form.beside, id }));
  }
}

function createRow(form: ChangeForm, fields: Input, value: string): Input {
  const scope = 'host_groups' in fields ? {} : { applied_globally: true };
  return { ...scope, ...fields, type: form.type, value };
}

function oneLine(
  lines: readonly string[],
  make: (line: string) => Input,
): { readonly input: Input } | { readonly problem: string } {
  const [first = '', second] = lines;
  return second === undefined ? { input: make(first) } : { problem: 'One at a time, please.' };
}

const asInput = (value: unknown): Input =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Input) : {};
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The form that stands for a queued change. */
export function fillChangeForm(operation: string, change: Input): ChangeForm {
  const { indicators, bulk_update, ids, id, filter, indicator, triage_state, comment, ...beside } = change;
  const bulk = asInput(bulk_update);
  const row = asInput(Array.isArray(indicators) ? indicators[0] : bulk_update);
  const { id: rowId, type, value, filter: rowFilter, ...settings } = row;
  const { form: ioc, kept } = fillIocForm(settings);
  const isByFilter = filter !== undefined || 'filter' in bulk;
  const [line] = [value, rowId, indicator, id, Array.isArray(ids) ? ids[0] : undefined].filter(
    (one) => typeof one === 'string',
  );
  return {
    ...emptyForm(operation),
    lines: line ?? '',
    by: isByFilter ? 'filter' : 'list',
    filter: textOf(filter ?? rowFilter),
    type: textOf(type),
    ioc,
    triageState: textOf(triage_state) || 'reviewed',
    comment: textOf(comment),
    kept,
    beside,
  };
}
