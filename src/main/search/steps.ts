/** Takes all steps of what could be interrupted, without pauses. */
export function takeAll<Result>(steps: Generator<void, Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
