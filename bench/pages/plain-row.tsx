import { memo, type CSSProperties, type ReactElement } from 'react';
import type { BenchLine } from '../shared/lines.ts';
import { cutAtMatches } from './marked-text.ts';

/** The row of the plain lists: time and message, with matches highlighted. */
export const PlainRow = memo(function PlainRow({
  line,
  pattern,
  style,
}: {
  readonly line: BenchLine;
  readonly pattern?: RegExp | undefined;
  readonly style?: CSSProperties | undefined;
}): ReactElement {
  return (
    <div className="line" data-row style={style}>
      <span className="stamp">{line.timestamp}</span>
      <span>
        {pattern
          ? cutAtMatches(line.message, pattern).map((piece, at) =>
              at % 2 === 1 ? <mark key={at}>{piece}</mark> : piece,
            )
          : line.message}
      </span>
    </div>
  );
});
