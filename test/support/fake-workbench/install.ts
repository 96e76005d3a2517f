import type { Transport } from '#shared/contract/client.ts';
import { createFakeWorkbench, type FakeOptions } from './fake-workbench.ts';

// Runs in the page before the window's own code; the script that opens the page puts the options there.
const page = globalThis as unknown as { readonly fakeOptions: FakeOptions; workbench?: Transport };
page.workbench = createFakeWorkbench(page.fakeOptions);
