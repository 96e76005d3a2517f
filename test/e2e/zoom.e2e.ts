import type { Locator, Page } from '@playwright/test';
import { expect, test } from './support/fixtures.ts';
import { detailPanel, goTo, resultGrid, search, searchBox } from './support/workbench.ts';

test.use({ isSeeded: true });

/** A window of 1280x800 at 200 %, in CSS pixels. */
const zoomed = { width: 640, height: 400 };

/** The page itself must not scroll: its parts do. */
async function expectNoOverflow(page: Page): Promise<void> {
  const { across, down } = await page.evaluate(() => {
    const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement;
    return { across: scrollWidth - clientWidth, down: scrollHeight - clientHeight };
  });
  expect({ across, down }).toEqual({ across: 0, down: 0 });
}

/** Scrolled to, as much of it lies in the window as can be pressed, and nothing lies on top of it. */
async function expectReachable(control: Locator): Promise<void> {
  await control.first().scrollIntoViewIfNeeded();
  await expect
    .poll(
      () =>
        control.first().evaluate((element) => {
          const { left, right, top, bottom } = element.getBoundingClientRect();
          const [x, y] = [
            (Math.max(left, 0) + Math.min(right, innerWidth)) / 2,
            (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2,
          ];
          const hit = document.elementFromPoint(x, y);
          const isHit = hit !== null && (element.contains(hit) || hit.contains(element));
          const seen = Math.min(right, innerWidth) - Math.max(left, 0);
          // What only a script can scroll to, no pointer reaches.
          for (let box = element.parentElement; box !== null; box = box.parentElement) {
            const { overflowX, overflowY } = getComputedStyle(box);
            if (overflowX === 'hidden' && box.scrollLeft > 0) return `cut off by .${box.className}`;
            if (overflowY === 'hidden' && box.scrollTop > 0) return `cut off by .${box.className}`;
          }
          return isHit && seen >= Math.min(right - left, 24) ? 'reachable' : `${x},${y}: ${hit?.className}`;
        }),
      { message: String(control) },
    )
    .toBe('reachable');
}

/** Every button of the screen. */
async function expectAllReachable(page: Page): Promise<void> {
  for (const control of await page.locator('main').getByRole('button').all()) {
    if (!(await control.isVisible())) continue;
    await expectReachable(control);
    const isCut = await control.evaluate(
      (button) => button.matches('.bp6-button') && button.scrollWidth > button.clientWidth,
    );
    expect(isCut, `${String(control)} is cut off`).toBe(false);
  }
}

const screens = ['Explore', 'Lookup', 'Cases', 'Outbox', 'Sources', 'Settings'] as const;

test('at 200 % every screen fits, and every way between them can be reached', async ({ page }) => {
  await page.setViewportSize(zoomed);
  const rail = page.getByRole('navigation', { name: 'Screens' });
  for (const screen of screens) {
    await test.step(screen, async () => {
      await rail.getByRole('button', { name: screen }).scrollIntoViewIfNeeded();
      await goTo(page, screen);
      await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
      await expectNoOverflow(page);
      for (const other of [...screens, 'Palette', 'Keys']) {
        await expectReachable(rail.getByRole('button', { name: other }));
      }
      await expectReachable(page.getByRole('button', { name: /^Messages/ }));
      await expectAllReachable(page);
    });
  }
});

test('at 200 % an indicator can be read and decided about', async ({ page }) => {
  await page.setViewportSize(zoomed);
  await search(page, 'vendor:(datadog AND virustotal)');
  await expectReachable(resultGrid(page).locator('tbody tr').first());
  await resultGrid(page).press('Enter');
  const panel = detailPanel(page);
  await expectNoOverflow(page);
  await expectReachable(panel.getByRole('button', { name: 'Close the panel' }));
  for (const name of ['Malicious', 'Reviewed', 'Add to case', 'Raw record']) {
    await expectReachable(panel.getByRole('button', { name }));
  }
  await expectReachable(panel.getByRole('tab', { name: /^Triage/ }));
  await panel.getByRole('button', { name: 'Close the panel' }).click();
  await expectReachable(searchBox(page));
  await resultGrid(page).press('c');
  const dialog = page.getByRole('dialog');
  await expectReachable(dialog.getByLabel('Title'));
  await expectReachable(dialog.getByRole('button', { name: 'Cancel' }));
  await expectNoOverflow(page);
});

test('at 200 % what has content fits too: a case, a look-up, comparisons of vendors', async ({ page }) => {
  await search(page, 'type:domain score:>=70');
  await resultGrid(page).press('c');
  await page
    .getByRole('dialog')
    .getByLabel('Title')
    .fill('A case with a title that needs more than one line at this size');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/added to CASE-0001/)).toBeVisible();
  await page.setViewportSize(zoomed);
  const places: readonly { readonly name: string; readonly open: () => Promise<unknown> }[] = [
    { name: 'cases', open: () => goTo(page, 'Cases') },
    {
      name: 'case',
      open: async () => {
        await page.getByRole('button', { name: /^A case with a title/ }).click();
        await page.getByRole('grid', { name: 'Indicators of the case' }).waitFor();
      },
    },
    {
      name: 'look-up',
      open: async () => {
        await goTo(page, 'Lookup');
        await page.getByRole('textbox').first().fill('198.51.100.7 evil.example');
        await page.getByRole('button', { name: /^Look up/ }).click();
        await page.getByRole('grid').first().waitFor();
      },
    },
    {
      name: 'overlap',
      open: async () => {
        await goTo(page, 'Sources');
        await page.getByRole('button', { name: 'Overlap of vendors' }).click();
        await page.getByRole('table').first().waitFor();
      },
    },
    {
      name: 'enforced and drifting',
      open: () => page.getByRole('button', { name: 'Enforced and drifting' }).click(),
    },
  ];
  for (const { name, open } of places) {
    await test.step(name, async () => {
      await open();
      await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
      await expectNoOverflow(page);
      await expectAllReachable(page);
    });
  }
});
