import msgreader from '@kenjiuno/msgreader';
import { type Attachment, DocumentFault, type DocumentText, type Piece, wholePiece } from './document.ts';
import { limits } from './limits.ts';
import { readHtml } from './read-html.ts';

// The package is CommonJS with a member called default: Node hands over the module, other loaders that member.
const MsgReader: typeof msgreader.default = typeof msgreader === 'function' ? msgreader : msgreader.default;

/** Header lines as Outlook keeps them, by the same choice as for mails as they were sent. */
const telling =
  /^(?:From|To|Cc|Reply-To|Sender|Return-Path|Received|X-Received|X-Originating-IP|X-Sender-IP|Subject|X-Mailer):(?:.*(?:\r?\n[ \t].*)*)/gim;

/** A mail saved by Outlook. @throws DocumentFault `unreadable`: also any other old office file, which looks alike. */
export function readMsg(bytes: Uint8Array): DocumentText {
  refuseOthers(bytes);
  // The reader wants a buffer of its own, or a view that it can slice.
  const reader = new MsgReader(bytes.slice().buffer);
  const fields = readFields(reader);
  const pieces: Piece[] = [];
  const add = (text: string | undefined, place: string): void => {
    if (text !== undefined && text !== '') pieces.push(wholePiece(text, place));
  };
  add(fields.subject, 'header subject');
  add(fields.senderSmtpAddress ?? fields.senderEmail, 'header from');
  for (const { smtpAddress, email } of fields.recipients ?? []) add(smtpAddress ?? email, 'header to');
  for (const [line] of (fields.headers ?? '').matchAll(telling))
    add(line, `header ${line.slice(0, line.indexOf(':')).toLowerCase()}`);
  add(fields.body, 'text');
  const html = fields.bodyHtml ?? (fields.html === undefined ? undefined : new TextDecoder().decode(fields.html));
  if (html !== undefined) pieces.push(...readHtml(html, 'HTML').pieces);
  const inner = (fields.attachments ?? []).slice(0, limits.archiveEntries).map((attachment, index): Attachment => {
    const { fileName, content } = reader.getAttachment(attachment);
    return { name: attachment.innerMsgContent === true ? `mail ${index + 1}.msg` : fileName, bytes: content };
  });
  return { format: 'msg', pieces, inner };
}

/** Names of streams as the directory of a compound file has them. */
const hasStream = (bytes: Uint8Array, name: string): boolean =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(Buffer.from(name, 'utf16le'));

/** The reader takes whatever is a compound file for an empty mail; each mail has this stream (MS-OXMSG 2.4). */
function refuseOthers(bytes: Uint8Array): void {
  if (hasStream(bytes, '__properties_version1.0')) return;
  if (hasStream(bytes, 'EncryptedPackage')) {
    throw new DocumentFault('unreadable', 'The document is protected with a password.');
  }
  throw noMail();
}

const noMail = (): DocumentFault =>
  new DocumentFault(
    'unreadable',
    'This is no mail of Outlook; old office files (.doc, .xls) cannot be read, save as .docx.',
  );

function readFields(reader: InstanceType<typeof MsgReader>) {
  try {
    const fields = reader.getFileData();
    if (fields.error === undefined && fields.dataType === 'msg') return fields;
  } catch (cause) {
    throw new DocumentFault('unreadable', 'The mail is damaged.', { cause });
  }
  throw noMail();
}
