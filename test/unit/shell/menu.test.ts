import { describe, expect, it } from 'vitest';
import { describeMenu } from '../../../src/main/shell/electron/menu.ts';

describe.each(['linux', 'win32', 'darwin'] as const)('the menu on %s', (platform) => {
  it('has no reload, no developer tools and nothing that leads out', () => {
    const text = JSON.stringify(describeMenu(platform)).toLowerCase();
    for (const role of ['reload', 'toggledevtools', 'viewmenu', 'help', 'services', 'click'])
      expect(text).not.toContain(role);
    expect(text).toContain('editmenu');
  });
});
