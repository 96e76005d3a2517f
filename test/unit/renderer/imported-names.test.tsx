// @vitest-environment happy-dom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { createClient } from '#shared/contract/client.ts';
import { ClientContext } from '../../../src/renderer/src/bridge/client-context.ts';
import { useStreamNames, useStreamTitles } from '../../../src/renderer/src/bridge/use-stream-titles.ts';
import { namesOfVendors } from '../../../src/renderer/src/components/vendor-names.ts';
import { createFakeWorkbench } from '../../support/fake-workbench/fake-workbench.ts';

const among = ['import', 'acme'];

function Titles(): ReactElement {
  const title = useStreamTitles();
  const name = useStreamNames(among);
  return <>{[title('import', 'misp'), title('import', 'x'), title('acme', 'stix'), name('stix')].join(', ')}</>;
}

describe('records of imported files', () => {
  it('are of a vendor with a name for people', () => {
    const names = namesOfVendors([{ id: 'acme', displayName: 'Acme' }]);
    expect([...names]).toEqual([
      ['acme', 'Acme'],
      ['import', 'Imported file'],
    ]);
  });

  it('are of streams that are called after the format of the file, and of that vendor only', () => {
    const client = createClient(
      createFakeWorkbench({ scenario: 'full', theme: 'light', rows: 3, nowMs: Date.UTC(2026, 10, 21) }),
    );
    const text = renderToStaticMarkup(
      <QueryClientProvider client={new QueryClient()}>
        <ClientContext value={client}>
          <Titles />
        </ClientContext>
      </QueryClientProvider>,
    );
    expect(text).toBe('MISP event, x, stix, STIX');
  });
});
