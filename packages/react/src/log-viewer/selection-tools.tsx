import { useMemo, type ReactElement } from 'react';
import { focusLines } from './focus-lines.js';
import { COPY_FORMATS } from './model/copy-format.js';
import { Button } from './toolbar/button.js';
import { Menu } from './toolbar/menu.js';
import { useViewerContext, useViewerState } from './viewer-context.js';

/** A component of its own, because the number of selected lines is counted again with every change: lines leave the buffer, and a filter hides them. */
function Count(): ReactElement {
  const { viewer, labels } = useViewerContext();
  const { noError } = useViewerState((state) => state);
  const words = noError ? labels.noError(noError.direction) : labels.selected(viewer.selection.count());
  return <span aria-hidden="true">{words}</span>;
}

/** For screen readers, which only announce a changed selection. */
function Told(): ReactElement {
  const { viewer, labels } = useViewerContext();
  const selection = useViewerState((state) => state.selection);
  // eslint-disable-next-line react-hooks/exhaustive-deps -- counted when another selection is made
  const words = useMemo(() => labels.selected(viewer.selection.count()), [labels, viewer, selection]);
  return <span data-tailrace="hidden">{words}</span>;
}

/** The actions for the selected lines. If a filter hides them all, or all have left the buffer, there is nothing to copy. */
export function SelectionTools(): ReactElement {
  const { viewer, labels, id } = useViewerContext();
  const format = useViewerState((state) => state.copyFormat);
  const copied = useViewerState((state) => state.copied);
  const shown = useViewerState(() => viewer.selection.ends() !== undefined);

  return (
    <div data-tailrace="selection">
      {copied === 'failed' ? null : <Count />}
      <span role="status">{copied === 'failed' ? labels.copyFailed : <Told />}</span>
      {shown ? (
        <span data-tailrace="group">
          <Button
            look="small"
            icon={copied === 'lines' ? 'check' : 'copy'}
            label={copied === 'lines' ? labels.copied : labels.copy}
            text
            onClick={() => void viewer.selection.copy()}
          />
          <Menu name="copy" edge="top" button={{ look: 'small', icon: 'down', label: labels.copyAs }}>
            {() => (
              <div role="radiogroup" aria-label={labels.copyAs}>
                {COPY_FORMATS.map((each) => (
                  <label key={each}>
                    <input
                      type="radio"
                      form=""
                      name={`${id}copy`}
                      checked={each === format}
                      onChange={() => viewer.setCopyFormat(each)}
                    />
                    {labels.copyFormat(each)}
                  </label>
                ))}
              </div>
            )}
          </Menu>
        </span>
      ) : null}
      {shown && viewer.links.prefix !== undefined ? (
        <Button
          look="small"
          icon={copied === 'link' ? 'check' : 'link'}
          label={copied === 'link' ? labels.copied : labels.copyLink}
          title={labels.copyLink}
          text
          onClick={() => viewer.links.copy()}
        />
      ) : null}
      <Button
        look="small"
        icon="close"
        label={labels.deselect}
        onClick={(event) => {
          focusLines(event.currentTarget);
          viewer.selection.clear();
        }}
      />
    </div>
  );
}
