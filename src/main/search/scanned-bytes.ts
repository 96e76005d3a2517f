import { overread, textAt } from './byte-scanner-program.ts';
import { makeWasmMemory, type WasmMemory } from './wasm-module.ts';

/** Fewer bytes are copied sooner than a memory is made for them. */
const leastBytes = 1_048_576;

const memories = new WeakMap<ArrayBuffer, WasmMemory>();

/** Zeros to be filled with texts: where they are many, in a memory in which the byte scanner looks without copying them first. */
export function makeScannedBytes(byteLength: number): Buffer<ArrayBuffer> {
  const memory = byteLength < leastBytes ? undefined : makeWasmMemory(textAt + byteLength + overread);
  if (memory === undefined) return Buffer.from(new ArrayBuffer(byteLength));
  const { buffer } = memory;
  memories.set(buffer, memory);
  return Buffer.from(buffer, textAt, byteLength);
}

/** The memory of WebAssembly that bytes lie in. Undefined for others. */
export function memoryOf(bytes: Buffer<ArrayBuffer>): WasmMemory | undefined {
  return memories.get(bytes.buffer);
}
