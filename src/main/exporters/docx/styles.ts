import type { TlpMark } from '#shared/model/vocabulary.ts';
import { wordNamespaces, xmlHead } from './parts.ts';

/** Sizes are half points, spaces and widths twentieths of a point, as the format counts. */
interface ParagraphLook {
  readonly id: string;
  readonly name: string;
  readonly paragraph?: string;
  readonly run?: string;
}

const sans = '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="Arial" w:cs="Arial"/>';
const fixed = '<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:eastAsia="Consolas" w:cs="Consolas"/>';

const paragraphs: readonly ParagraphLook[] = [
  {
    id: 'Title',
    name: 'Title',
    paragraph: '<w:keepNext/><w:spacing w:before="120" w:after="60"/>',
    run: '<w:b/><w:sz w:val="40"/>',
  },
  {
    id: 'Heading1',
    name: 'heading 1',
    paragraph:
      '<w:keepNext/><w:keepLines/><w:pBdr><w:bottom w:val="single" w:sz="4" w:space="2" w:color="C5CBD3"/></w:pBdr><w:spacing w:before="360" w:after="100"/><w:outlineLvl w:val="0"/>',
    run: '<w:b/><w:sz w:val="28"/>',
  },
  {
    id: 'Heading2',
    name: 'heading 2',
    paragraph: '<w:keepNext/><w:keepLines/><w:spacing w:before="220" w:after="80"/><w:outlineLvl w:val="1"/>',
    run: '<w:b/><w:sz w:val="22"/>',
  },
  ...[3, 4, 5].map((level) => ({
    id: `Heading${level}`,
    name: `heading ${level}`,
    paragraph: `<w:keepNext/><w:keepLines/><w:spacing w:before="160" w:after="60"/><w:outlineLvl w:val="${level - 1}"/>`,
    run: level === 3 ? '<w:b/>' : '<w:b/><w:color w:val="404854"/>',
  })),
  { id: 'ListItem', name: 'List', paragraph: '<w:spacing w:after="40"/>' },
  { id: 'ListNumber', name: 'List Number', paragraph: '<w:spacing w:after="40"/>' },
  {
    id: 'Quote',
    name: 'Quote',
    paragraph: '<w:pBdr><w:left w:val="single" w:sz="12" w:space="8" w:color="C5CBD3"/></w:pBdr>',
    run: '<w:color w:val="404854"/>',
  },
  {
    id: 'CodeBlock',
    name: 'HTML Preformatted',
    paragraph: '<w:shd w:val="clear" w:color="auto" w:fill="F6F7F9"/>',
    run: '<w:noProof/>',
  },
  {
    id: 'Rule',
    name: 'Rule',
    paragraph: '<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="1" w:color="C5CBD3"/></w:pBdr>',
  },
  {
    id: 'ChartTitle',
    name: 'Chart Title',
    paragraph: '<w:keepNext/><w:spacing w:before="160" w:after="60"/>',
    run: '<w:b/>',
  },
  {
    id: 'ListBullet',
    name: 'List Bullet',
    paragraph: '<w:numPr><w:numId w:val="1"/></w:numPr><w:contextualSpacing/>',
  },
  {
    id: 'Mark',
    name: 'TLP Mark',
    paragraph: '<w:spacing w:before="120" w:after="60"/>',
  },
  { id: 'Imprint', name: 'Imprint', run: '<w:color w:val="404854"/><w:sz w:val="17"/>' },
  {
    id: 'TableText',
    name: 'Table Text',
    paragraph: '<w:spacing w:before="20" w:after="20"/>',
    run: '<w:sz w:val="15"/>',
  },
  {
    id: 'ChartText',
    name: 'Chart Text',
    // A chart is one picture: its lines stay on one page.
    paragraph: '<w:keepNext/><w:spacing w:before="20" w:after="20"/>',
    run: '<w:sz w:val="15"/>',
  },
  { id: 'AfterTable', name: 'After Table', paragraph: '<w:spacing w:after="0" w:line="120" w:lineRule="exact"/>' },
  {
    id: 'Bar',
    name: 'Bar',
    paragraph:
      '<w:shd w:val="clear" w:color="auto" w:fill="215DB0"/><w:spacing w:before="0" w:after="0" w:line="150" w:lineRule="exact"/>',
    run: '<w:sz w:val="8"/>',
  },
  { id: 'Header', name: 'header', run: '<w:color w:val="404854"/><w:sz w:val="16"/>' },
  { id: 'Footer', name: 'footer', run: '<w:color w:val="404854"/><w:sz w:val="16"/>' },
];

