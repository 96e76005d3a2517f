/** A comparison of a STIX pattern, its literal decoded. */
export interface PatternComparison {
  readonly path: string;
  readonly operator: string;
  readonly literal: string | number;
}

/**
 * A small reader of the STIX pattern language, made from the specification and sharing nothing with the code under test:
 * one observation, comparisons joined by AND. @throws Error for anything else.
 */
export function parsePattern(text: string): readonly PatternComparison[] {
  const comparisons: PatternComparison[] = [];
  let at = 0;
  const take = (expression: RegExp): string => {
    expression.lastIndex = at;
    const found = expression.exec(text);
    if (found === null || found.index !== at) throw new Error(`${expression} expected at ${at} of ${text}`);
    at += found[0].length;
    return found[0];
  };
  take(/\[/y);
  for (;;) {
    const path = take(/[a-z0-9-]+:[a-z_]+(?:\.(?:[a-z_]+|'[^'\\]+'|MD5))*/y);
    const operator = take(/ (?:=|ISSUBSET) /y).trim();
    const literal = text[at] === "'" ? readText(take(/'(?:[^'\\]|\\['\\])*'/y)) : Number(take(/\d+/y));
    comparisons.push({ path, operator, literal });
    if (text[at] === ']') break;
    take(/ AND /y);
  }
  take(/\]/y);
  if (at !== text.length) throw new Error(`rest after the pattern: ${text.slice(at)}`);
  return comparisons;
}

function readText(quoted: string): string {
  let value = '';
  for (let index = 1; index < quoted.length - 1; index += 1) {
    if (quoted[index] === '\\') index += 1;
    value += quoted[index];
  }
  return value;
}
