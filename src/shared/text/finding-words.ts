import type { FindingKind } from '../model/store-health.ts';

/** What a finding means to an analyst: what is the matter, and what that does to what is shown. A sentence or two each. */
export const findingWords: { readonly [Kind in FindingKind]: { readonly matter: string; readonly effect: string } } = {
  damaged: {
    matter: 'The database is damaged.',
    effect: 'Answers and exports may be wrong or incomplete until it is put right.',
  },
  logCutShort: {
    matter: 'Some of what was stored last may be missing.',
    effect: 'Look whether your last decisions, notes and cases are there; a sync fetches again what vendors sent.',
  },
};
