import { X509Certificate } from 'node:crypto';
import { AppError } from '#shared/errors/app-error.ts';

/** A certificate out of a PEM text. */
export interface PemCertificate {
  readonly fingerprint: string;
  readonly subject: string;
  readonly issuer: string;
  readonly expiresAtMs: number;
  readonly pem: string;
}

const blockPattern = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g;
const mostCertificates = 100;

/**
 * The certificates of a PEM text, each once.
 * @throws AppError `input.invalid` for a text without any, with an unreadable one, with too many, or with a private key in it.
 */
export function readPem(text: string): readonly PemCertificate[] {
  if (/PRIVATE KEY-----/.test(text)) {
    throw new AppError('input.invalid', 'There is a private key in this file; nothing of it was kept.', {
      suggestion: 'Give the certificate of the authority alone.',
    });
  }
  const blocks = text.match(blockPattern) ?? [];
  if (blocks.length === 0) {
    throw new AppError('input.invalid', 'There is no certificate in this file.', {
      suggestion: 'A PEM file holds -----BEGIN CERTIFICATE----- lines; convert a DER file (.cer, .der) first.',
    });
  }
  if (blocks.length > mostCertificates) {
    throw new AppError('input.tooLarge', `The file holds more than ${mostCertificates} certificates.`);
  }
  const read = blocks.map(readBlock);
  return [...new Map(read.map((certificate) => [certificate.fingerprint, certificate])).values()];
}

function readBlock(pem: string): PemCertificate {
  try {
    const certificate = new X509Certificate(pem);
    // By its text, `Oct 28 07:59:04 2126 GMT`: of a date that is none, `validToDate` may be any moment, left from earlier calls.
    const expiresAtMs = Date.parse(certificate.validTo);
    if (Number.isNaN(expiresAtMs)) throw new RangeError('Its end is no date.');
    return {
      fingerprint: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
      subject: oneLine(certificate.subject),
      issuer: oneLine(certificate.issuer),
      expiresAtMs,
      pem: certificate.toString(),
    };
  } catch (cause) {
    throw new AppError('input.invalid', 'One of the certificates in this file cannot be read.', { cause });
  }
}

/** Node writes one attribute per line. */
function oneLine(name: string | undefined): string {
  return (name ?? '').split('\n').join(', ').slice(0, 500);
}
