import { readFileSync, writeFileSync } from 'node:fs';
import type { Experiment, Outcome } from './experiment.ts';

const marks = ['<!-- chaos -->', '<!-- /chaos -->'] as const;
const head = [
  'experiment',
  'harm',
  'trials',
  'hit',
  'lost',
  'different',
  'corrupt',
  'unnoticed',
  'slowest start, ms',
  'measured',
];
const hitColumn = 3;
const row = (cells: readonly (number | string)[]): string => `| ${cells.join(' | ')} |`;

/** The table of outcomes in a page of the documentation; what was not tried again keeps its row. */
export class ResultsPage {
  readonly #file: string;
  /** Cells by the name of the experiment. */
  readonly #rows = new Map<string, readonly string[]>();

  /** @throws Error for a page without the marks of the table. */
  constructor(file: string) {
    this.#file = file;
    for (const line of this.#split().table.split('\n')) {
      const cells = line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim());
      const [name] = cells;
      if (name !== undefined && cells.length === head.length) this.#rows.set(name, cells);
    }
  }

  /** Takes an outcome over and writes the page. @param order all experiments; rows of others are dropped. */
  write(
    { name, harm }: Experiment,
    outcome: Outcome,
    { order, place }: { order: readonly Experiment[]; place: string },
  ): void {
    const { trials, hits, lost, different, corrupt, unnoticed, slowestStartMs } = outcome;
    const numbers = [trials, hits, lost, different, corrupt, unnoticed, slowestStartMs];
    this.#rows.set(name, [name, harm, ...numbers.map(String), new Date().toISOString().slice(0, 10)]);
    const rows = order.flatMap((experiment) => {
      const cells = this.#rows.get(experiment.name);
      return cells === undefined ? [] : [cells];
    });
    const hitsOf = (ending: string): number =>
      rows.filter(([known]) => known?.endsWith(ending)).reduce((sum, cells) => sum + Number(cells[hitColumn]), 0);
    const kills = `${hitsOf(' killed')} kills at random moments in the middle of work, ${hitsOf(' killed at each point')} at named points`;
    const table = [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
    const { before, after } = this.#split();
    const measured = `Measured on ${place}: ${kills}.`;
    writeFileSync(this.#file, `${before}\n${measured}\n\n${table}\n${after}`);
  }

  #split(): { readonly before: string; readonly table: string; readonly after: string } {
    const text = readFileSync(this.#file, 'utf8');
    const [start, end] = [text.indexOf(marks[0]) + marks[0].length, text.indexOf(marks[1])];
    if (start < marks[0].length || end === -1) throw new Error('The page has lost the marks of its table.');
    return { before: text.slice(0, start), table: text.slice(start, end), after: text.slice(end) };
  }
}
