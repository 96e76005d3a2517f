import { explanations } from '../errors/explanations.ts';
import type { FindingKind } from '../model/store-health.ts';

/** What a finding means to an analyst. A sentence or two each. */
interface FindingWords {
  readonly matter: string;
  /** What it does to what is shown. */
  readonly effect: string;
  /** What to do, at a terminal. */
  readonly nextStep: string;
}

export const findingWords: { readonly [Kind in FindingKind]: FindingWords } = {
  damaged: {
    matter: 'The database is damaged.',
    effect: 'Answers and exports may be wrong or incomplete until it is put right.',
    nextStep: explanations['storage.corrupt'].nextStep,
  },
  logCutShort: {
    matter: 'Some of what was stored last may be missing.',
    effect: 'Look whether your last decisions, notes and cases are there; a sync fetches again what vendors sent.',
    nextStep: 'Then run: sightline repair, which leaves a sound file as it is and ends this remark.',
  },
};
