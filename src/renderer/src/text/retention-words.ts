/** For how long records are kept, e.g. `90 days after anything was heard of them`. */
export function retentionWords(days: number | null): string {
  if (days === null) return 'for good';
  return `${days === 1 ? '1 day' : `${days.toLocaleString('en-US')} days`} after anything was last heard of them`;
}
