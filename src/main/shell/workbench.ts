/** The running application as a shell sees it: text in, text out, text that is pushed. */
export interface Workbench {
  /** Answers one request of the window; never rejects. */
  dispatch(text: string): Promise<string>;
  /** @returns a function that ends the subscription. */
  onEvent(listener: (text: string) => void): () => void;
  /** Commits what is open, ends threads and waits. */
  stop(): Promise<void>;
}
