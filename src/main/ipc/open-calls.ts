/** The calls of a window that are being answered, by the number it gave them. */
export interface OpenCalls {
  /** Counts a call in until `done` is called. */
  begin(id: number): { readonly signal: AbortSignal; readonly done: () => void };
  /** The window no longer waits for a call; one that is answered already is no mistake. */
  cancel(id: number): void;
}

/** See {@link OpenCalls}. */
export function createOpenCalls(): OpenCalls {
  const calls = new Map<number, AbortController>();
  return {
    begin(id) {
      const controller = new AbortController();
      calls.set(id, controller);
      return {
        signal: controller.signal,
        // A reloaded window counts from 1 again: a call that has its number by now stays.
        done: () => {
          if (calls.get(id) === controller) calls.delete(id);
        },
      };
    },
    cancel(id) {
      calls.get(id)?.abort();
    },
  };
}
