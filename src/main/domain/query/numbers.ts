import { queryError, quoteInMessage } from './query-error.ts';
import type { Located } from './times.ts';

/** Whole numbers, both included; null is open. */
export interface NumberRange {
  readonly min: number | null;
  readonly max: number | null;
}

const numberLook = /^[+-]?\d{1,15}(?:\.\d{1,15})?$/;

/** Reads `80`, `>=80`, `<80`, `50..80`, `50..`, `*` (any known). @throws AppError `input.invalid`. */
export function parseNumberRange({ text, offset }: Located): NumberRange {
  if (text === '*') return { min: null, max: null };
  const dots = text.indexOf('..');
  if (dots >= 0) return parseBetween({ text, offset }, dots);
  const operator = /^(?:[<>]=?|=)/.exec(text)?.[0] ?? '';
  const value = parseNumber({ text: text.slice(operator.length), offset: offset + operator.length });
  switch (operator) {
    case '>':
      return { min: Math.floor(value) + 1, max: null };
    case '>=':
      return { min: Math.ceil(value), max: null };
    case '<':
      return { min: null, max: Math.ceil(value) - 1 };
    case '<=':
      return { min: null, max: Math.floor(value) };
    default:
      return { min: Math.ceil(value), max: Math.floor(value) };
  }
}

function parseBetween({ text, offset }: Located, dots: number): NumberRange {
  const [from, to] = [text.slice(0, dots), text.slice(dots + 2)];
  if (from === '' && to === '') throw notANumber({ text, offset });
  const min = from === '' ? null : parseNumber({ text: from, offset });
  const max = to === '' ? null : parseNumber({ text: to, offset: offset + dots + 2 });
  if (min !== null && max !== null && min > max) {
    throw queryError(offset, 'The range ends before it begins.', `Write ${to}..${from}.`);
  }
  return { min: min === null ? null : Math.ceil(min), max: max === null ? null : Math.floor(max) };
}

function parseNumber(located: Located): number {
  if (!numberLook.test(located.text)) throw notANumber(located);
  return Number(located.text);
}

function notANumber({ text, offset }: Located): Error {
  const what = text === '' ? 'A number is missing.' : `${quoteInMessage(text)} is not a number.`;
  return queryError(offset, what, 'Examples: >=80, 50..80, <20.');
}
