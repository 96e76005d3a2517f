import { expect, it } from 'vitest';
import { describeVendor } from '#main/services/describe-vendor.ts';
import { listParameters } from '#main/services/stream-parameters.ts';
import { vendorDescriptionSchema } from '#shared/contract/schemas.ts';
import { fakeStream, fakeVendor } from '../../support/fake-vendor.ts';

it('reads kind, choices and hint of each parameter out of the schema', () => {
  expect(listParameters(fakeStream('hosts'))).toEqual([
    { name: 'confidence', kind: 'integer', choices: [], hint: 'Least confidence, percent.' },
    { name: 'org_only', kind: 'boolean', choices: [], hint: '' },
    { name: 'state', kind: 'choice', choices: ['open', 'closed'], hint: '' },
    { name: 'hosts_filter', kind: 'text', choices: [], hint: '' },
  ]);
});

it('describes a vendor as the contract says', () => {
  const description = describeVendor(fakeVendor());
  expect(vendorDescriptionSchema.parse(description)).toEqual(description);
  expect(description.streams.map((stream) => stream.id)).toEqual(['hosts', 'files']);
});
