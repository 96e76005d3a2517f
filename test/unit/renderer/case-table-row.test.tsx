// @vitest-environment happy-dom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { createClient } from '#shared/contract/client.ts';
import type { CaseIndicatorRow, CaseIndicatorState } from '#shared/model/case.ts';
import { indicatorIdSchema } from '#shared/model/ids.ts';
import type { IndicatorFlag } from '#shared/model/vocabulary.ts';
import { ClientContext } from '../../../src/renderer/src/bridge/client-context.ts';
import { CaseTableRow } from '../../../src/renderer/src/features/cases/CaseTableRow.tsx';
import { caseColumns } from '../../../src/renderer/src/features/cases/case-columns.ts';
import { createFakeWorkbench } from '../../support/fake-workbench/fake-workbench.ts';

const stateOf = (flags: IndicatorFlag[]): CaseIndicatorState => ({
  score: 80,
  severity: 'high',
  verdict: 'unknown',
  state: 'new',
  vendors: ['acme'],
  flags,
});

/** The value's cell of a row of a case's table. */
function drawValue(before: IndicatorFlag[], now: IndicatorFlag[]): Element | null {
  const row: CaseIndicatorRow = {
    id: indicatorIdSchema.parse(1),
    type: 'ipv4',
    value: '9.9.9.9',
    received: null,
    addedAtMs: 0,
    comment: null,
    role: null,
    otherCases: [],
    before: stateOf(before),
    now: stateOf(now),
  };
  const fake = createFakeWorkbench({ scenario: 'full', theme: 'light', rows: 1, nowMs: Date.UTC(2026, 10, 21) });
  const nothing = (): void => undefined;
  const box = document.createElement('div');
  box.innerHTML = renderToStaticMarkup(
    <QueryClientProvider client={new QueryClient()}>
      <ClientContext value={createClient(fake)}>
        <table>
          <tbody>
            <CaseTableRow
              {...{ columns: caseColumns, index: 0, top: 0, row, onPoint: nothing }}
              isCursor={false}
              isOpen={false}
            />
          </tbody>
        </table>
      </ClientContext>
    </QueryClientProvider>,
  );
  return box.querySelector('.cell-value');
}

it('marks a value of a case that stands on a list of harmless values, now or when it was added', () => {
  expect(drawValue([], [])?.textContent).toBe('9.9.9.9');
  expect(drawValue([], ['listed'])?.querySelector('.flag-listed')?.textContent).toBe('Listed');
  expect(drawValue(['listed'], ['listed'])?.querySelectorAll('.flag-listed')).toHaveLength(1);
  expect(drawValue(['listed'], ['expired'])?.querySelector('.flag-listed')?.textContent).toBe('Was listed');
});
