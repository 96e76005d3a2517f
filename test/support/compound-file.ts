const sector = 512;
const [endOfChain, sectorOfTable, none] = [0xfffffffe, 0xfffffffd, 0xffffffff];

/**
 * A compound file, as old office files and mails of Outlook are, with empty streams of these names.
 * @param names at most three.
 */
export function makeCompoundFile(names: readonly string[]): Buffer {
  const file = Buffer.alloc(3 * sector);
  file.write('d0cf11e0a1b11ae1', 0, 'hex');
  file.writeUInt16LE(0x3e, 24);
  file.writeUInt16LE(3, 26);
  file.writeUInt16LE(0xfffe, 28);
  file.writeUInt16LE(9, 30);
  file.writeUInt16LE(6, 32);
  // One sector of the table of sectors, the first; the directory is the second.
  file.writeUInt32LE(1, 44);
  file.writeUInt32LE(1, 48);
  file.writeUInt32LE(4096, 56);
  file.writeUInt32LE(endOfChain, 60);
  file.writeUInt32LE(endOfChain, 68);
  file.fill(0xff, 76, sector);
  file.writeUInt32LE(0, 76);
  const table = file.subarray(sector, 2 * sector).fill(0xff);
  table.writeUInt32LE(sectorOfTable, 0);
  table.writeUInt32LE(endOfChain, 4);
  ['Root Entry', ...names].forEach((name, at) => {
    const entry = file.subarray(2 * sector + at * 128, 2 * sector + (at + 1) * 128);
    entry.write(name, 'utf16le');
    entry.writeUInt16LE((name.length + 1) * 2, 64);
    entry.writeUInt8(at === 0 ? 5 : 2, 66);
    entry.writeUInt8(1, 67);
    entry.writeUInt32LE(none, 68);
    entry.writeUInt32LE(at === 0 || at === names.length ? none : at + 1, 72);
    entry.writeUInt32LE(at === 0 && names.length > 0 ? 1 : none, 76);
    entry.writeUInt32LE(endOfChain, 116);
  });
  return file;
}
