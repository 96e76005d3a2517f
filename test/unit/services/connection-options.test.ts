import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { assignOptions, checkOptions, parseOptionText } from '#main/services/connection-options.ts';
import { fakeVendor } from '../../support/fake-vendor.ts';

const vendor = fakeVendor();
const assign = (...texts: readonly string[]) => assignOptions(vendor, texts.map(parseOptionText));

describe('parseOptionText', () => {
  it('reads key=value with and without a stream', () => {
    expect(parseOptionText('confidence=90')).toEqual({ stream: null, name: 'confidence', value: '90' });
    expect(parseOptionText('hosts.confidence=90')).toEqual({ stream: 'hosts', name: 'confidence', value: '90' });
  });

  it('keeps everything behind the first equals sign', () => {
    expect(parseOptionText("filter=type:'a.b'+x=y")).toEqual({ stream: null, name: 'filter', value: "type:'a.b'+x=y" });
  });

  it.each(['confidence', '=90', '', 'hosts.=1'])('refuses %j', (text) => {
    expect(() => parseOptionText(text)).toThrow(expect.objectContaining({ code: 'input.invalid' }));
  });
});

describe('assignOptions', () => {
  it('gives an option without a stream to each stream that has the parameter', () => {
    expect(assign('confidence=90')).toEqual({ hosts: { confidence: 90 }, files: { confidence: 90 } });
    expect(assign('files_filter=a')).toEqual({ files: { files_filter: 'a' } });
  });

  it('gives an option with a stream to that one, beside others, the last word counting', () => {
    expect(assign('org_only=true', 'hosts.confidence=1', 'hosts.confidence=2', 'files.state=open')).toEqual({
      hosts: { org_only: true, confidence: 2 },
      files: { org_only: true, state: 'open' },
    });
  });

  it('refuses an unknown option and says which there are', () => {
    expect(() => assign('confidance=90')).toThrow(
      expect.objectContaining({ code: 'input.invalid', suggestion: expect.stringContaining('confidence') }),
    );
    expect(() => assign('hosts.files_filter=a')).toThrow(expect.objectContaining({ code: 'input.invalid' }));
  });

  it('refuses an unknown stream and says which there are', () => {
    expect(() => assign('urls.confidence=90')).toThrow(
      expect.objectContaining({ code: 'input.invalid', suggestion: 'One of: hosts, files.' }),
    );
  });

  it.each(['apiKey=k', 'hosts.apiKey=k', 'api_key=k', 'API-KEY=k', 'tenant=t', 'token=t'])(
    'refuses the secret %s as an option without repeating it',
    (text) => {
      expect(() => assign(text)).toThrow(
        expect.objectContaining({ code: 'input.invalid', message: 'A secret cannot be given as an option.' }),
      );
    },
  );

  it.each(['confidence=high', 'confidence=101', 'confidence=1.5', 'org_only=yes', 'state=ajar'])(
    'refuses the value %s',
    (text) => {
      expect(() => assign(text)).toThrow(expect.objectContaining({ code: 'input.invalid' }));
    },
  );
});

describe('checkOptions', () => {
  it('keeps what fits and drops empty sections', () => {
    expect(checkOptions(vendor, { hosts: { confidence: 5 }, files: {} })).toEqual({ hosts: { confidence: 5 } });
  });

  it('does not take text for a number', () => {
    expect(() => checkOptions(vendor, { hosts: { confidence: '5' } })).toThrow(
      expect.objectContaining({ code: 'input.invalid', message: expect.stringContaining('hosts.confidence') }),
    );
  });

  it('refuses a secret', () => {
    expect(() => checkOptions(vendor, { hosts: { apiKey: 'k' } })).toThrow(/secret/);
  });
});

describe('the options of the authentication', () => {
  const choosy = fakeVendor({ authOptionsSchema: z.strictObject({ form: z.enum(['header', 'query']).optional() }) });

  it('are a section of their own', () => {
    expect(assignOptions(choosy, [parseOptionText('auth.form=query')])).toEqual({ auth: { form: 'query' } });
    expect(assignOptions(choosy, [parseOptionText('form=header')])).toEqual({ auth: { form: 'header' } });
  });

  it('are checked, and refused where the vendor has none', () => {
    expect(() => checkOptions(choosy, { auth: { form: 'cookie' } })).toThrow(/auth\.form/);
    expect(() => checkOptions(vendor, { auth: { form: 'query' } })).toThrow(/no stream/);
  });
});
