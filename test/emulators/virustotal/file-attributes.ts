import { type Draw, drawBelow, drawChance, drawHex } from '../world/random.ts';
import type { VtEntity } from './entity.ts';

interface FileKind {
  readonly tag: string;
  readonly description: string;
  readonly extension: string;
  readonly magic: string;
  readonly magika: string;
  readonly typeTags: readonly string[];
}

const WINDOWS_PROGRAM: FileKind = {
  tag: 'peexe',
  description: 'Win32 EXE',
  extension: 'exe',
  magic: 'PE32+ executable (GUI) x86-64, for MS Windows',
  magika: 'PEBIN',
  typeTags: ['executable', 'windows', 'win32', 'pe', 'peexe'],
};

const kinds: Readonly<Record<string, FileKind>> = {
  exe: WINDOWS_PROGRAM,
  dll: { ...WINDOWS_PROGRAM, tag: 'pedll', description: 'Win32 DLL', extension: 'dll' },
  sys: { ...WINDOWS_PROGRAM, description: 'Win32 driver', extension: 'sys' },
  msi: kind('msi', 'Windows Installer', 'Composite Document File V2 Document', 'MSI'),
  iso: kind('isoimage', 'ISO image', 'ISO 9660 CD-ROM filesystem data', 'ISO'),
  xlsm: kind('xlsx', 'Office Open XML Spreadsheet', 'Microsoft Excel 2007+', 'XLSX'),
  docm: kind('docx', 'Office Open XML Document', 'Microsoft Word 2007+', 'DOCX'),
  lnk: kind('lnk', 'Windows shortcut', 'MS Windows shortcut', 'LNK'),
  js: kind('javascript', 'JavaScript', 'ASCII text, with very long lines (1204)', 'JAVASCRIPT'),
};

function kind(tag: string, description: string, magic: string, magika: string): FileKind {
  return { tag, description, extension: tag, magic, magika, typeTags: ['document', tag] };
}

/** What only files have. */
export function fileAttributes({ indicator }: VtEntity): Readonly<Record<string, unknown>> {
  const draw: Draw = { seed: 0xf11e, index: indicator.index };
  const { file, campaign } = indicator;
  const shape = kinds[file.name.split('.').at(-1) ?? 'exe'] ?? WINDOWS_PROGRAM;
  const first = indicator.firstSeenMs / 1000;
  const submissions = 1 + drawBelow(draw, 550, 12);
  return {
    sha256: file.sha256,
    sha1: file.sha1,
    // A few objects lack it, as recorded.
    ...(drawChance(draw, 551, 0.98) ? { md5: file.md5 } : {}),
    size: file.sizeBytes,
    names: drawChance(draw, 552, 0.3) ? [file.name, `/samples/${file.md5}`] : [file.name],
    meaningful_name: file.name,
    type_tag: shape.tag,
    type_tags: shape.typeTags,
    type_description: shape.description,
    type_extension: shape.extension,
    magic: shape.magic,
    magika: shape.magika,
    ssdeep: `${48 * (1 + drawBelow(draw, 553, 60))}:${drawHex(draw, 57, 40)}:${drawHex(draw, 58, 24)}`,
    tlsh: `T1${drawHex(draw, 59, 70).toUpperCase()}`,
    vhash: drawHex(draw, 60, 32),
    ...(shape.typeTags.includes('pe')
      ? { authentihash: drawHex(draw, 61, 64), creation_date: first - 86_400 * 40 }
      : {}),
    first_submission_date: first,
    last_submission_date: indicator.lastSeenMs / 1000,
    times_submitted: submissions,
    unique_sources: Math.min(submissions, 1 + drawBelow(draw, 554, 5)),
    tags: [shape.tag, ...indicator.tags.filter((tag) => !tag.includes(':')).slice(0, 3)],
    downloadable: true,
    available_tools: [],
    filecondis: { raw_md5: drawHex(draw, 62, 32), dhash: drawHex(draw, 63, 16) },
    sandbox_verdicts: sandboxVerdicts(indicator, draw),
    ...threatNames(indicator, draw),
    // Extracted configurations hold control characters, NUL among them.
    ...(drawChance(draw, 555, 0.02)
      ? { malware_config: { families: [{ family: campaign.malware, mutex: 'Global\\\u0000sync' }] } }
      : {}),
  };
}

function sandboxVerdicts({ isBenign, score, campaign }: VtEntity['indicator'], draw: Draw) {
  const isBad = !isBenign && score >= 50;
  const verdict = {
    category: isBad ? 'malicious' : 'undetected',
    malware_classification: [isBad ? 'MALWARE' : 'UNKNOWN_VERDICT'],
    sandbox_name: 'Larkbox',
    ...(isBad ? { malware_names: [campaign.malware], confidence: 50 + drawBelow(draw, 556, 50) } : {}),
  };
  return drawChance(draw, 557, 0.8) ? { Larkbox: verdict } : {};
}

function threatNames({ isBenign, score, campaign }: VtEntity['indicator'], draw: Draw) {
  if (isBenign || score < 30) return {};
  const yara = {
    ruleset_id: drawHex({ ...draw, index: campaign.index }, 64, 10),
    ruleset_name: `crime_${campaign.kind}`,
    rule_name: `${campaign.malware}_strings`,
    description: `Detects ${campaign.malware}`,
    author: 'Example Rules Project',
    source: 'https://rules.example/community',
  };
  return {
    popular_threat_classification: {
      suggested_threat_label: `${campaign.kind}.${campaign.malware.toLowerCase()}`,
      popular_threat_category: [{ value: campaign.kind, count: 5 + drawBelow(draw, 558, 20) }],
      popular_threat_name: [{ value: campaign.malware.toLowerCase(), count: 3 + drawBelow(draw, 559, 12) }],
    },
    ...(drawChance(draw, 560, 0.4) ? { crowdsourced_yara_results: [yara] } : {}),
  };
}
