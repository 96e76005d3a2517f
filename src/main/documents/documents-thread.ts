/** Body of the thread that reads documents: hostile files are taken apart here, away from everything else. */
import type { BundleRequest, DigestSource, FileDigest, ScanOutcome } from '#main/services/ports/documents.ts';
import type { ImportedFile, ReadOptions } from '#main/services/ports/imports.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { BundleView } from '#shared/model/bundle.ts';
import { beginsAsBundle } from '#shared/model/bundle-start.ts';
import { decodeText } from './decode-text.ts';
import { digestFile } from './digest-file.ts';
import { type Attachment, DocumentFault } from './document.ts';
import { limits } from './limits.ts';
import { scanDocument } from './scan-document.ts';

/** What comes back over the thread's port. */
export type ThreadReply<Outcome = ScanOutcome | FileDigest | BundleView | ImportedFile | Uint8Array> =
  | { readonly ok: true; readonly outcome: Outcome }
  | {
      readonly ok: false;
      readonly kind: DocumentFault['kind'] | 'bug';
      readonly message: string;
      readonly suggestion?: string | undefined;
    };

/** What goes over it. */
export type ThreadRequest =
  | ScanRequest
  | { readonly digest: DigestSource }
  | { readonly bundle: BundleRequest }
  | { readonly import: ImportRequest }
  | { readonly seal: { readonly bytes: Uint8Array; readonly passphrase: string } };

/** A file of another system. */
interface ImportRequest extends Attachment, Pick<ReadOptions, 'format' | 'mapping'> {}

interface ScanRequest extends Attachment {
  readonly withSource: boolean;
}

interface Port {
  postMessage(message: ThreadReply): void;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  close(): void;
}

/** Reads the file that is posted, posts what was found in it or what proves it, and ends. */
export function runDocuments(port: Port): void {
  port.on('message', (message) => {
    // Both ends are ours and of the same build.
    void answer(message as ThreadRequest).then((reply) => {
      port.postMessage(reply);
      port.close();
    });
  });
}

async function answer(request: ThreadRequest): Promise<ThreadReply> {
  try {
    if ('digest' in request) return { ok: true, outcome: await digestFile(request.digest) };
    // Loaded only for those who use bundles.
    if ('bundle' in request) {
      const { readBundle } = await import('./read-bundle.ts');
      return { ok: true, outcome: await readBundle(request.bundle) };
    }
    if ('seal' in request) {
      const { sealBytes } = await import('./seal-bytes.ts');
      return { ok: true, outcome: await sealBytes(request.seal.bytes, request.seal.passphrase) };
    }
    if ('import' in request) return { ok: true, outcome: await readImport(request.import) };
    const { withSource, ...file } = request;
    return { ok: true, outcome: await scanDocument(file, withSource) };
  } catch (error) {
    if (error instanceof DocumentFault) return { ok: false, kind: error.kind, message: error.message };
    if (error instanceof AppError) {
      const kind = error.code === 'input.tooLarge' ? 'tooLarge' : 'unreadable';
      return { ok: false, kind, message: error.message, suggestion: error.suggestion };
    }
    return { ok: false, kind: 'bug', message: error instanceof Error ? error.message : String(error) };
  }
}

async function readImport({ name, bytes, ...how }: ImportRequest): Promise<ImportedFile> {
  if (bytes.byteLength > limits.importBytes) {
    throw new DocumentFault('tooLarge', `It is larger than ${limits.importBytes / 1024 / 1024} MiB.`);
  }
  if (beginsAsBundle(bytes)) {
    throw new AppError('input.invalid', 'This is a case bundle, or another archive.', {
      suggestion:
        'Look at what a bundle holds with `sightline case open-bundle FILE`, or look an archive up for indicators.',
    });
  }
  // A look-up needs none of it.
  const { readImportText } = await import('#main/importers/registry.ts');
  return readImportText({ ...how, name, text: decodeText(bytes) });
}
