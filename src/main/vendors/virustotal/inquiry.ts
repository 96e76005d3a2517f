/** What VirusTotal says of one object by now. */
import { AppError } from '#shared/errors/app-error.ts';
import type { VendorDetail } from '#shared/model/vendor-detail.ts';
import type { InquirySubject, NamedSubject, VendorInquiry } from '../inquiry.ts';
import { fieldSection, listField, memberAt, momentField, tableSection, textField } from '../kit/detail-cards.ts';
import { asList, asObject } from '../kit/push-fields.ts';
import type { AskVendor, OperationInput } from '../operation.ts';

const stream = 'ioc_stream';
const unnamedUrl = 'vt-url:';

/** The object itself: a file, a URL, a domain or an address. */
export const objectInquiry: VendorInquiry = {
  id: 'object',
  reads: ['file_get', 'url_get', 'domain_get', 'ip_address_get'],
  title: 'Object report',
  concerns: (subject) => questionFor(subject) !== null,
  ask: askObject,
  /** A notification keeps its own date and reasons; what it says of the object is what the object says now. */
  refresh(answer, { records }) {
    const attributes = asObject(memberAt(answer, 'attributes'));
    if (attributes === undefined) return [];
    return records
      .filter((one) => one.stream === stream)
      .map(({ vendorKey, record }) => ({ stream, vendorKey, record: { ...asObject(record), attributes } }));
  },
  describe,
};

interface Question {
  readonly operation: string;
  readonly input: OperationInput;
}

function questionFor({ type, value, received }: NamedSubject): Question | null {
  switch (type) {
    case 'md5':
    case 'sha1':
    case 'sha256':
      return { operation: 'file_get', input: { id: value } };
    case 'url':
      // The vendor's id is made of the text as it was sent.
      return { operation: 'url_get', input: { id: received ?? value } };
    case 'domain':
      return { operation: 'domain_get', input: { domain: value } };
    case 'ipv4':
    case 'ipv6':
      return { operation: 'ip_address_get', input: { ip: value } };
    default:
      return value.startsWith(unnamedUrl)
        ? { operation: 'url_get', input: { id: value.slice(unnamedUrl.length) } }
        : null;
  }
}

async function askObject(ask: AskVendor, subject: InquirySubject): Promise<unknown> {
  const question = questionFor(subject);
  if (question === null) return null;
  try {
    return memberAt(await ask(question.operation, question.input), 'data') ?? null;
  } catch (error) {
    if (error instanceof AppError && error.vendorStatus === 404) return null;
    throw error;
  }
}

function describe(answer: unknown): VendorDetail {
  const of = (...names: readonly string[]): unknown => memberAt(answer, 'attributes', ...names);
  return {
    sections: [
      ...fieldSection(null, [
        textField('Engines', describeEngines(of('last_analysis_stats'))),
        textField('Threat score', of('gti_assessment', 'threat_score', 'value')),
        textField('Verdict', of('gti_assessment', 'verdict', 'value')),
        textField('Severity', of('gti_assessment', 'severity', 'value')),
        textField('Reputation', of('reputation')),
        momentField('Analysed', of('last_analysis_date')),
        momentField('First submitted', of('first_submission_date')),
        momentField('Last submitted', of('last_submission_date')),
        textField('Submissions', of('times_submitted')),
        listField('Tags', of('tags')),
      ]),
      ...describeFile(of),
      ...describePlace(of),
      ...tableSection('Engines that flag it', {
        columns: ['Engine', 'Verdict', 'Result'],
        rows: flaggedBy(of('last_analysis_results')),
      }),
    ],
    estate: null,
  };
}

type ReadAttribute = (...names: readonly string[]) => unknown;

function describeFile(of: ReadAttribute): VendorDetail['sections'] {
  const families = asList(of('popular_threat_classification', 'popular_threat_name'));
  return [
    ...fieldSection('File', [
      textField('Name', of('meaningful_name')),
      listField('Names', asList(of('names')).slice(0, 20)),
      textField('Kind', of('type_description')),
      textField('Bytes', of('size')),
      textField('Threat', of('popular_threat_classification', 'suggested_threat_label')),
      listField(
        'Families',
        families.map((family) => memberAt(family, 'value')),
      ),
      textField('SHA-256', of('sha256')),
      textField('SHA-1', of('sha1')),
      textField('MD5', of('md5')),
    ]),
  ];
}

function describePlace(of: ReadAttribute): VendorDetail['sections'] {
  return [
    ...fieldSection('Site', [
      textField('Title', of('title')),
      textField('Leads to', of('last_final_url')),
      textField('HTTP status', of('last_http_response_code')),
      listField('Threats', of('threat_names')),
      listField('Categories', [...new Set(Object.values(asObject(of('categories')) ?? {}))].toSorted()),
      textField('Registrar', of('registrar')),
      momentField('Created', of('creation_date')),
    ]),
    ...fieldSection('Network', [
      textField('Network', of('network')),
      textField('AS number', of('asn')),
      textField('AS owner', of('as_owner')),
      textField('Country', of('country')),
    ]),
  ];
}

/** `12 of 94 flag it`; nothing when no engine answered. */
function describeEngines(stats: unknown): string | null {
  const count = (name: string): number => {
    const value = memberAt(stats, name);
    return typeof value === 'number' ? value : 0;
  };
  const flagged = count('malicious') + count('suspicious');
  const answered = flagged + count('undetected') + count('harmless');
  return answered === 0 ? null : `${flagged} of ${answered} flag it`;
}

function flaggedBy(results: unknown): readonly (readonly unknown[])[] {
  return Object.entries(asObject(results) ?? {})
    .map(([engine, result]) => [engine, memberAt(result, 'category'), memberAt(result, 'result')])
    .filter(([, category]) => category === 'malicious' || category === 'suspicious')
    .toSorted(([left], [right]) => String(left).localeCompare(String(right)));
}
