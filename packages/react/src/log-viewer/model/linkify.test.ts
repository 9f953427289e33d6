import { describe, expect, it } from 'vitest';
import { isSafeHref, linkify } from './linkify.js';

const hrefs = (text: string) => linkify(text).flatMap((piece) => piece.href ?? []);

describe('linkify', () => {
  it('finds addresses and keeps every character', () => {
    const text = 'see https://example.com/a?b=1#c, then mailto:ops@example.com.';
    expect(hrefs(text)).toEqual(['https://example.com/a?b=1#c', 'mailto:ops@example.com']);
    expect(
      linkify(text)
        .map((piece) => piece.text)
        .join(''),
    ).toBe(text);
  });

  it('leaves the bracket around an address outside, and the one inside in', () => {
    expect(hrefs('(https://example.com/x)')).toEqual(['https://example.com/x']);
    expect(hrefs('https://example.com/x_(y)')).toEqual(['https://example.com/x_(y)']);
  });

  it('ends an address where it can no longer be seen where it leads', () => {
    expect(hrefs('https://exa\u200bmple.com https://a.example/\u202egpj.exe')).toEqual([
      'https://exa',
      'https://a.example/',
    ]);
  });

  it('takes as long as the text', () => {
    // Looked at bracket by bracket this would be 10¹¹ steps.
    const text = `https://example.com/${').'.repeat(150_000)}${')'.repeat(300_000)}`;
    expect(hrefs(text)).toEqual(['https://example.com/']);
  });

  it('makes no link of anything else', () => {
    expect(hrefs('javascript:alert(1) data:text/html,x file:///etc/passwd http:// 12:30:45')).toEqual([]);
    expect(isSafeHref('javascript:alert(1)')).toBe(false);
    expect(isSafeHref(' JaVaScRiPt:alert(1)')).toBe(false);
    expect(isSafeHref('https://example.com')).toBe(true);
  });
});
