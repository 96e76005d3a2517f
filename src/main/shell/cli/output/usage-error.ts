import { revealHidden } from '#shared/text/hidden-characters.ts';

/** Names under which people would try to pass a secret on a command line. */
const secretNames = /key|secret|token|password|passwd|client-?id|member-?cid/i;

const secretAdvice = `
  A secret is not taken from the command line: others can read it there, and the shell keeps it in its history.
  Type it when asked for it, or pass it on standard input with --secrets-stdin.`;

const queryAdvice = "\n  Put a query in quotes; one that starts with - follows --: sightline search -- '-type:domain'";

/** What is known of a command line that cannot be read. */
interface UsageContext {
  /** Commands that stand on their own: one that is looked for in a group is pointed to. */
  readonly commands: readonly string[];
  /** The words of the one that was meant; none where that is not known. */
  readonly words: readonly string[];
}

/**
 * The parser's own complaint in our words, with a next step and the code, as of all errors. What was typed is not repeated where it
 * may be a secret in the wrong place, and cannot steer the terminal. There is no entry in the log to refer to: nothing was begun,
 * and all there is to know is on the screen.
 */
export function describeUsageError(text: string, { commands, words }: UsageContext): string {
  const described = describeComplaint(text, commands);
  const nextStep = described.includes(' --help')
    ? ''
    : `  What it takes: ${['sightline', ...words, '--help'].join(' ')}\n`;
  return `${described}${nextStep}  (input.invalid)\n`;
}

function describeComplaint(text: string, commands: readonly string[]): string {
  const complaint = text.trim().replace(/^error: /, '');
  const excess = /^(too many arguments.*? but got \d+): .*$/s.exec(complaint);
  if (excess?.[1] !== undefined) return `sightline: ${excess[1]}.${adviceFor(complaint, excess[1])}\n`;
  const unknown = /^unknown option '(--?[^='\s]*)(=?).*?'(\n\(Did you mean .*\))?$/s.exec(complaint);
  if (unknown?.[1] !== undefined) {
    const [, name, equals = '', similar = ''] = unknown;
    const shown = `unknown option '${revealHidden(name)}${equals === '' ? '' : '=…'}'`;
    return `sightline: ${shown}${secretNames.test(name) ? secretAdvice : similar.replace('\n', '\n  ')}${adviceFor(complaint, name)}\n`;
  }
  const misplaced = /^unknown command '([a-z-]+)'/.exec(complaint)?.[1];
  if (misplaced !== undefined && commands.includes(misplaced))
    return `sightline: unknown command '${misplaced}'\n  It stands on its own: sightline ${misplaced} --help\n`;
  return `sightline: ${complaint.split('\n').map(revealHidden).join('\n  ')}\n`;
}

function adviceFor(complaint: string, shown: string): string {
  if (/^-[a-z]/i.test(shown) || /'(?:search|triage|export|add)'/.test(complaint)) return queryAdvice;
  return /'connect'/.test(complaint) ? secretAdvice : '';
}
