// @vitest-environment happy-dom
import { act, useEffect } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, describe, expect, it } from 'vitest';
import { createClient } from '#shared/contract/client.ts';
import type { LookupOverview } from '#shared/contract/lookup-schemas.ts';
import { ClientContext } from '../../../src/renderer/src/bridge/client-context.ts';
import type { WindowFile } from '../../../src/renderer/src/bridge/send-file.ts';
import { type LookupRunner, useLookupRunner } from '../../../src/renderer/src/bridge/use-lookup.ts';

Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true);
const mebibyte = 1024 * 1024;

let root: Root | undefined;
afterEach(() => {
  act(() => root?.unmount());
  root = undefined;
});

function Probe(props: { readonly onRun: (run: LookupRunner['run']) => void }): null {
  const { run } = useLookupRunner();
  useEffect(() => props.onRun(run));
  return null;
}

/** A look-up as the window starts it, and the methods that it called. */
async function lookUp(files: readonly WindowFile[]) {
  const called: string[] = [];
  const client = createClient({
    call: async (text) => {
      const { id, method } = JSON.parse(text) as { id: number; method: string };
      called.push(method);
      const overview = { id: 1, names: [], counts: [], notes: ['what main passed over'], rowCount: 0 };
      const values: Record<string, unknown> = { 'files.open': { id: 1 }, 'files.append': null, 'lookup.run': overview };
      return JSON.stringify({ id, ok: true, value: values[method] });
    },
    onEvent: () => () => undefined,
  });
  let run: LookupRunner['run'] | undefined;
  const keep = (made: LookupRunner['run']): void => {
    run = made;
  };
  const made = createRoot(document.createElement('div'));
  root = made;
  await act(async () =>
    made.render(
      <ClientContext value={client}>
        <Probe onRun={keep} />
      </ClientContext>,
    ),
  );
  let outcome: LookupOverview | undefined;
  let error: unknown;
  await act(async () => {
    try {
      outcome = await run?.(files);
    } catch (caught) {
      error = caught;
    }
  });
  return { called, outcome, error };
}

const small: WindowFile = { name: 'mail.eml', content: new Blob(['evil.example']) };

/** A file of which only the size is asked. */
function large(name: string, sizeBytes: number): WindowFile {
  return { name, content: { size: sizeBytes } as Blob };
}

describe('files to be looked up together', () => {
  it('are sent but for the one that is too large, which is told before its turn would come', async () => {
    const { called, outcome, error } = await lookUp([small, large('image.dd', 64 * mebibyte + 1)]);
    expect(error).toBeUndefined();
    expect(called).toEqual(['files.open', 'files.append', 'lookup.run']);
    expect(outcome?.notes).toEqual(['image.dd: it is larger than 64 MiB.', 'what main passed over']);
  });

  it('are not sent where each is too large', async () => {
    const { called, error } = await lookUp([large('a', 200 * mebibyte), large('b', 65 * mebibyte)]);
    expect(error).toMatchObject({
      code: 'input.tooLarge',
      message: 'a: it is larger than 64 MiB. b: it is larger than 64 MiB.',
    });
    expect(called).toEqual([]);
  });

  it('are not sent where together they are more than can be held: the first would be gone before its turn', async () => {
    const { called, error } = await lookUp([small, ...['a', 'b', 'c', 'd'].map((name) => large(name, 64 * mebibyte))]);
    expect(error).toMatchObject({ code: 'input.tooLarge', message: 'The files are larger than 256 MiB together.' });
    expect(called).toEqual([]);
  });
});
