import { expect, test } from './support/fixtures.ts';
import { columnTexts, detailPanel, goTo, resultGrid, resultRows, search } from './support/workbench.ts';

test.use({ isSeeded: true });

test('own entries are kept with reason and end, and mark what they speak of everywhere', async ({ page }) => {
  await search(page, 'type:domain -is:listed');
  const [cell = ''] = await columnTexts(page, 'value');
  const value = /^[a-z0-9.-]+/.exec(cell)?.[0] ?? '';
  await goTo(page, 'Settings');
  const own = page.getByRole('region', { name: 'Own allow-list' });
  await own.getByRole('button', { name: 'Trust a value…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Value').fill('no indicator at all');
  await dialog.getByLabel('Reason').fill('Our sandbox');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('alert')).toContainText('no indicator of a type that is known');
  await dialog.getByLabel('Value').fill(`*.${value}`);
  await dialog.getByLabel('Last day').fill('2099-12-31');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(own.getByRole('row').filter({ hasText: value })).toContainText('2099-12-31');
  await own.getByRole('button', { name: `Change ${value}` }).click();
  await dialog.getByLabel('Reason').fill('Our sandbox, ticket 12');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(own.getByRole('row')).toHaveCount(2);
  await expect(own).toContainText('ticket 12');

  await goTo(page, 'Explore');
  expect(await search(page, `value:${value} is:listed`)).toBe(1);
  await resultRows(page).first().locator('.flag-listed').hover();
  await expect(resultRows(page).first().locator('.flag-listed')).toHaveAttribute('title', /Own allow-list/);
  await resultGrid(page).focus();
  await page.keyboard.press('Enter');
  await expect(detailPanel(page)).toContainText('Listed as harmless: Own allow-list');

  await goTo(page, 'Settings');
  await own.getByRole('button', { name: `Remove ${value}` }).click();
  await expect(own.getByRole('table')).toHaveCount(0);
});

test('a newer list from a file is looked at before it is taken over, and what is no list is refused', async ({
  page,
}) => {
  await goTo(page, 'Settings');
  const lists = page.getByRole('region', { name: 'Benign lists' });
  await expect(lists.getByRole('row').filter({ hasText: 'IPv4 public DNS resolvers' })).toContainText('CC0');
  const give = async (name: string, content: unknown): Promise<void> => {
    const chooser = page.waitForEvent('filechooser');
    await lists.getByRole('button', { name: 'Take over from a file…' }).click();
    const buffer = Buffer.from(JSON.stringify(content));
    await (await chooser).setFiles({ name, mimeType: 'application/json', buffer });
  };
  await give('nothing.json', { hello: 'world' });
  await expect(lists.getByRole('alert')).toContainText('This is no MISP warning list.');
  const list = {
    name: 'List of known harmless <b>ranges</b>',
    version: 20_261_120,
    type: 'cidr',
    matching_attributes: ['ip-dst'],
    list: ['45.9.0.0/16', 'not a range'],
  };
  await give('our-ranges.json', list);
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('None of that name; it would be added.');
  await expect(dialog).toContainText('1 that do not fit');
  await dialog.getByRole('button', { name: 'Take over' }).click();
  const row = lists.getByRole('row').filter({ hasText: '<b>ranges</b>' });
  await expect(row).toContainText('file');
  await give('our-ranges.json', list);
  await expect(dialog).toContainText('nothing would change');
  await expect(dialog.getByRole('button', { name: 'Take over' })).toBeDisabled();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await lists.getByRole('button', { name: 'Remove our-ranges' }).click();
  await dialog.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(row).toHaveCount(0);
});
