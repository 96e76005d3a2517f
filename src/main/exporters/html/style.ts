/**
 * The report's only style sheet, allowed by its hash. Made for paper first: the mark is repeated on each page, rows are not
 * torn, nothing depends on colour alone.
 */
export const reportStyle = `
@page { size: A4 landscape; margin: 18mm 14mm 16mm; }
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 24px 28px 40px; max-width: 1180px; background: #fff; color: #1c2127;
  font: 14px/1.5 system-ui, "Segoe UI", "Helvetica Neue", "DejaVu Sans", sans-serif; }
.banner { display: inline-block; padding: 2px 10px; border: 1px solid #1c2127; border-radius: 3px; background: #000;
  font: 700 13px/1.6 ui-monospace, "DejaVu Sans Mono", monospace; letter-spacing: 0.04em; }
.clear { color: #fff; } .green { color: #33ff00; } .amber { color: #ffc000; } .red { color: #ff6b6b; }
header { border-bottom: 2px solid #1c2127; padding-bottom: 14px; margin-bottom: 8px; }
footer { border-top: 1px solid #8f99a8; margin-top: 32px; padding-top: 12px; }
h1 { font-size: 26px; line-height: 1.25; margin: 12px 0 6px; overflow-wrap: anywhere; }
h2 { font-size: 18px; margin: 28px 0 8px; padding-bottom: 3px; border-bottom: 1px solid #c5cbd3; break-after: avoid; }
h3 { font-size: 14px; margin: 18px 0 6px; break-after: avoid; }
h4, h5, h6 { font-size: 13px; margin: 12px 0 4px; max-width: 85ch; break-after: avoid; overflow-wrap: anywhere; }
h5, h6 { color: #404854; } h6 { font-weight: 400; }
p { margin: 6px 0; max-width: 85ch; overflow-wrap: anywhere; }
.imprint { color: #404854; font-size: 12px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 3px 18px; margin: 6px 0; }
dt { color: #404854; } dd { margin: 0; overflow-wrap: anywhere; }
ul { margin: 6px 0; padding-left: 20px; }
ol { margin: 6px 0; padding-left: 28px; }
li > p, li > ul, li > ol { margin: 2px 0; } li { overflow-wrap: anywhere; }
blockquote { margin: 8px 0; padding: 1px 0 1px 12px; border-left: 3px solid #c5cbd3; color: #404854; }
pre { margin: 8px 0; padding: 8px 10px; border: 1px solid #dce0e5; white-space: pre-wrap; overflow-wrap: anywhere; }
hr { margin: 12px 0; border: 0; border-top: 1px solid #c5cbd3; }
table { width: 100%; border-collapse: collapse; margin: 4px 0 12px; font-size: 12px; }
thead { display: table-header-group; }
th { text-align: left; color: #404854; font-weight: 600; border-bottom: 1.5px solid #5f6b7c; padding: 4px 10px 4px 0; }
td { vertical-align: top; border-bottom: 1px solid #dce0e5; padding: 4px 10px 4px 0; overflow-wrap: break-word; }
.indicators { table-layout: fixed; }
.indicators th { width: 7.5%; }
.indicators th:first-child { width: 24%; }
.indicators th:nth-child(3) { width: 13%; }
.indicators th:nth-child(5), .indicators th:nth-child(6) { width: 10.5%; }
.indicators th:nth-child(7) { width: 12.5%; }
.indicators th:last-child { width: 14.5%; }
tr { break-inside: avoid; }
code, .value { font: 12px/1.45 ui-monospace, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
table { font-variant-numeric: tabular-nums; }
.moment, .whole { white-space: nowrap; } .moment wbr { white-space: normal; }
.relations { table-layout: fixed; }
.relations th { width: 42%; } .relations th:nth-child(2) { width: 16%; }
.timeline td:first-child { white-space: nowrap; width: 190px; }
.provenance { table-layout: fixed; }
.provenance th:first-child { width: 30%; } .provenance th:nth-child(2) { width: 17%; }
.provenance th:nth-child(4) { width: 13%; } .provenance th:last-child { width: 13%; }
.chart { margin: 8px 0 16px; break-inside: avoid; }
figcaption { font-weight: 600; margin-bottom: 4px; }
.beside { display: flex; gap: 36px; align-items: flex-start; }
svg { flex: none; fill: #1c2127; font-size: 11px; } rect { fill: #215db0; }
.numbers { width: auto; margin: 0; }
.numbers th[scope="row"] { font-weight: 400; color: #1c2127; border-bottom: 1px solid #dce0e5; }
.numbers th, .numbers td { padding: 2px 14px 2px 0; }
.numbers td, .numbers th:last-child { text-align: right; padding-right: 0; }
.hidden { border: 1px solid #ac2f33; border-radius: 2px; padding: 0 2px; color: #8e292c; font-size: 0.85em; }
.running { display: none; }
@media screen { .indicators, .provenance { min-width: 940px; } }
/* What is only ever printed is not laid out for a screen first. */
@media screen { .paper { content-visibility: hidden; } }
@media print {
  body { padding: 0; max-width: none; font-size: 11px; }
  table, code, .value { font-size: 9px; line-height: 1.3; }
  th, td { padding: 2.5px 8px 2.5px 0; }
  footer { margin-top: 20px; break-before: avoid; }
  .indicators th { width: 7%; }
  .indicators th:first-child { width: 26%; }
  .indicators th:nth-child(3) { width: 13%; }
  .indicators th:nth-child(5), .indicators th:nth-child(6) { width: 8.2%; }
  .indicators th:nth-child(7) { width: 12%; }
  .indicators th:last-child { width: 18.6%; }
  .provenance th:first-child { width: 29%; } .provenance th:nth-child(2) { width: 14%; }
  .provenance th:nth-child(4) { width: 13.5%; } .provenance th:last-child { width: 10%; }
  .running { display: block; position: fixed; top: -12mm; right: 0; font: 700 10px/1 monospace; color: #1c2127; }
}
`;
