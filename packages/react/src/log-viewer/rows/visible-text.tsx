import { Fragment, type ReactElement } from 'react';
import { showHidden } from './hidden-characters.js';

/**
 * A text in which nothing is hidden: what cannot be seen stands under its name. The characters are in the text, to be
 * copied; the name is the stylesheet's.
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
