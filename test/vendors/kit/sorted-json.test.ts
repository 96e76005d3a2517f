import { describe, expect, it } from 'vitest';
import { sortMembers } from '#main/vendors/kit/sorted-json.ts';

describe('a JSON text with its members in order', () => {
  it.each([
    ['{"b":1,"a":2}', '{"a":2,"b":1}'],
    [
      ' { "b" : [ 1 , { "d" : null , "c" : true } ] ,\n"a" : { } , "e":[ ] }',
      '{"a":{},"b":[1,{"c":true,"d":null}],"e":[]}',
    ],
    ['[3,1,2]', '[3,1,2]'],
    ['{"ab":1,"a":2,"a b":3}', '{"a b":3,"a":2,"ab":1}'],
    ['{"b":"}],{\\"\\\\","a":"\\u00e9 é"}', '{"a":"\\u00e9 é","b":"}],{\\"\\\\"}'],
    ['{"n":1.0,"m":12345678901234567890,"l":-1E+5}', '{"l":-1E+5,"m":12345678901234567890,"n":1.0}'],
    // Which of two members of one name counts depends on their order.
    ['{"b":0,"a":2,"a":1}', '{"a":2,"a":1,"b":0}'],
    ['"alone"', '"alone"'],
    ['-3', '-3'],
    ['{}', '{}'],
  ])('%s', (text, sorted) => {
    expect(sortMembers(text)).toBe(sorted);
    expect(sortMembers(sorted)).toBe(sorted);
    expect(JSON.parse(sorted)).toEqual(JSON.parse(text));
  });
});
