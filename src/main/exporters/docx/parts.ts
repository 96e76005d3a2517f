const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packages = 'http://schemas.openxmlformats.org/package/2006';
const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml';

/** Namespace of everything in a document; `r` is for references to its own header and footer. */
export const wordNamespaces = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="${office}"`;

/** How each part begins. */
export const xmlHead = head;

const contentTypes =
  `${head}<Types xmlns="${packages}/content-types">` +
  '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
  '<Default Extension="xml" ContentType="application/xml"/>' +
  `<Override PartName="/word/document.xml" ContentType="${word}.document.main+xml"/>` +
  `<Override PartName="/word/styles.xml" ContentType="${word}.styles+xml"/>` +
  `<Override PartName="/word/numbering.xml" ContentType="${word}.numbering+xml"/>` +
  `<Override PartName="/word/header1.xml" ContentType="${word}.header+xml"/>` +
  `<Override PartName="/word/footer1.xml" ContentType="${word}.footer+xml"/>` +
  '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>' +
  '</Types>';

const packageRelations =
  `${head}<Relationships xmlns="${packages}/relationships">` +
  `<Relationship Id="rId1" Type="${office}/officeDocument" Target="word/document.xml"/>` +
  `<Relationship Id="rId2" Type="${packages}/relationships/metadata/core-properties" Target="docProps/core.xml"/>` +
  '</Relationships>';

/** Inside the package only: there is no relation to anything outside, so nothing can be a link or be fetched. */
const documentRelations =
  `${head}<Relationships xmlns="${packages}/relationships">` +
  `<Relationship Id="rId1" Type="${office}/styles" Target="styles.xml"/>` +
  `<Relationship Id="rId2" Type="${office}/numbering" Target="numbering.xml"/>` +
  `<Relationship Id="rId3" Type="${office}/header" Target="header1.xml"/>` +
  `<Relationship Id="rId4" Type="${office}/footer" Target="footer1.xml"/>` +
  '</Relationships>';

const numbering =
  `${head}<w:numbering ${wordNamespaces}><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="hybridMultilevel"/>` +
  '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:pStyle w:val="ListBullet"/><w:lvlText w:val="•"/>' +
  '<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="360" w:hanging="260"/></w:pPr></w:lvl></w:abstractNum>' +
  '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>';

/** The parts that are the same in every report, by name; the list of types has to come first. */
export const fixedParts: readonly (readonly [name: string, text: string])[] = [
  ['[Content_Types].xml', contentTypes],
  ['_rels/.rels', packageRelations],
  ['word/_rels/document.xml.rels', documentRelations],
  ['word/numbering.xml', numbering],
];
