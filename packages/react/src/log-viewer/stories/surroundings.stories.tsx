import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import { LogViewer } from '../log-viewer.js';
import { agentRun, serverLines } from '../testing/samples.js';
import { feedOf } from '../testing/sources.js';
import { stageStream } from '../testing/staged-stream.js';
import { OnStage, padded, part, phoneWide, rows } from '../testing/story-parts.js';

/**
 * The viewer in its surroundings: dark and light pages, a phone, a right-to-left page, the system's
 * forced colours, and reduced motion.
 */
const meta = {
  title: 'LogViewer/Surroundings',
  component: LogViewer,
  args: { height: '420px' },
  parameters: { controls: { disable: true } },
  decorators: [padded],
} satisfies Meta<typeof LogViewer>;

export default meta;
type Story = StoryObj<typeof meta>;

const log = feedOf([...serverLines(300), ...agentRun()], 'job run 4127');

/** The viewer is drawn in this scheme, on whatever page. */
async function scheme(canvas: HTMLElement, expected: 'dark' | 'light'): Promise<void> {
  await waitFor(() => expect(rows(canvas).length).toBeGreaterThan(10));
  await expect(getComputedStyle(part(canvas, 'viewer')).colorScheme).toBe(expected);
}

/** Always dark, whatever the page looks like. */
export const Dark: Story = {
  args: { source: log, theme: 'dark' },
  play: ({ canvasElement }) => scheme(canvasElement, 'dark'),
};

/** Always light. */
export const Light: Story = {
  args: { source: log, theme: 'light' },
  play: ({ canvasElement }) => scheme(canvasElement, 'light'),
};

/** A phone: the toolbar wraps, timestamps and labels are hidden in the rows, and the lines stay readable. */
export const Phone: Story = {
  args: { source: log },
  globals: { viewport: { value: 'phone' } },
  decorators: [phoneWide],
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await waitFor(() => expect(rows(canvasElement).length).toBeGreaterThan(10));
    await expect(part(canvasElement, 'filter')).toBeVisible();
    await expect(canvas.queryByRole('button', { name: 'Clear' })).toBeNull();
    // Two lines: the button for more stands beside the filter.
    const middle = ({ top, bottom }: DOMRect): number => (top + bottom) / 2;
    await expect(middle(box(canvasElement, 'fold'))).toBeCloseTo(
      middle(box(canvasElement, 'filter-field')),
      0,
    );
    await userEvent.click(canvas.getByRole('button', { name: 'More tools' }));
    await waitFor(() => expect(canvas.getByRole('button', { name: 'Clear' })).toBeVisible());
    await expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(window.innerWidth);
  },
};

const box = (canvas: HTMLElement, name: string): DOMRect => part(canvas, name).getBoundingClientRect();

/**
 * A right-to-left page: toolbar, menus, notices and status bar are mirrored. Lines are not: they start at the left, as
 * in a terminal, so that their beginnings are aligned and visible. A line in Hebrew or Arabic still keeps its own direction.
 */
export const RightToLeft: Story = {
  globals: { direction: 'rtl' },
  render: (args) => (
    <OnStage
      {...args}
      stage={() => {
        const stream = stageStream(serverLines(200));
        stream.appendGap({
          reason: 'outage',
          missing: 412,
          from: '2026-11-03T10:31:02Z',
          to: '2026-11-03T10:31:09Z',
        });
        const timestamp = '2026-11-03T10:31:09.120Z';
        stream.append([
          { message: `one long line: ${'lorem ipsum dolor sit amet '.repeat(20)}`, level: 'warn', timestamp },
          { message: 'مرحبا: user=amal@example.com', level: 'info', timestamp },
          { message: 'the connection to 10.0.3.17:5432 was refused', level: 'error', timestamp },
        ]);
        return stream;
      }}
    />
  ),
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await waitFor(() => expect(canvas.getByText('412 lines missing here')).toBeVisible());
    const viewer = box(canvasElement, 'viewer');
    const middle = viewer.left + viewer.width / 2;
    // Tools are mirrored …
    await expect(box(canvasElement, 'search').left).toBeGreaterThan(middle);
    await expect(box(canvasElement, 'status').right).toBeLessThan(middle);
    await expect(box(canvasElement, 'title').left).toBeGreaterThan(middle);
    await userEvent.click(canvas.getByRole('button', { name: 'Levels' }));
    const menu = await waitFor(() => box(canvasElement, 'popover'));
    await expect(menu.left).toBeGreaterThanOrEqual(viewer.left);
    await expect(menu.right).toBeLessThanOrEqual(viewer.right);
    await userEvent.keyboard('{Escape}');
    // … and lines are not: numbers at the left, and the beginning of a long line is in sight beside them.
    await expect(box(canvasElement, 'line-number').left - viewer.left).toBeLessThan(4);
    const [start = 0, ...others] = rows(canvasElement).map(
      (row) => row.querySelector('[data-tailrace="message"]')?.getBoundingClientRect().left ?? 0,
    );
    for (const other of others) await expect(other).toBeCloseTo(start, 0);
    await expect(start).toBeGreaterThan(viewer.left);
    await expect(start).toBeLessThan(middle);
    // Sentences are read in their own direction: "204 lines" ends at the right, where its last letter is.
    const count = document.createRange();
    count.selectNodeContents(part(canvasElement, 'line-count'));
    const whole = count.getBoundingClientRect();
    count.setStart(part(canvasElement, 'line-count').firstChild as Text, 3);
    await expect(count.getBoundingClientRect().right).toBeCloseTo(whole.right, 0);
    await expect(count.getBoundingClientRect().left).toBeGreaterThan(whole.left + 10);
    await expect(getComputedStyle(part(canvasElement, 'gap-range')).direction).toBe('ltr');
    const long = rows(canvasElement).at(-3)?.querySelector<HTMLElement>('[data-tailrace="message"]');
    await expect(getComputedStyle(long as HTMLElement).direction).toBe('ltr');
    const arabic = rows(canvasElement).at(-2)?.querySelector<HTMLElement>('[data-tailrace="message"]');
    await expect(getComputedStyle(arabic as HTMLElement).direction).toBe('rtl');
  },
};

