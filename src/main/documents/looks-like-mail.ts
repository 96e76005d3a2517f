/** Field names that mails begin with (RFC 5322, 5321, MIME, lists, signatures); what is written by hand has others. */
const mailFields: ReadonlySet<string> = new Set(
  (
    'from to cc bcc reply-to sender return-path delivered-to subject date sent message-id in-reply-to references received ' +
    'received-spf mime-version content-type content-transfer-encoding content-language content-disposition dkim-signature ' +
    'domainkey-signature authentication-results authentication-results-original importance priority precedence auto-submitted ' +
    'thread-topic thread-index accept-language user-agent organization errors-to feedback-id envelope-to status ' +
    'disposition-notification-to resent-from resent-to resent-date resent-message-id'
  ).split(' '),
);
const mailFamilies = /^(?:x|arc|list|require)-/;

/**
 * Whether a text begins with the header of a mail: two or more fields that mails have, nothing else, and then an empty line.
 * Strict, since whoever writes "From: …" above a note wants every line of it read.
 *
 * @param isCut the text goes on behind `head`; its last line may be incomplete then.
 */
export function looksLikeMail(head: string, isCut: boolean): boolean {
  const lines = head.split(/\r?\n/);
  if (isCut) lines.pop();
  let fields = 0;
  for (const line of lines) {
    if (line === '') return fields >= 2;
    if (fields > 0 && /^[ \t]/.test(line)) continue;
    const name = /^([A-Za-z][\w-]{1,70}):/.exec(line)?.[1]?.toLowerCase();
    if (name === undefined || !(mailFields.has(name) || mailFamilies.test(name))) return false;
    fields += 1;
  }
  return isCut && fields >= 2;
}
