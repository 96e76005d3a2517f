import { expect, it } from 'vitest';
import { exporters } from '#main/exporters/registry.ts';
import { reportSections } from '#shared/model/report.ts';
import { firstChoices, toInput } from '../../../src/renderer/src/features/exports/export-choices.ts';

const given = { scope: { case: 'CASE-0001' }, confirmedRed: false };
const formatOf = (id: string) => {
  const found = exporters.find((exporter) => exporter.id === id);
  if (found === undefined) throw new Error(`There is no format ${id}.`);
  const { displayName, fileExtension, audience, scopes, choices } = found;
  return { id, displayName, fileExtension, audience, scopes: [...scopes], choices: [...choices] };
};
const everything = {
  ...firstChoices,
  sections: ['summary', 'notes'] as const,
  template: 'Letter',
  includeRaw: true,
  types: ['domain'] as const,
  verdicts: ['malicious'] as const,
  includeHarmless: true,
  tlp1: true,
};

it('asks main only for what the format knows', () => {
  expect(toInput(everything, formatOf('csv'), given)).toEqual({
    ...given,
    format: 'csv',
    tlp: null,
    defang: true,
    includeRaw: false,
    includeHarmless: false,
    tlp1: false,
  });
  expect(toInput(everything, formatOf('txt'), given)).toMatchObject({ types: ['domain'], verdicts: ['malicious'] });
});

it('lets a template take the place of the sections', () => {
  const withTemplate = toInput(everything, formatOf('pdf'), given);
  expect(withTemplate).toMatchObject({ template: 'Letter' });
  expect(withTemplate).not.toHaveProperty('sections');
  expect(toInput({ ...everything, template: null }, formatOf('pdf'), given)).toMatchObject({
    sections: ['summary', 'notes'],
  });
});

it('does not name sections when all or none are chosen', () => {
  for (const sections of [reportSections, []]) {
    expect(toInput({ ...firstChoices, sections }, formatOf('html'), given)).not.toHaveProperty('sections');
  }
});
