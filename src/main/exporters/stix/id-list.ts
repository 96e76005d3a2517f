import { Buffer } from 'node:buffer';

const bytesPerId = 17;
const idsPerPiece = 4_096;

/** A list of STIX ids at 17 bytes each: half a million indicators make some two million of them. */
export class IdList {
  readonly #types: string[] = [];
  readonly #pieces: Buffer[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** @param id `type--uuid`. */
  add(id: string): void {
    const [type = '', uuid = ''] = id.split('--', 2);
    const at = this.#length % idsPerPiece;
    if (at === 0) this.#pieces.push(Buffer.alloc(idsPerPiece * bytesPerId));
    const piece = this.#pieces.at(-1);
    piece?.writeUInt8(this.#codeOf(type), at * bytesPerId);
    piece?.write(uuid.replaceAll('-', ''), at * bytesPerId + 1, 'hex');
    this.#length += 1;
  }

  *[Symbol.iterator](): Iterator<string> {
    for (let index = 0; index < this.#length; index += 1) {
      const piece = this.#pieces[Math.floor(index / idsPerPiece)] ?? Buffer.alloc(0);
      const start = (index % idsPerPiece) * bytesPerId;
      const hex = piece.toString('hex', start + 1, start + bytesPerId);
      const uuid = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
      yield `${this.#types[piece.readUInt8(start)]}--${uuid}`;
    }
  }

  #codeOf(type: string): number {
    const known = this.#types.indexOf(type);
    return known >= 0 ? known : this.#types.push(type) - 1;
  }
}
