import { findCutOff } from './support/cut-off.ts';
import { expect, test } from './support/fixtures.ts';
import { pasteText } from './support/paste-text.ts';
import { columnTexts, goTo, resultGrid, resultRows, search } from './support/workbench.ts';

test.use({ isSeeded: true });

for (const size of [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
]) {
  test(`at ${size.width}x${size.height} what is cut can be read in its tooltip, and no vendor or sign of order is cut`, async ({
    page,
  }) => {
    await page.setViewportSize(size);
    await search(page, 'sort:-last_seen');
    expect(await findCutOff(page)).toEqual([]);

    // All four vendors of an indicator stand in the look-up too.
    await search(page, 'vendor:(datadog AND crowdstrike AND threatgrid AND virustotal)');
    const values = (await columnTexts(page, 'value')).slice(0, 3).map((text) => /^[0-9a-z.:-]+/.exec(text)?.[0] ?? '');
    await resultGrid(page).press('Enter');
    await expect(page.getByRole('complementary', { name: 'Indicator' }).getByRole('tab').first()).toBeVisible();
    expect(await findCutOff(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await resultRows(page).first().click();
    await page.keyboard.press('c');
    await page.getByRole('dialog').getByLabel('Title').fill('A case about what all four vendors know');
    await page.keyboard.press('Enter');
    await expect(page.getByText(/added to CASE-0001/)).toBeVisible();

    await goTo(page, 'Lookup');
    await pasteText(page, `${values.join('\n')}\nnever-seen.badhost.net and setup.py`);
    await expect(page.getByRole('grid', { name: 'Candidates' }).getByText('Known').first()).toBeVisible();
    expect(await findCutOff(page)).toEqual([]);

    await goTo(page, 'Cases');
    expect(await findCutOff(page)).toEqual([]);
    await page.getByRole('button', { name: /^A case about/ }).click();
    await page.getByRole('grid', { name: 'Indicators of the case' }).waitFor();
    expect(await findCutOff(page)).toEqual([]);
    for (const screen of ['Sources', 'Settings'] as const) {
      await goTo(page, screen);
      expect(await findCutOff(page)).toEqual([]);
    }
  });
}
