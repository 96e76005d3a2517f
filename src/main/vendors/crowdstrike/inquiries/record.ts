import type { VendorDetail } from '#shared/model/vendor-detail.ts';
import type { FreshRecord, InquirySubject, NamedSubject, VendorInquiry } from '../../inquiry.ts';
import { fieldSection, listField, memberAt, momentField, textField } from '../../kit/detail-cards.ts';
import { asList, asObject } from '../../kit/push-fields.ts';
import type { AskVendor } from '../../operation.ts';
import { type FalconRecord, readById, readByName } from '../push/records.ts';
import { iocTypeOf } from './ioc-types.ts';

const stream = 'indicators';

/** The tenant's own records: those that are known by their ids, else what it holds of that type and value. */
export const recordInquiry: VendorInquiry = {
  id: 'record',
  title: 'Custom IOC',
  reads: ['indicator_get_v1', 'indicator_combined_v1'],
  concerns: (subject) => known(subject).length > 0 || iocTypeOf(subject.type) !== null,
  ask: askRecords,
  refresh(answer, subject): readonly FreshRecord[] {
    const byId = new Map(asList(answer).map((record) => [memberAt(record, 'id'), asObject(record) ?? null]));
    return known(subject).map(({ vendorKey }) => ({ stream, vendorKey, record: byId.get(vendorKey) ?? null }));
  },
  describe: (answer) => ({ sections: asList(answer).flatMap(describeRecord), estate: null }),
};

function known({ records }: NamedSubject) {
  return records.filter((one) => one.stream === stream);
}

async function askRecords(ask: AskVendor, subject: InquirySubject): Promise<readonly FalconRecord[] | null> {
  const ids = known(subject).map(({ vendorKey }) => vendorKey);
  const type = iocTypeOf(subject.type);
  const found = [
    ...(await readById(ask, ids)),
    // A record that was made since has an id that nobody here knows.
    ...(type === null ? [] : await readByName(ask, [{ type, value: subject.value }])),
  ].filter((record) => record !== null);
  const distinct = new Map(found.map((record) => [String(record['id']), record]));
  return distinct.size === 0 ? null : [...distinct.values()];
}

function describeRecord(record: unknown, index: number): VendorDetail['sections'] {
  const of = (name: string): unknown => memberAt(record, name);
  const metadata = Object.entries(asObject(of('metadata')) ?? {});
  return [
    ...fieldSection(index === 0 ? null : `Record ${index + 1}`, [
      textField('Action', of('action')),
      textField('Action on phones', of('mobile_action')),
      textField('Severity', of('severity')),
      listField('Platforms', of('platforms')),
      textField('On all hosts', of('applied_globally')),
      listField('Host groups', of('host_groups')),
      listField('Tags', of('tags')),
      textField('Source', of('source')),
      textField('Description', of('description')),
      momentField('Expires', of('expiration')),
      textField('Expired', of('expired')),
      textField('Deleted', of('deleted')),
      textField('From the parent', of('from_parent')),
      textField('Parent', of('parent_cid_name')),
      momentField('Created', of('created_on')),
      textField('Created by', of('created_by')),
      momentField('Changed', of('modified_on')),
      textField('Changed by', of('modified_by')),
      textField('Record', of('id')),
    ]),
    ...fieldSection(
      'File',
      metadata.map(([name, value]) => textField(name.replaceAll('_', ' '), value)),
    ),
  ];
}
