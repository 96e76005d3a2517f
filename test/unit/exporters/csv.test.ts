import { describe, expect, it } from 'vitest';
import { csv } from '#main/exporters/csv/index.ts';
import { csvObservations } from '#main/exporters/csv-observations/index.ts';
import type { ReportIndicator } from '#main/exporters/report-model.ts';
import { readCsv } from '../../support/exports/read-csv.ts';
import { joinChunks } from '../../support/join-chunks.ts';
import { nastyValues } from '../../support/nasty-values.ts';
import { makeReportIndicator, makeReportModel } from '../../support/report-models.ts';

const invisible = /^[\s\p{Cc}\p{Cf}]*/u;

describe('CSV', () => {
  const model = makeReportModel(
    nastyValues.map((text) =>
      makeReportIndicator('other', text, {
        indicator: { tags: [text] },
        comment: text,
        judgedBy: text,
        lists: [text],
        observation: { connection: text, vendorKey: text, vendorScore: text, action: text },
      }),
    ),
  );

  it.each([csv, csvObservations])('$id: one row each, and no field starts a formula', async (exporter) => {
    const rows = readCsv(await joinChunks(exporter.render(model, { defang: true })));
    expect(rows).toHaveLength(nastyValues.length + 1);
    expect(new Set(rows.map((row) => row.length))).toEqual(new Set([rows[0]?.length]));
    const exempt = new Set([
      'score',
      'confidence',
      'observations',
      'first_seen',
      'last_seen',
      'fetched_at',
      'gone_at',
      'data_state',
    ]);
    for (const row of rows.slice(1)) {
      row.forEach((field, index) => {
        if (exempt.has(rows[0]?.[index] ?? '')) return;
        expect(field.replace(invisible, '')).not.toMatch(/^[=+\-@|＝＋－＠]/u);
        expect(field).not.toMatch(/[\r\n\t]/);
      });
    }
  });

  it('keeps what is harmless to the letter, beside its defanged form', async () => {
    const one = makeReportModel([makeReportIndicator('domain', 'evil.example')]);
    const [header, row] = readCsv(await joinChunks(csv.render(one, { defang: true })));
    const record = Object.fromEntries((header ?? []).map((name, index) => [name, row?.[index]]));
    expect(record).toEqual({
      case: 'CASE-0001',
      tlp: 'amber+strict',
      type: 'domain',
      value: 'evil.example',
      defanged: 'evil[.]example',
      score: '95',
      severity: 'critical',
      verdict: 'malicious',
      state: 'reviewed',
      first_seen: '2026-11-19T12:00:00.000Z',
      last_seen: '2026-11-20T12:00:00.000Z',
      expires_at: '',
      vendors: 'crowdstrike',
      connections: 'Falcon EU',
      vendor_scores: 'Falcon EU: critical',
      vendor_keys: 'Falcon EU: k-1',
      tags: 'loader',
      listed: 'false',
      note: '',
      observations: '1',
      data_state: '2026-11-20T12:00:00.000Z',
    });
  });

  it.each([csv, csvObservations])('$id has the exact value beside the defanged one', async (exporter) => {
    const one = makeReportModel([makeReportIndicator('url', 'https://evil.example/a')]);
    const [header = [], row = []] = readCsv(await joinChunks(exporter.render(one, { defang: true })));
    expect(row[header.indexOf('value')]).toBe('https://evil.example/a');
    expect(row[header.indexOf('defanged')]).toBe('hxxps[://]evil[.]example/a');
  });

  it('starts with a byte order mark and ends each line with CRLF', async () => {
    const model = makeReportModel([makeReportIndicator('domain', 'evil.example')]);
    const text = await joinChunks(csv.render(model, { defang: true }));
    expect(text.startsWith('\uFEFF"case",')).toBe(true);
    expect(text.endsWith('\r\n')).toBe(true);
  });

  it('counts the indicators that no vendor has a record of, and writes no file of a head alone', async () => {
    const own = { ...makeReportIndicator('ipv4', '198.51.100.3'), observations: [] };
    let leftOut = 0;
    const write = (members: readonly ReportIndicator[]): Promise<string> => {
      leftOut = 0;
      const onLeftOut = (): void => {
        leftOut += 1;
      };
      return joinChunks(csvObservations.render(makeReportModel(members), { defang: true, onLeftOut }));
    };
    expect(readCsv(await write([own, makeReportIndicator('domain', 'evil.example'), own]))).toHaveLength(2);
    expect(leftOut).toBe(2);
    await expect(write([own])).rejects.toMatchObject({ code: 'state.notFound' });
    await expect(write([])).rejects.toMatchObject({ code: 'state.notFound' });
  });
});
