import type { VendorModule } from '../vendor.ts';
import { createFalconAuthorizer } from './authorizer.ts';
import { falconName, readFalconError } from './errors.ts';
import { estateInquiry } from './inquiries/estate.ts';
import { recordInquiry } from './inquiries/record.ts';
import { falconOperations } from './operations/index.ts';
import { createPush } from './push/create-push.ts';
import { deletePush } from './push/delete-push.ts';
import { updatePush } from './push/update-push.ts';
import { readFalconWords } from './push/words.ts';
import { readFalconRate } from './rate.ts';
import { credentialSchema } from './schema.ts';
import { falconSearchText } from './search-text.ts';
import { defaultOrigin, falconSites } from './sites.ts';
import { indicatorsStream } from './sync.ts';

/** CrowdStrike Falcon: the account's custom IOCs; see README.md. */
export const crowdstrike: VendorModule = {
  id: 'crowdstrike',
  displayName: falconName,
  credentialFields: [
    {
      name: 'clientId',
      label: 'Client ID',
      required: true,
      hint: 'Support and resources, API clients and keys; 32 hexadecimal digits.',
    },
    {
      name: 'clientSecret',
      label: 'Client secret',
      required: true,
      hint: 'Shown once, when the API client is made; it needs IOC Management: Read.',
    },
    {
      name: 'memberCid',
      label: 'Member CID',
      required: false,
      hint: 'Flight Control only: the customer id of the child account.',
    },
  ],
  credentialSchema,
  sites: falconSites,
  defaultOrigin,
  streams: [indicatorsStream],
  operations: falconOperations,
  pushes: [createPush, updatePush, deletePush],
  // Once a record has expired, its action falls to no_action.
  enforcement: {
    enforcing: ['prevent', 'prevent_no_ui', 'detect'],
    allowing: ['allow'],
    types: ['ipv4', 'ipv6', 'domain', 'md5', 'sha256'],
  },
  inquiries: [recordInquiry, estateInquiry],
  searchText: falconSearchText,
  readWords: readFalconWords,
  concurrency: 2,
  rateWindowMs: 60_000,
  createAuthorizer: createFalconAuthorizer,
  testRequest: { method: 'GET', path: '/iocs/combined/indicator/v1', query: [['limit', '1']] },
  readRate: readFalconRate,
  readError: readFalconError,
};
