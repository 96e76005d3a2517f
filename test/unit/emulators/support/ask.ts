import type { Emulator } from '../../../emulators/kit/emulator.ts';

/** What came back; `body` is the parsed JSON, or the text when it is none. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // Tests look into bodies of many shapes; assertions check them.
  readonly body: ReturnType<typeof JSON.parse>;
}

/** How to ask; without `method` it is a GET. */
export interface Asking {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** One request to an emulator, redirects not followed. */
export async function ask(emulator: Pick<Emulator, 'url'>, path: string, asking: Asking = {}): Promise<Answer> {
  const response = await fetch(emulator.url + path, { redirect: 'manual', ...asking });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: parse(text) };
}

function parse(text: string): Answer['body'] {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
