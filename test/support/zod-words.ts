/** Sentences of zod's own (its English locale): none of them may reach a user. */
export const zodWords =
  /Invalid (?:input|option|string|key|value|element|number|format|regex|UUID|URL|ISO)|Too (?:small|big)|Unrecognized key|expected \w+|received \w+|must match pattern|to be (?:>|<|one of)|ZodError/;
