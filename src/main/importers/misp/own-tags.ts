const ownTag = /^sightline:([a-z]+)="(.*)"$/s;

/** Whether our exporter wrote a tag. */
export function isOwnTag(name: string): boolean {
  return ownTag.test(name);
}

/** What our exporter wrote in tags: name -> value. */
export function readOwnTags(
  tags: readonly { readonly name: string }[] | null | undefined,
): ReadonlyMap<string, string> {
  return new Map(
    (tags ?? []).flatMap(({ name }) => {
      const [, key, value] = ownTag.exec(name) ?? [];
      return key === undefined || value === undefined ? [] : [[key, value] as const];
    }),
  );
}
