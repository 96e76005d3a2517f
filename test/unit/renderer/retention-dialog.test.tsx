// @vitest-environment happy-dom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, expect, it, vi } from 'vitest';
import { createClient } from '#shared/contract/client.ts';
import { AppError, toWireError } from '#shared/errors/app-error.ts';
import type { Connection } from '#shared/model/connection.ts';
import { ClientContext } from '../../../src/renderer/src/bridge/client-context.ts';
import { RetentionDialog } from '../../../src/renderer/src/features/sources/RetentionDialog.tsx';
import { createFakeWorkbench } from '../../support/fake-workbench/fake-workbench.ts';

Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true);

let root: Root | undefined;
afterEach(() => {
  act(() => root?.unmount());
  root = undefined;
  document.body.replaceChildren();
});

const shown = (): string => document.body.textContent ?? '';
const button = (name: RegExp): HTMLButtonElement | undefined =>
  [...document.querySelectorAll('button')].find((one) => name.test(one.textContent ?? ''));

async function until(isDone: () => boolean): Promise<void> {
  for (let turn = 0; turn < 1_000 && !isDone(); turn += 1)
    await act(async () => await new Promise((done) => setTimeout(done, 5)));
  expect(isDone(), shown()).toBe(true);
}

it('says how many records are left while they go, and lets the rest be stopped', async () => {
  let left = 5_000;
  let end: (() => void) | undefined;
  const sent: string[] = [];
  const fake = createFakeWorkbench({ scenario: 'full', theme: 'light', rows: 10, nowMs: Date.UTC(2026, 10, 21) });
  const transport = {
    ...fake,
    call: async (text: string) => {
      const { id, method } = JSON.parse(text) as { id: number; method: string };
      sent.push(method);
      const answer = (value: unknown) => JSON.stringify({ id, ok: true, value });
      if (method === 'connections.countDue') return answer({ records: left });
      if (method === 'calls.cancel') {
        end?.();
        return answer(null);
      }
      if (method !== 'connections.forgetDue') return fake.call(text);
      await new Promise<void>((done) => {
        end = done;
      });
      const stopped = new AppError(
        'internal.cancelled',
        'Stopped: 2000 records went; what else is due goes the next time.',
      );
      return JSON.stringify({ id, ok: false, error: toWireError(stopped) });
    },
  };
  const closed = vi.fn();
  const made = createRoot(document.body.appendChild(document.createElement('div')));
  root = made;
  const client = createClient(transport);
  const [first = expect.unreachable('No connection.')] = await client.call('connections.list', null);
  const connection: Connection = { ...first, retentionDays: 30 };
  await act(async () =>
    made.render(
      <ClientContext value={client}>
        <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
          <RetentionDialog connection={connection} onClose={closed} />
        </QueryClientProvider>
      </ClientContext>,
    ),
  );
  await until(() => button(/^Save and delete 5,000 now$/)?.disabled === false);
  await act(async () => button(/^Save and delete/)?.click());
  await until(() => shown().includes('Deleting; 5,000 records are left.'));
  left = 3_000;
  await until(() => shown().includes('Deleting; 3,000 records are left.'));
  await act(async () => button(/^Stop$/)?.click());
  await until(() => shown().includes('Stopped: 2000 records went'));
  expect(sent).toContain('calls.cancel');
  expect(closed).not.toHaveBeenCalled();
  expect(button(/^Cancel$/)).toBeDefined();
});
