import { canonicaliseAs } from '../canonicalise.ts';
import { type Detector, valid } from './found.ts';
import { trimTail } from './segments.ts';

/** First folders of Unix systems; a path below another one is more often part of a URL. */
const roots =
  'etc|usr|bin|sbin|var|tmp|home|root|opt|dev|proc|sys|lib|lib64|lib32|mnt|media|run|boot|srv|private|Users|Library|Applications|System|Volumes|data|sdcard|cygdrive|snap|nix';
const paths = new RegExp(
  String.raw`(?:(?<![\p{L}\p{N}_.:/\\~)\]}=&%-])|(?<=[=:]))(?:/(?:${roots})|~|\$HOME|\$\{HOME\})(?:/[^\s/"'<>|;,:*?()[\]{}\x60\\]{1,255}){1,40}/?`,
  'gu',
);
/** Before a path that a web server was asked for. */
const request = /(?:GET|POST|PUT|HEAD|DELETE|OPTIONS|PATCH|PROPFIND)\s{1,3}$/;

/** Paths of Unix systems and macOS. */
export const detectUnixPaths: Detector = ({ view, claims, add }) => {
  for (const { 0: whole, index } of view.text.matchAll(paths)) {
    const spelled = trimTail(whole);
    const end = index + spelled.length;
    if (!claims.isFree(index, end) || request.test(view.text.slice(Math.max(0, index - 12), index))) continue;
    add({ start: index, end, reading: valid('path', canonicaliseAs('path', spelled).value) });
  }
};
