// @vitest-environment happy-dom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { renderToStaticMarkup } from 'react-dom/server';
import { afterEach, describe, expect, it } from 'vitest';
import { type Client, createClient } from '#shared/contract/client.ts';
import type { Statement } from '#shared/model/statement.ts';
import { App } from '../../../src/renderer/src/app/App.tsx';
import { ClientContext } from '../../../src/renderer/src/bridge/client-context.ts';
import { StatementCell } from '../../../src/renderer/src/features/explore/StatementCell.tsx';
import type { RowStatements } from '../../../src/renderer/src/features/explore/use-statements.ts';
import { createFakeWorkbench } from '../../support/fake-workbench/fake-workbench.ts';

Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true);

const makeFake = () =>
  createFakeWorkbench({ scenario: 'full', theme: 'light', rows: 300, nowMs: Date.UTC(2026, 10, 21) });
const main = { vendor: 'acme', connection: 'Main' };
const second = { vendor: 'umbra', connection: 'Zweite' };
const statement = (part: Partial<Statement>): Statement => ({
  value: 'x',
  intent: null,
  by: [main],
  gone: false,
  ...part,
});

function draw(field: 'severity' | 'rule' | 'sources' | 'confidence', statements: RowStatements): HTMLElement {
  const client: Client = createClient(makeFake());
  const box = document.createElement('div');
  box.innerHTML = renderToStaticMarkup(
    <QueryClientProvider client={new QueryClient()}>
      <ClientContext value={client}>
        <StatementCell field={field} statements={statements} />
      </ClientContext>
    </QueryClientProvider>,
  );
  return box;
}

describe('the cell of what vendors say', () => {
  it('tells whose each statement is: in short in the cell, by connection in the tooltip', () => {
    const said = [statement({ value: 'high' }), statement({ value: 'low', by: [second], gone: true })];
    const cell = draw('severity', { severity: { said, more: 3 } });
    expect([...cell.querySelectorAll('.statement')].map((one) => one.textContent)).toEqual(['HighAC', 'LowgoneUM']);
    expect(cell.textContent).toContain('+3');
    expect(cell.querySelector('.ellipsis')?.getAttribute('title')).toBe('high: Main; low (gone): Zweite; 3 more');
  });

  it('names a vendor once whose accounts say the same', () => {
    const by = [main, { vendor: 'acme', connection: 'Other' }, second];
    const cell = draw('confidence', { confidence: { said: [statement({ value: 80, by })], more: 0 } });
    expect(cell.querySelector('.statement')?.textContent).toBe('80 %ACUM');
    expect(cell.querySelector('.ellipsis')?.getAttribute('title')).toBe('80 %: Main, Other, Zweite');
  });

  it('shows hostile text as text, with hidden characters marked in cell and tooltip', () => {
    const value = '<img src=x onerror=alert(1)>\u202Etxt.exe';
    const cell = draw('rule', { rule: { said: [statement({ value })], more: 0 } });
    expect(cell.querySelector('img')).toBeNull();
    expect(cell.querySelector('.hostile-mark')?.textContent).toContain('202E');
    expect(cell.querySelector('.ellipsis')?.getAttribute('title')).not.toContain('\u202E');
    expect(cell.textContent).toContain('<img src=x');
  });

  it('tells nothing said, not known yet and not readable apart', () => {
    expect(draw('rule', undefined).textContent).toBe('');
    expect(draw('rule', {}).textContent).toBe('–');
    expect(draw('rule', null).textContent).toBe('?');
  });
});

describe('what vendors say', () => {
  let root: Root | undefined;
  afterEach(() => {
    act(() => root?.unmount());
    root = undefined;
    window.localStorage.clear();
  });

  async function openWith(shown: Readonly<Record<string, boolean>>): Promise<readonly unknown[]> {
    window.localStorage.setItem('sightline.columns', JSON.stringify({ shown }));
    window.history.replaceState(null, '', '#/explore');
    const asked: unknown[] = [];
    let pages = 0;
    const fake = makeFake();
    const made = createRoot(document.body.appendChild(document.createElement('div')));
    root = made;
    const call = (text: string): Promise<string> => {
      const { method, input } = JSON.parse(text) as { method: string; input: unknown };
      if (method === 'indicators.search') pages += 1;
      if (method === 'indicators.statements') asked.push(input);
      return fake.call(text);
    };
    act(() => made.render(<App transport={{ ...fake, call }} />));
    for (let turn = 0; turn < 400 && (pages === 0 || document.querySelector('.result-grid') === null); turn += 1)
      await act(async () => await new Promise((done) => setTimeout(done, 5)));
    await act(async () => await new Promise((done) => setTimeout(done, 50)));
    return asked;
  }

  it('is asked for only when a column shows it', async () => {
    expect(await openWith({})).toEqual([]);
  });

  it('is asked for in the fields that are shown, for the rows around those in sight', async () => {
    const asked = (await openWith({ sources: true, asn: true, flags: true })) as {
      readonly ids: readonly number[];
      readonly fields: readonly string[];
    }[];
    expect(asked).toHaveLength(1);
    expect(asked[0]?.fields).toEqual(['sources', 'asn']);
    expect(asked[0]?.ids).toHaveLength(100);
  });
});
