import { describe, expect, it } from 'vitest';
import { docx } from '#main/exporters/docx/index.ts';
import { html } from '#main/exporters/html/index.ts';
import { markdown } from '#main/exporters/markdown/index.ts';
import type { ReportModel } from '#main/exporters/report-model.ts';
import { joinChunks } from '../../support/join-chunks.ts';
import { nastyValues } from '../../support/nasty-values.ts';
import { makeReportIndicator, makeReportModel } from '../../support/report-models.ts';

const model = makeReportModel([
  makeReportIndicator('domain', 'evil.example', { comment: 'Seen | twice' }),
  makeReportIndicator('url', 'https://evil.example/a', { indicator: { score: 40, severity: 'medium' } }),
]);

const write = (template: string, of: ReportModel = model, format: typeof html = html): Promise<string> =>
  joinChunks(format.render(of, { defang: true, template }));
const main = async (template: string, of?: ReportModel): Promise<string> =>
  /<main>\n([\s\S]*)<\/main>/.exec(await write(template, of))?.[1] ?? '';

describe('templates', () => {
  it('write headings, paragraphs, lists and tables of the data', async () => {
    const page = await main(
      [
        '## To {{ case.assignee }}',
        'We looked at **{{ counts.total }}** indicators',
        'of {{ case.number }}.',
        '{% for one in indicators %}',
        '- {{ one.value }}: {{ one.severity | downcase }}{% endfor %}',
        '',
        '| Value | Why |',
        '| --- | --- |',
        '{% for one in indicators %}| {{ one.value }} | {{ one.comment | default: "none" }} |',
        '{% endfor %}',
      ].join('\n'),
    );
    expect(page).toContain('<h2>To <bdi>R. Example</bdi></h2>');
    expect(page).toContain('<p>We looked at **<bdi>2</bdi>** indicators of <bdi>CASE-0001</bdi>.</p>');
    expect(page).toContain('<li><bdi>evil[.]example</bdi>: <bdi>critical</bdi></li>');
    expect(page).toContain('<tr><td><bdi>evil[.]example</bdi></td><td><bdi>Seen | twice</bdi></td></tr>');
    expect(page).toContain('<td><bdi>hxxps[://]evil[.]example/a</bdi></td><td><bdi>none</bdi></td>');
  });

  it('get values and texts as the export writes them, defanged or not', async () => {
    const told = makeReportModel([
      makeReportIndicator('domain', 'evil.example', { comment: 'see https://evil.example/x' }),
    ]);
    const { case: report } = told;
    if (report === null) throw new Error('The model has a case.');
    const of = { ...told, case: { ...report, title: 'From https://evil.example/t' } };
    const template = '{{ case.title }} {{ indicators[0].value }} {{ indicators[0].comment }}';
    const fanged =
      '<bdi>From https://evil.example/t</bdi> <bdi>evil.example</bdi> <bdi>see https://evil.example/x</bdi>';
    expect(await joinChunks(html.render(of, { defang: false, template }))).toContain(fanged);
    const page = await main(template, of);
    expect(page).toContain('<bdi>evil[.]example</bdi>');
    expect(page).not.toMatch(/https:|evil\.example/);
  });

  it('get vendors by their names beside the ids that they always had', async () => {
    const foreign = makeReportIndicator('domain', 'a.example', {
      indicator: { vendors: ['crowdstrike', 'evil.example'] },
      observation: { vendor: 'evil.example' },
    });
    const page = await main(
      [
        '{{ sources[0].vendor }} is {{ sources[0].vendor_name }}',
        '',
        '{% for one in indicators %}',
        '- {{ one.vendors | join: "+" }} is {{ one.vendor_names | join: "+" }}',
        '- {{ one.records[0].vendor }} is {{ one.records[0].vendor_name }}{% endfor %}',
      ].join('\n'),
      makeReportModel([foreign]),
    );
    const lines = page.replaceAll(/<[^>]+>/g, '');
    expect(lines).toContain('crowdstrike is CrowdStrike Falcon');
    // What no vendor of this build is called is text of a file.
    expect(lines).toContain('crowdstrike+evil[.]example is CrowdStrike Falcon+evil[.]example');
    expect(lines).toContain('evil[.]example is evil[.]example');
  });

  it('put the report’s own sections where they want them, in every format', async () => {
    const template = '{% section sources %}\nOurs.\n{% section summary %}';
    expect([...(await write(template)).matchAll(/<h2>(.*?)<\/h2>/g)].map(([, text]) => text)).toEqual([
      'Sources',
      'Summary',
    ]);
    expect(await write(template, model, markdown)).toMatch(/## Sources[\s\S]*Ours\\\.[\s\S]*## Summary/);
    expect((await joinChunks(docx.render(model, { defang: true, template }))).length).toBeGreaterThan(1_000);
  });

  it('always stand between the marks', async () => {
    expect((await write('x')).match(/TLP:AMBER\+STRICT/g)?.length).toBeGreaterThanOrEqual(3);
  });

  it.each([html, markdown])('give the same bytes for the same case in $id', async (format) => {
    const template = '{% for one in indicators %}{{ one.value }} {% endfor %}{% section charts %}';
    const text = await write(template, model, format);
    expect(text.replaceAll('\\', '')).toContain('evil[.]example');
    expect(await write(template, model, format)).toBe(text);
  });

  it('never let data become markup, whatever it says and however it is passed on', async () => {
    const nasty = makeReportModel(
      nastyValues.map((text) =>
        makeReportIndicator('other', text.slice(0, 500), {
          comment: text.slice(0, 500),
          indicator: { tags: [text.slice(0, 100)] },
        }),
      ),
    );
    const page = await main(
      '{% for one in indicators %}{% capture said %}{{ one.comment }}{% endcapture %}{% assign up = one.value | upcase %}\n' +
        '{{ one.value }}\n\n{{ said }}\n\n- {{ up }}\n\n| {{ one.comment }} | {{ said }} |\n| {{ one.tags }} | {{ up | append: one.comment }} |\n{% endfor %}',
      nasty,
    );
    const tags = new Set([...page.matchAll(/<\/?([a-z0-9]+)/gi)].map(([, name]) => name));
    expect([...tags].sort()).toEqual(
      ['bdi', 'br', 'li', 'p', 'span', 'table', 'tbody', 'td', 'th', 'thead', 'tr', 'ul'].sort(),
    );
    expect(page.replaceAll('\n', '')).not.toMatch(/\p{Cc}|\p{Cf}|\p{Cs}|\p{Co}/u);
  });

  it.each([
    ['{% capture said %}{{ counts.total }}{% endcapture %}{{ said | append: indicators[0].comment }}'],
    ['{% capture said %}{{ counts.total }}{% endcapture %}{{ indicators[0].comment | append: said }}'],
    ['{% capture said %}{{ counts.total }}{% endcapture %}{{ said | concat: indicators[0].tags | join: said }}'],
  ])('keep data text beside what was printed before: %s', async (template) => {
    const text = 'x\n\n## Heading \u202E\n\n- item\n\n| a | b |';
    const page = await main(
      template,
      makeReportModel([makeReportIndicator('other', 'x', { comment: text, indicator: { tags: [text, text] } })]),
    );
    expect(page).not.toMatch(/<h2|<li|<table|\u202E/);
  });

  it('keep the markup of what was captured where it is printed as it is, and ask about its text', async () => {
    const page = await main(
      [
        '{% capture said %}## Of {{ case.number }}',
        '- item{% endcapture %}{% capture none %} {% endcapture %}',
        '{{ said }}',
        '',
        '{% if said contains "Of CASE" and said contains "item" %}has{% endif %}',
        '{% if said == blank or said == empty %}is blank{% endif %}{% if none == blank %}blank{% endif %}',
        '{{ said | size }} {{ said | split: "- " | last }}',
      ].join('\n'),
    );
    expect(page).toContain('<h2>Of <bdi>CASE-0001</bdi></h2>');
    expect(page).toContain('<ul><li>item</li></ul>');
    expect(page).toContain('<p>has blank <bdi>22</bdi> <bdi>item</bdi></p>');
  });

  it.each([
    ['{% if l == "high" and "high" == l and l != "low" %}yes{% endif %}'],
    ['{% if l > "hi" and l >= "high" and l < "low" and l <= "high" and "low" > l %}yes{% endif %}'],
    ['{% unless l == nil or l == empty or l > "high" or l < "high" %}yes{% endunless %}'],
    ['{% capture m %}high{% endcapture %}{% if l == m %}yes{% endif %}'],
    ['{% case l %}{% when "low" %}no{% when "high" %}yes{% endcase %}'],
    ['{% assign list = "low,high" | split: "," %}{% if list contains l %}yes{% endif %}'],
    ['{% if l.size == 4 %}yes{% endif %}'],
    ['{% for x in l %}{% if x == "high" %}yes{% endif %}{% endfor %}'],
  ])('know captured text as the text that it is: %s', async (template) => {
    expect(await main(`{% capture l %}high{% endcapture %}${template}`)).toBe('<p>yes</p>\n');
  });

  it('go through captured text as through one text, which stays what it was', async () => {
    const of = makeReportModel([makeReportIndicator('other', 'x', { comment: '## Heading' })]);
    const template =
      '{% capture l %}## Of {{ indicators[0].comment }}{% endcapture %}{% for x in l %}{{ x }}{% endfor %}';
    expect(await main(template, of)).toBe('<h2>Of <bdi>## Heading</bdi></h2>\n');
  });

  it.each(['page', 'constructor', '__proto__', 'length', 'toString', 'equals', 'first'])(
    'reach no %s of what was captured',
    async (name) => {
      await expect(
        main(`{% capture said %}x{{ case.number }}{% endcapture %}{{ said.${name} }}`),
      ).rejects.toMatchObject({
        code: 'input.invalid',
      });
    },
  );

  it('write HTML and links of their own as text', async () => {
    const page = await main(
      '<script>alert(1)</script> [x](https://evil.example/) <a href="https://evil.example">y</a>',
    );
    expect(page).not.toMatch(/<script|<a /);
    expect(page).toContain('&lt;script&gt;');
  });

  it('print nothing for what is no text, number or list', async () => {
    expect(await main('[{{ case }}{{ indicators[0] }}{{ indicators[0].role }}]')).toBe('<p>[]</p>\n');
  });

  it('know forged marks of places from their own', async () => {
    const forged = '\uE000x\uE001\n\uE002summary\n';
    const page = await main(
      '{{ indicators[0].comment }}\n\uE002summary',
      makeReportModel([makeReportIndicator('other', 'x', { comment: forged })]),
    );
    expect(page).not.toContain('Two laptops');
    expect(page).toContain('U+E002');
  });
});

describe('a template cannot', () => {
  it.each([
    ['read a file', '{% include "/etc/passwd" %}'],
    ['render another', "{% render '../x' %}"],
    ['take a layout', '{% layout "x" %}{% block a %}{% endblock %}'],
    ['make markup', '{% tablerow i in (1..2) %}x{% endtablerow %}'],
    ['name at length what is not there', `{{ ${'x'.repeat(1_000)} }}`],
    ['switch escaping off', '{{ case.title | raw }}'],
    ['ask the clock', "{{ 'now' | date: '%s' }}"],
    ['ask chance', '{{ indicators | sample }}'],
    ['name what is not there', '{{ process.env }}'],
    ['name a section that is not there', '{% section secrets %}'],
    ['stay open', '{% for one in indicators %}'],
    ['run for ever', '{% for i in (1..1000000000) %}x{% endfor %}'],
    ['run for ever in turns', '{% for i in (1..100000) %}{% for j in (1..100000) %}{{ j }}{% endfor %}{% endfor %}'],
    [
      'fill the memory',
      // Nothing is printed, and a text of so many characters can exist: only the count of what filters make ends it.
      '{% assign s = "xxxxxxxxxx" %}{% for i in (1..24) %}{% assign s = s | append: s %}{% endfor %}',
    ],
    [
      'fill the memory with what it captures',
      // Nothing is printed and no filter asked.
      `{% capture l %}${'x'.repeat(50)}{% endcapture %}{% for i in (1..20) %}{% capture l %}{{ l }}{{ l }}{% endcapture %}{% endfor %}`,
    ],
    [
      'fill the memory with captured data, which is kept with its marks and without',
      '{% capture l %}a{{ counts.total }}{% endcapture %}{% for i in (1..22) %}{% capture l %}{{ l }}{{ l }}{% endcapture %}{% endfor %}',
    ],
    [
      'fill the memory with blanks',
      `{% capture l %}${' '.repeat(50)}{% endcapture %}{% for i in (1..20) %}{% capture l %}{{ l }}{{ l }}{% endcapture %}{% endfor %}`,
    ],
    ['be endless', 'x'.repeat(70_000)],
    ['write without end', `{% for i in (1..500) %}${'x'.repeat(50_000)}{% endfor %}`],
  ])('%s', async (_what, template) => {
    await expect(write(template)).rejects.toMatchObject({
      code: 'input.invalid',
      message: expect.stringMatching(/^The template cannot be used: .{1,300}\.$/),
    });
  });

  it.each(['constructor', '__proto__', 'prototype', 'toString'])('reach %s', async (name) => {
    await expect(write(`{{ case.${name} }}`)).rejects.toMatchObject({ code: 'input.invalid' });
    await expect(write(`{{ case["${name}"] }}`)).rejects.toMatchObject({ code: 'input.invalid' });
  });

  it('go through more indicators than fit into memory, but can show them as a section', async () => {
    const many = makeReportModel(
      Array.from({ length: 5_001 }, (_, index) => makeReportIndicator('domain', `h${index}.example`)),
    );
    await expect(write('{% for one in indicators %}{% endfor %}', many)).rejects.toMatchObject({
      code: 'input.tooLarge',
    });
    expect(await write('{% section indicators %}', many)).toContain('h5000[.]example');
  });
});
