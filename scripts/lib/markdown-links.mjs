/** Parses as much Markdown as checking links needs. Pure. */

/** The text with its code blanked out, so that line numbers stay the same. */
function withoutCode(text) {
  const blank = (code) => code.replace(/[^\n]/g, ' ');
  return text.replace(/^(```+|~~~+)[^\n]*\n[\s\S]*?^\1[^\n]*$/gm, blank);
}

/** Every link, image and reference, with its line number. */
export function linksOf(text) {
  const found = [];
  const plain = withoutCode(text).replace(/`[^`\n]*`/g, (code) => ' '.repeat(code.length));
  const link =
    /\]\(\s*<?([^\s)>]+)>?[^)]*\)|^\s*\[[^\]]+\]:\s*(\S+)|<(?:img|a|source)\b[^>]*?\b(?:src|href|srcset)="([^"]+)"/gm;
  for (const match of plain.matchAll(link)) {
    const target = match[1] ?? match[2] ?? match[3];
    found.push({ target, line: plain.slice(0, match.index + match[0].search(/\S/)).split('\n').length });
  }
  return found;
}

/** The anchors of a page's headings, as GitHub generates them. */
export function anchorsOf(text) {
  const seen = new Map();
  const anchors = [];
  for (const [, heading] of withoutCode(text).matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)) {
    const slug = heading
      .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '')
      .replace(/ /g, '-');
    const times = seen.get(slug) ?? 0;
    seen.set(slug, times + 1);
    anchors.push(times === 0 ? slug : `${slug}-${times}`);
  }
  return anchors;
}
