import type { ObservationFields } from '#shared/model/indicator.ts';

/** The fields of a record that says nothing: a mapping states only what its vendor says. */
export const noFields: ObservationFields = {
  score: null,
  vendorScore: null,
  severity: null,
  confidence: null,
  action: null,
  firstSeenMs: null,
  lastSeenMs: null,
  expiresAtMs: null,
  sources: [],
  tags: [],
  categories: [],
  rule: null,
  country: null,
  asn: null,
  asType: null,
  platforms: [],
  description: null,
  benign: false,
};
