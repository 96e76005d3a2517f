/** Words after which four numbers are a version or a place in a document, also in the languages of the neighbours. */
const nouns =
  'versions?|versionen|versión|ver|vers|v|releases?|builds?|firmware|revisions?|rev|patch(?:es)?|hot-?fix(?:es)?|updates?|upgrades?|driver|sdk|kernel|plugin|' +
  'file ?version|product ?version|assembly|chapters?|sections?|abschnitte?|kapitel|ziffer|articles?|artikel|art\\.|oid|snapshot';
const relation = String.raw`(?:\s{1,2}(?:before|prior to|up to|below|above|until|through|since|from|after|earlier than|older than|newer than|vor|bis|ab|avant))?`;
const before = new RegExp(
  String.raw`(?:^|[^\p{L}\p{N}])(?:${nouns})(?:[ _-]?(?:number|no\.?|#))?${relation}[\s\]:=("'<>]{0,6}v?$`,
  'iu',
);
/** In a list: `versions 1.2.3.4, 1.2.3.5 and 1.2.4.0`. */
const listed = new RegExp(
  String.raw`(?:^|[^\p{L}\p{N}])(?:${nouns})\s{1,2}(?:v?\d[\w.-]{0,20}(?:,? (?:and|or|to|through|until|und|et)|,|;| ?[-–/])\s{0,2}){1,8}v?$`,
  'iu',
);
/** The third field of the headers of security logs is the device's version. */
const logHeader = /(?:CEF:\d{1,2}|LEEF:[\d.]{1,8})\|[^|]{0,60}\|[^|]{0,60}\|$/;
/** `Chrome/119.0.0.0`, `curl/8.4.0.1`: names that stand before a slash and a version. */
const product =
  /(?:^|[^\w.])(?:mozilla|applewebkit|chrome|chromium|headlesschrome|firefox|safari|edge?|edga|edgios|opr|opera|version|msie|trident|mobile|vivaldi|yabrowser|samsungbrowser|curl|libcurl|wget|python(?:-requests|-urllib)?|aiohttp|okhttp|java|go-http-client|nginx|apache(?:-httpclient)?|openssl|openssh|microsoft-iis|php|node|axios|postmanruntime|winhttp|outlook|thunderbird|electron|webex|zoom|teams|slack|git|docker|nmap|masscan|zgrab|sqlmap|nikto)\/v?$/i;
/** What follows a version and no address. */
const after =
  /^(?:[-_+](?:alpha|beta|rc|build|release|debug|x64|x86|amd64|arm64|win|linux|setup|snapshot|final|ga|sp)|(?:a|b|rc|beta|alpha)\d|\s{1,2}(?:or|and)\s(?:later|earlier|newer|older|above|below|prior|higher|lower)|\s{1,2}(?:release|build|firmware|hotfix)\b)/i;

/** How far back and ahead is looked. */
const reachBack = 160;
const reachAhead = 24;

/** Whether what stands around four numbers says that they are a version. */
export function isVersionByContext(text: string, start: number, end: number): boolean {
  const lead = text.slice(Math.max(0, start - reachBack), start);
  const line = lead.slice(lead.lastIndexOf('\n') + 1);
  return (
    logHeader.test(line) ||
    before.test(line.slice(-40)) ||
    listed.test(line) ||
    product.test(line.slice(-32)) ||
    after.test(text.slice(end, end + reachAhead))
  );
}
