import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** Serious and critical findings of axe, each with its first places; empty when there are none. */
export async function findBarriers(page: Page): Promise<readonly string[]> {
  // Legacy mode runs in this page alone; the other one opens a second page, which the shell closes.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, impact, nodes }) => {
      const places = nodes.slice(0, 3).map((node) => `${node.target.join(' ')} (${node.failureSummary ?? ''})`);
      return `${impact ?? ''} ${id}: ${places.join(' | ')}`;
    });
}
