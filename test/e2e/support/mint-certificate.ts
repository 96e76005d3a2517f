import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** DER, as far as a certificate needs it. */
function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  if (body.length < 0x80) return Buffer.concat([Buffer.from([tag, body.length]), body]);
  const length = Buffer.from(body.length.toString(16).padStart(body.length > 0xff ? 4 : 2, '0'), 'hex');
  return Buffer.concat([Buffer.from([tag, 0x80 | length.length]), length, body]);
}

const sequence = (...parts: readonly Uint8Array[]): Buffer => der(0x30, ...parts);
const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));
const ecdsaWithSha256 = sequence(oid('2a8648ce3d040302'));
const commonName = '550403';

function nameOf(text: string): Buffer {
  return sequence(der(0x31, sequence(oid(commonName), der(0x0c, Buffer.from(text, 'utf8')))));
}

/** A self-signed certificate of any name, until a year of four digits, as PEM: valid by its form and of use to nobody. */
export function mintCertificate(name: string, lastYear: number, keys = makeKeys()): string {
  const moment = (year: number): Buffer => der(0x18, Buffer.from(`${year}0101000000Z`));
  const body = sequence(
    der(0x02, Buffer.from([1])),
    ecdsaWithSha256,
    nameOf(name),
    sequence(moment(2_000), moment(lastYear)),
    nameOf(name),
    keys.publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = der(0x03, Buffer.from([0]), sign('sha256', body, keys.privateKey));
  const base64 = sequence(body, ecdsaWithSha256, signature).toString('base64').replaceAll(/.{64}/g, '$&\n');
  return `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`;
}

/** For many certificates at once. */
export function makeKeys(): { readonly publicKey: KeyObject; readonly privateKey: KeyObject } {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}
