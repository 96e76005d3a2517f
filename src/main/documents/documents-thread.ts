/** Body of the thread that reads documents: hostile files are taken apart here, away from everything else. */
import type { BundleRequest, DigestSource, FileDigest, ScanOutcome } from '#main/services/ports/documents.ts';
import type { BundleView } from '#shared/model/bundle.ts';
import { digestFile } from './digest-file.ts';
import { type Attachment, DocumentFault } from './document.ts';
import { scanDocument } from './scan-document.ts';

/** What comes back over the thread's port. */
export type ThreadReply<Outcome = ScanOutcome | FileDigest | BundleView | Uint8Array> =
  | { readonly ok: true; readonly outcome: Outcome }
  | { readonly ok: false; readonly kind: DocumentFault['kind'] | 'bug'; readonly message: string };

/** What goes over it. */
export type ThreadRequest =
  | ScanRequest
  | { readonly digest: DigestSource }
  | { readonly bundle: BundleRequest }
  | { readonly seal: { readonly bytes: Uint8Array; readonly passphrase: string } };

interface ScanRequest extends Attachment {
  readonly withSource: boolean;
}

interface Port {
  postMessage(message: ThreadReply): void;
  on(event: 'message', listener: (message: unknown) => void): unknown;
}

/** Reads each file that is posted and posts what was found in it, or what proves it. */
export function runDocuments(port: Port): void {
  port.on('message', (message) => {
    // Both ends are ours and of the same build.
    void answer(message as ThreadRequest).then((reply) => port.postMessage(reply));
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
    const { withSource, ...file } = request;
    return { ok: true, outcome: await scanDocument(file, withSource) };
  } catch (error) {
    if (error instanceof DocumentFault) return { ok: false, kind: error.kind, message: error.message };
    return { ok: false, kind: 'bug', message: error instanceof Error ? error.message : String(error) };
  }
}
