import { Fragment, type ReactElement } from 'react';
import { showHidden } from './hidden-characters.js';

/**
 * A text in which invisible characters are shown by name. The characters themselves are in the text, so that they are
 * copied; the stylesheet adds the name.
 */
export function VisibleText({ children }: { readonly children: string }): ReactElement {
  return (
    <>
      {showHidden(children).map(({ text, glyph }, index) =>
        glyph === undefined ? (
          <Fragment key={index}>{text}</Fragment>
        ) : (
          <span key={index} data-tailrace="glyph" data-glyph={glyph}>
            {text}
          </span>
        ),
      )}
    </>
  );
}
