import { expect, it } from 'vitest';
import { exporters } from '#main/exporters/registry.ts';
import { nameFile } from '#main/services/exports/name-file.ts';
import { makeReportModel } from '../../support/report-models.ts';

const report = makeReportModel([]);
const list = { ...report, case: null };

it('names each format by a name of its own that every file system takes, whatever the title says', () => {
  const { case: found } = report;
  if (found === null) throw new Error('The model has a case.');
  const titled = { ...report, case: { ...found, title: '../../etc/passwd\u202E' } };
  for (const of of [titled, list]) {
    const names = exporters.map((exporter) => nameFile(of, exporter));
    for (const name of names)
      expect(name).toMatch(/^(?:CASE-\d{4}|indicators-\d{8}T\d{6}Z)(?:-[a-z0-9]+)?\.[a-z0-9]+$/);
    expect(new Set(names).size).toBe(names.length);
  }
});
