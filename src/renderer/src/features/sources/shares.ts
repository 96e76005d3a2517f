/** `12 %`; what is not nothing is never said to be 0 %, and what is not all never 100 %. */
export function formatShare(part: number, of: number): string {
  const percent = (part / of) * 100;
  if (percent > 0 && percent < 1) return '< 1 %';
  if (percent > 99 && percent < 100) return '> 99 %';
  return `${Math.round(percent)} %`;
}

/** How strongly a share is coloured, 0 to 4. */
export function tintOf(part: number, of: number): 0 | 1 | 2 | 3 | 4 {
  const share = part / of;
  if (share < 0.01) return 0;
  if (share < 0.1) return 1;
  if (share < 0.25) return 2;
  return share < 0.5 ? 3 : 4;
}
