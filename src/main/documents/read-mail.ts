import PostalMime from 'postal-mime';
import { type Attachment, DocumentFault, type DocumentText, type Piece, wholePiece } from './document.ts';
import { limits } from './limits.ts';
import { readHtml } from './read-html.ts';

/** Header fields about who wrote and which way the mail came; identifiers and signatures only look like addresses. */
const tellingHeaders: ReadonlySet<string> = new Set(
  (
    'from to cc bcc reply-to sender return-path delivered-to subject received x-received x-originating-ip x-sender-ip ' +
    'x-forwarded-to x-original-sender x-php-originating-script x-source-ip x-mailer user-agent errors-to disposition-notification-to'
  ).split(' '),
);

/** A mail as it was sent (RFC 5322 with MIME). @throws DocumentFault `unreadable`. */
export async function readEml(bytes: Uint8Array): Promise<DocumentText> {
  let mail: Awaited<ReturnType<typeof PostalMime.parse>>;
  try {
    mail = await PostalMime.parse(bytes, {
      attachmentEncoding: 'arraybuffer',
      maxNestingDepth: 32,
      maxHeadersSize: 1_048_576,
    });
  } catch (cause) {
    throw new DocumentFault('unreadable', 'The mail is damaged.', { cause });
  }
  const pieces: Piece[] = [];
  for (const { key, value } of mail.headers) {
    if (tellingHeaders.has(key)) pieces.push({ ...wholePiece(value, `header ${key}`), isOneLine: true });
  }
  if (mail.text !== undefined) pieces.push(wholePiece(mail.text, 'text'));
  if (mail.html !== undefined) pieces.push(...readHtml(mail.html, 'HTML').pieces);
  const inner = mail.attachments.slice(0, limits.archiveEntries).map(
    ({ filename, content, mimeType }, index): Attachment => ({
      name: filename ?? (mimeType === 'message/rfc822' ? `mail ${index + 1}.eml` : `attachment ${index + 1}`),
      // Asked for as a buffer above; text only where the mail gives text by itself.
      bytes: typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content),
    }),
  );
  return { format: 'eml', pieces, inner };
}
