import type { DetailField, VendorCard, VendorDetail } from '../model/vendor-detail.ts';
import { publicMoment } from './moment.ts';

/** A vendor's answer about one indicator as `show --json` and `refresh --json` print it. */
export function publicVendorCard({ connection, vendor, inquiry, title, fetchedAtMs, detail }: VendorCard) {
  return {
    connection,
    vendor,
    inquiry,
    title,
    fetchedAt: publicMoment(fetchedAtMs),
    sections: detail === null ? null : detail.sections.map(publicSection),
    estate: detail === null ? null : publicEstate(detail.estate),
  };
}

function publicSection({ title, fields, table }: VendorDetail['sections'][number]) {
  return { title, fields: Object.fromEntries(fields.map((field) => [field.name, publicField(field)])), table };
}

function publicField(field: DetailField): string | readonly string[] | null {
  switch (field.kind) {
    case 'text':
      return field.text;
    case 'list':
      return field.items;
    case 'moment':
      return publicMoment(field.atMs);
  }
}

function publicEstate(estate: VendorDetail['estate']) {
  if (estate === null) return null;
  const { hosts, ...rest } = estate;
  return {
    ...rest,
    hosts: hosts.map(({ name, processes }) => ({
      name,
      processes:
        processes?.map(({ id, fileName, commandLine, startedAtMs, stoppedAtMs }) => ({
          id,
          fileName,
          commandLine,
          startedAt: publicMoment(startedAtMs),
          stoppedAt: publicMoment(stoppedAtMs),
        })) ?? null,
    })),
  };
}
