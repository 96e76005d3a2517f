import { type Secret, secretMask } from '#main/ports/secret.ts';

/** Below this a text is too common to be replaced wherever it occurs. */
const shortestSecret = 4;

/** Parameter and form-field names whose value is a secret, in URLs and bodies. */
const secretParameters =
  'api_?key|application_?key|key|token|secret|password|client_?secret|access_?token|refresh_?token';
const parameterPattern = new RegExp(`(^|[?&;\\s"'])(${secretParameters})=[^&\\s"'#;]+`, 'gi');

/** Headers that carry a secret, as they stand in a text, or how they end (`Proxy-`, `Set-`): masked to the end of the line. */
const headerPattern = /\b(authorization|x-apikey|dd-[a-z-]*key|cookie)(["']?\s*[:=]\s*)[^\r\n]+/gi;

/** Credentials of HTTP authentication wherever they stand, and of URLs. */
const schemePattern = /\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi;
const userInfoPattern = /(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@"']+@/gi;

const secretKeys: ReadonlySet<string> = new Set([
  'accesstoken',
  'apikey',
  'applicationkey',
  'authorization',
  'bearer',
  'clientsecret',
  'cookie',
  'key',
  'password',
  'proxyauthorization',
  'refreshtoken',
  'secret',
  'secrets',
  'setcookie',
  'token',
  'xapikey',
]);

/** Removes secrets from texts. Several layers, each of which would do for the common case. */
export interface Redactor {
  /** From now on this secret is replaced raw, percent-, base64- and JSON-encoded. */
  learn(secret: Secret): void;
  /** Masks known secrets, secret parameters, headers and authentication; the home folder becomes `~`. */
  redact(text: string): string;
  /** Whether a field or header of that name holds a secret, whatever its value looks like. */
  isSecretName(name: string): boolean;
}

/** @param homeFolder absolute path that is not to be shown, as it names the user. */
export function createRedactor(homeFolder: string): Redactor {
  let known: readonly string[] = [];
  const homePattern = homeFolder.length > 1 ? new RegExp(`${escapePattern(homeFolder)}(?![\\w.-])`, 'g') : undefined;
  return {
    learn: (secret) => {
      const forms = encodeForms(secret.reveal()).filter((form) => form.length >= shortestSecret);
      // Longest first: a form may be part of another one.
      known = [...new Set([...known, ...forms])].sort((a, b) => b.length - a.length);
    },
    redact: (text) => {
      let clean = text;
      for (const form of known) clean = clean.replaceAll(form, secretMask);
      clean = clean
        .replaceAll(parameterPattern, `$1$2=${secretMask}`)
        .replaceAll(headerPattern, `$1$2${secretMask}`)
        .replaceAll(schemePattern, `$1 ${secretMask}`)
        .replaceAll(userInfoPattern, `$1${secretMask}@`);
      return homePattern === undefined ? clean : clean.replaceAll(homePattern, '~');
    },
    isSecretName: (name) => {
      const plain = name.toLowerCase().replaceAll(/[^a-z]/g, '');
      return secretKeys.has(plain) || /^dd-.*key$/i.test(name);
    },
  };
}

/** Every spelling under which a secret may turn up in a text. */
function encodeForms(text: string): readonly string[] {
  const percent = encodeURIComponent(text.toWellFormed());
  const json = JSON.stringify(text).slice(1, -1);
  return [
    text,
    json,
    // A text that was put into JSON twice, such as a body inside a log entry.
    JSON.stringify(json).slice(1, -1),
    percent,
    percent.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    new URLSearchParams({ '': text }).toString().slice(1),
    ...encodeBase64(text),
  ];
}

/**
 * Base64 depends on where in a longer text the secret begins (`id:secret` of Basic authentication), modulo three bytes: the
 * characters that depend on the neighbours are cut off at both ends.
 */
function encodeBase64(text: string): readonly string[] {
  return [0, 1, 2].flatMap((shift) => {
    const bytes = Buffer.from('\0'.repeat(shift) + text, 'utf8');
    const encoded = bytes.toString('base64').replaceAll('=', '');
    const stableStart = shift === 0 ? 0 : shift + 1;
    const stableEnd = bytes.byteLength % 3 === 0 ? encoded.length : encoded.length - 1;
    const stable = encoded.slice(stableStart, stableEnd);
    return [stable, stable.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

function escapePattern(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
