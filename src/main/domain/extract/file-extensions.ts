/** Last parts of file names that no top-level domain is called. */
const extensions: ReadonlySet<string> = new Set(
  (
    '7z ace aab apk arj asp aspx asm atom bak bash bat bin bmp bz2 cer cfg cfm cgi chm class cmd conf cpl cpp crt csproj css csv ' +
    'cxx dat db deb dex dll dmg dmp doc docb docm docx dotm dotx dump dylib eml elf eps exe flv gif go gz gzip h hpp hta htm ' +
    'html ico img inf ini ipa iso jar jnlp jpeg jpg js jse json jsp jspx kext key ko ksh lnk log lua m4a mht mp3 mp4 mpg msc msg ' +
    'msi msix msp mst mui nupkg ocx odt ole onepkg otf ova p12 pdb pdf pem pfx php php3 php5 phtml pif pkg plist pls png potm pps ppsx ' +
    'ppt pptm pptx prf ps1 psd1 psm1 pst pyc pyd pyw qcow2 rar rb rdp reg rpm rtf sav sct scr sct sha1 sha256 sln slk sql sqlite svg ' +
    'swf swp sys tar tgz tiff tmp toml ts tsv ttf txt url user vb vba vbe vbs vhd vhdx vmdk wav wbk wim woff woff2 wpl wsf wsh xaml ' +
    'xhtml xla xlam xll xls xlsb xlsm xlsx xml xps xsl xz yaml yar yara yml z zst encrypted locked crypt enc md5 tmpl lock ntds dit evtx ' +
    'etl pcap pcapng mem raw vmem e01 idb i64 sct hwp hwpx wasm mjs cjs jsx tsx vue scss less service timer socket sock'
  ).split(' '),
);

/** Top-level domains that are better known as the ends of file names, however many parts the name has. */
const files: ReadonlySet<string> = new Set('py zip mov md ps pm map java dot cab pid inc'.split(' '));
/** The same, where the name has two parts only: `install.sh` is a script, `www.nbs.rs` a host. */
const shortFiles: ReadonlySet<string> = new Set('sh rs tf'.split(' '));

/** Whether a text, lower case, is how file names end and no top-level domain. */
export function isFileExtension(ending: string): boolean {
  return extensions.has(ending);
}

/** Whether a plainly written name, lower case, is rather a file's than a host's although its last part is a top-level domain. */
export function isRatherFile(labels: readonly string[]): boolean {
  const ending = labels.at(-1) ?? '';
  if (ending === 'so') return labels[0]?.startsWith('lib') === true;
  if (shortFiles.has(ending)) return labels.length === 2;
  return files.has(ending) && labels[0] !== 'www';
}
