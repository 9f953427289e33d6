/** The worker that a page with a strict policy brings itself, as docs/find-and-filter.md has it. */
import type { PatternAnswer, PatternTask } from '@tailrace/core';

const tell = (answer: true | PatternAnswer): void => self.postMessage(answer);

self.onmessage = ({ data }: MessageEvent<PatternTask>) => {
  const patterns = data.patterns.map(({ source, flags }) => new RegExp(source, flags));
  data.texts.forEach((text, at) => {
    const found = patterns.map((pattern) => {
      if (data.first) return text.search(pattern) < 0 ? [] : [0, 0];
      const places = [...text.matchAll(pattern)].filter(([match]) => match !== '');
      return places.flatMap(({ index, 0: match }) => [index, index + match.length]);
    });
    tell({ found: [found], more: at < data.texts.length - 1 });
  });
};
tell(true);
