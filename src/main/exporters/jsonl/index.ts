import type { Exporter } from '../exporter.ts';
import { describeMember } from '../json/describe.ts';

/** One JSON object per line and indicator, as the JSON export writes it, with mark and case beside it. */
export const jsonl: Exporter = {
  id: 'jsonl',
  displayName: 'JSON Lines, one object per indicator',
  fileExtension: 'jsonl',
  audience: 'machines',
  scopes: ['case', 'query'],
  choices: [],
  async *render(model) {
    const common = { case: model.case?.number ?? null, tlp: model.tlp };
    for await (const member of model.indicators())
      yield `${JSON.stringify({ ...common, ...describeMember(member) })}\n`;
  },
};