/** On black, in the colours of FIRST's TLP 2.0. */
const markColours: Readonly<Record<TlpMark, string>> = {
  clear: 'FFFFFF',
  green: '33FF00',
  amber: 'FFC000',
  'amber+strict': 'FFC000',
  red: 'FF2B2B',
};

function renderBanner(tlp: TlpMark): string {
  return (
    '<w:style w:type="character" w:customStyle="1" w:styleId="MarkBanner"><w:name w:val="TLP Mark Banner"/><w:rPr><w:b/>' +
    `<w:color w:val="${markColours[tlp]}"/><w:spacing w:val="10"/><w:shd w:val="clear" w:color="auto" w:fill="000000"/></w:rPr></w:style>`
  );
}

const characters =
  '<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>' +
  '<w:style w:type="character" w:styleId="Emphasis"><w:name w:val="Emphasis"/><w:rPr><w:i/></w:rPr></w:style>' +
  '<w:style w:type="character" w:customStyle="1" w:styleId="StrongEmphasis"><w:name w:val="Strong Emphasis"/><w:rPr><w:b/><w:i/></w:rPr></w:style>' +
  `<w:style w:type="character" w:customStyle="1" w:styleId="Value"><w:name w:val="Indicator Value"/><w:rPr>${fixed}<w:noProof/></w:rPr></w:style>` +
  '<w:style w:type="character" w:customStyle="1" w:styleId="HiddenMark"><w:name w:val="Hidden Character"/><w:rPr>' +
  `${fixed}<w:noProof/><w:color w:val="8E292C"/><w:bdr w:val="single" w:sz="4" w:space="0" w:color="AC2F33"/></w:rPr></w:style>` +
  '<w:style w:type="character" w:customStyle="1" w:styleId="MarkText"><w:name w:val="TLP Mark Text"/><w:rPr><w:b/><w:color w:val="1C2127"/></w:rPr></w:style>';

const table =
  '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/>' +
  '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="100" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>' +
  '<w:style w:type="table" w:customStyle="1" w:styleId="ReportTable"><w:name w:val="Report Table"/><w:basedOn w:val="TableNormal"/>' +
  '<w:tblPr><w:tblBorders><w:top w:val="nil"/><w:bottom w:val="single" w:sz="4" w:space="0" w:color="DCE0E5"/>' +
  '<w:insideH w:val="single" w:sz="4" w:space="0" w:color="DCE0E5"/></w:tblBorders></w:tblPr>' +
  '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:color w:val="404854"/></w:rPr><w:tcPr><w:tcBorders>' +
  '<w:bottom w:val="single" w:sz="10" w:space="0" w:color="5F6B7C"/></w:tcBorders></w:tcPr></w:tblStylePr></w:style>';

/** The style sheet of every report: real headings, so that the outline works, and a table style that can be changed in one place. */
export function renderStyles(tlp: TlpMark): string {
  return (
    `${xmlHead}<w:styles ${wordNamespaces}><w:docDefaults><w:rPrDefault><w:rPr>${sans}<w:color w:val="1C2127"/><w:sz w:val="19"/><w:lang w:val="en-GB"/></w:rPr></w:rPrDefault>` +
    '<w:pPrDefault><w:pPr><w:spacing w:after="100" w:line="264" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>' +
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>' +
    `${paragraphs.map(renderParagraphStyle).join('')}${characters}${renderBanner(tlp)}${table}</w:styles>`
  );
}

function renderParagraphStyle({ id, name, paragraph = '', run = '' }: ParagraphLook): string {
  return (
    `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/>` +
    `<w:pPr>${paragraph}</w:pPr><w:rPr>${run}</w:rPr></w:style>`
  );
}
