import type { OperationDescription } from '#shared/model/operation.ts';

/** Texts as typed, by parameter; empty ones are not sent. */
export type OperationForm = Readonly<Record<string, string>>;

type Parameter = OperationDescription['parameters'][number];

/** The form as an operation's input, or what is still wrong with it. */
export function readOperationForm(
  { parameters }: OperationDescription,
  form: OperationForm,
): { readonly input: Record<string, unknown>; readonly problem: string | undefined } {
  const input: Record<string, unknown> = {};
  let problem: string | undefined;
  for (const parameter of parameters) {
    const text = (form[parameter.name] ?? '').trim();
    if (text === '') {
      if (parameter.required) problem ??= `${parameter.name} is needed`;
      continue;
    }
    const value = readValue(parameter, text);
    if (value === undefined) problem ??= `${parameter.name} is not valid`;
    else input[parameter.name] = value;
  }
  return { input, problem };
}

/** @returns undefined for text that does not convert. */
function readValue({ kind }: Parameter, text: string): unknown {
  switch (kind) {
    case 'boolean':
      return text === 'true';
    case 'integer':
      return /^-?\d{1,15}$/.test(text) ? Number(text) : undefined;
    case 'list':
      return text.startsWith('[') ? parseJson(text) : text.split(/[\s,]+/).filter((word) => word !== '');
    case 'object':
      return parseJson(text);
    default:
      return text;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
