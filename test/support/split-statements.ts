/**
 * The statements of a migration's SQL, without its comments: SQLite runs them one after the other, and a kill can come between two.
 * For our own SQL only, whose texts hold no semicolon and whose triggers end in `END;`.
 */
export function splitStatements(sql: string): readonly string[] {
  const statements: string[] = [];
  let open = '';
  for (const part of sql.replace(/--.*$/gm, '').split(';')) {
    open += `${part};`;
    if (/\bCREATE TRIGGER\b/.test(open) && !/\bEND;$/.test(open)) continue;
    if (open.trim() !== ';') statements.push(open.trim());
    open = '';
  }
  return statements;
}
