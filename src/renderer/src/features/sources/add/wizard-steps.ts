/** The steps of connecting a vendor, after it has been chosen, with what each is called. */
export const wizardSteps = [
  { id: 'account', title: 'Account' },
  { id: 'test', title: 'Test' },
  { id: 'streams', title: 'Streams' },
  { id: 'schedule', title: 'Schedule' },
  { id: 'sync', title: 'First sync' },
] as const;
export type WizardStep = (typeof wizardSteps)[number]['id'];

/** The step before; undefined where there is no way back: at the first, and once the connection is there. */
export function stepBefore(step: WizardStep): WizardStep | undefined {
  if (step === 'sync') return undefined;
  return wizardSteps[wizardSteps.findIndex(({ id }) => id === step) - 1]?.id;
}
