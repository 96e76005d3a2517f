import { createHash } from 'node:crypto';

/**
 * A UUID of version 5 (RFC 9562): the same namespace and name give the same id, everywhere and always.
 * @param namespace a UUID in its usual spelling.
 */
export function uuidV5(namespace: string, name: string): string {
  const bytes = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(name, 'utf8')
    .digest();
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex', 0, 16);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/**
 * The namespace of the ids that are ours alone; never to be changed, since it is what makes a later export name the same
 * things by the same ids.
 */
export const ownNamespace = '3fda0090-04a6-40e3-9555-0947c36939c0';