/** The same page, long lines wrapped, on a phone. */
export const RightToLeftPhone: Story = {
  ...RightToLeft,
  tags: ['one-theme'],
  args: { wrap: true },
  globals: { direction: 'rtl', viewport: { value: 'phone' } },
  decorators: [phoneWide],
  play: async ({ canvasElement }) => {
    await waitFor(() => expect(rows(canvasElement).length).toBeGreaterThan(3));
    const viewer = box(canvasElement, 'viewer');
    await userEvent.click(within(canvasElement).getByRole('button', { name: 'More tools' }));
    const buttons = [...part(canvasElement, 'toolbar').querySelectorAll('button')];
    const shown = buttons.filter((button) => button.checkVisibility());
    await expect(shown.length).toBeGreaterThanOrEqual(9);
    for (const button of shown) {
      const { left, right } = button.getBoundingClientRect();
      await expect(left).toBeGreaterThanOrEqual(viewer.left);
      await expect(right).toBeLessThanOrEqual(viewer.right);
    }
  },
};

/** Whether the system asks for it. In tests it must (`vitest.config.ts`); a visitor's may not, and then there is nothing to look at. */
async function isAsked(setting: string, globals: Readonly<Record<string, unknown>>): Promise<boolean> {
  const { matches } = matchMedia(setting);
  if (globals['systemAsks'] === true) await expect(matches).toBe(true);
  return matches;
}

/** A colour that the system names, as the browser computes it. */
function systemColor(name: string): string {
  const probe = document.body.appendChild(document.createElement('span'));
  probe.style.color = name;
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

/**
 * The system's own colours (Windows high contrast): no information is conveyed by a tint. To see it, let the browser's developer
 * tools emulate `forced-colors: active`.
 */
export const ForcedColours: Story = {
  tags: ['system-settings'],
  render: (args) => (
    <OnStage
      {...args}
      stage={() => {
        const stream = stageStream(agentRun());
        stream.appendGap({ reason: 'outage', missing: 412 });
        stream.append(serverLines(40));
        stream.append([{ message: '\u001b[7minverse\u001b[0m', level: 'info' }]);
        return stream;
      }}
    />
  ),
  play: async ({ canvasElement, globals }) => {
    if (!(await isAsked('(forced-colors: active)', globals))) return;
    const canvas = within(canvasElement);
    await userEvent.type(part(canvasElement, 'search'), 'GET');
    await waitFor(() => expect(canvasElement.querySelector('mark[data-current]')).toBeVisible());
    const styleOf = (element: Element | null | undefined): CSSStyleDeclaration =>
      getComputedStyle(element as Element);
    // Which buttons are pressed, and that the connection stands, is told by a filled shape.
    const follow = canvas.getByRole('button', { name: 'Timestamps: local time' });
    await expect(follow).toHaveAttribute('aria-pressed', 'true');
    await expect(styleOf(follow).backgroundColor).toBe(systemColor('Highlight'));
    await expect(styleOf(follow).color).toBe(systemColor('HighlightText'));
    await expect(styleOf(part(canvasElement, 'dot')).backgroundColor).toBe(systemColor('CanvasText'));
    // Only what deserves a look has a bar.
    const bar = (level: string): string =>
      styleOf(canvasElement.querySelector(`[data-tailrace="row"][data-level="${level}"]`)).borderLeftColor;
    await expect(bar('info')).toBe(systemColor('Canvas'));
    await expect(bar('error')).toBe(systemColor('CanvasText'));
    await expect(styleOf(part(canvasElement, 'gap').querySelector('svg')).color).toBe(
      systemColor('CanvasText'),
    );
    await expect(styleOf(canvasElement.querySelector('mark')).backgroundColor).toBe(systemColor('Mark'));
  },
};

/** Reduced motion: nothing moves. */
export const ReducedMotion: Story = {
  tags: ['system-settings'],
  args: { source: log },
  play: async ({ canvasElement, globals }) => {
    if (!(await isAsked('(prefers-reduced-motion: reduce)', globals))) return;
    await waitFor(() => expect(rows(canvasElement).length).toBeGreaterThan(10));
    part(canvasElement, 'viewport').focus();
    await userEvent.keyboard('{PageUp}');
    log.append(serverLines(3, 400));
    await waitFor(() => expect(part(canvasElement, 'new-lines')).toBeVisible());
    await expect(getComputedStyle(part(canvasElement, 'new-lines')).animationName).toBe('none');
    const chevron = canvasElement.querySelector('button[data-tailrace="disclosure"] svg');
    await expect(getComputedStyle(chevron as Element).transitionDuration).toBe('0s');
  },
};
