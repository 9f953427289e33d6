import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import { LogViewer } from '../log-viewer.js';
import { agentRun, serverLines } from '../testing/samples.js';
import { feedOf } from '../testing/sources.js';
import { padded, part, phoneWide, rows } from '../testing/story-parts.js';

/**
 * Find marks every match and counts them exactly. The filter shows only the lines that pass: by text, regular expression or query, by
 * level, by label, with context lines around each match. Each line is looked at once, even in a log of a million lines.
 */
const meta = {
  title: 'LogViewer/Find and filter',
  component: LogViewer,
  tags: ['autodocs'],
  args: { height: '420px' },
  decorators: [padded],
} satisfies Meta<typeof LogViewer>;

export default meta;
type Story = StoryObj<typeof meta>;

/** Text that must not freeze the page: no expression may run for ever on it. */
const victim = { message: `${'a'.repeat(60)}!` };

/** Find: an exact count, next and previous, and all matches marked. */
export const Find: Story = {
  args: { source: feedOf(serverLines(2_000), 'job run 4127') },
  play: async ({ canvasElement }) => {
    await waitFor(() => expect(rows(canvasElement).length).toBeGreaterThan(10));
    const expected = serverLines(2_000).filter((line) => line.message.includes('slow query')).length;
    await userEvent.type(part(canvasElement, 'search'), 'slow query');
    await waitFor(() =>
      expect(part(canvasElement, 'search-count')).toHaveTextContent(new RegExp(`^1/${expected}$`)),
    );
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(part(canvasElement, 'search-count')).toHaveTextContent(`2/${expected}`));
    await waitFor(() =>
      expect(canvasElement.querySelector('mark[data-current]')).toHaveTextContent('slow query'),
    );
  },
};

/** Filter by text and level; the level menu shows the number of lines held. */
export const Filter: Story = {
  args: { source: feedOf(serverLines(2_000), 'job run 4127') },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    const onlyErrors = (): Promise<void> =>
      waitFor(() => expect(rows(canvasElement).every((row) => row.dataset['level'] === 'error')).toBe(true));
    await waitFor(() => expect(rows(canvasElement).length).toBeGreaterThan(10));
    await userEvent.type(part(canvasElement, 'filter'), 'ETIMEDOUT');
    await onlyErrors();
    await userEvent.click(canvas.getByRole('button', { name: 'Levels' }));
    await userEvent.click(await canvas.findByRole('checkbox', { name: /ERROR/ }));
    await waitFor(() => expect(canvas.getByText('No line matches the filter')).toBeVisible());
    await userEvent.click(
      within(part(canvasElement, 'state')).getByRole('button', { name: 'Show all lines' }),
    );
    await waitFor(() => expect(rows(canvasElement).length).toBeGreaterThan(0));
    await userEvent.type(part(canvasElement, 'filter'), 'ETIMEDOUT');
    await onlyErrors();
  },
};

/** Several conditions in the filter box. */
export const Query: Story = {
  tags: ['one-theme'],
  args: { source: feedOf(serverLines(2_000), 'job run 4127') },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await waitFor(() => expect(rows(canvasElement).length).toBeGreaterThan(10));
    await userEvent.click(canvas.getByRole('button', { name: /^Filter by a query/ }));
    await userEvent.type(part(canvasElement, 'filter'), 'level:warn+ -ETIMEDOUT | /took task [[0-3]/');
    await waitFor(() => expect(part(canvasElement, 'line-count')).not.toHaveTextContent(/^2,000/));
    await waitFor(() =>
      expect(rows(canvasElement).every((row) => /slow query|took task [0-3]/.test(row.textContent))).toBe(
        true,
      ),
    );
  },
};

/** An invalid query: what is wrong with it, and where. */
export const QueryRefused: Story = {
  args: { source: feedOf(serverLines(200), 'job run 4127'), defaultFilter: { query: 'slow query' } },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await waitFor(() => expect(rows(canvasElement).length).toBeGreaterThan(2));
    await userEvent.type(part(canvasElement, 'filter'), ' (levle:warn');
    await waitFor(() =>
      expect(canvas.getByRole('alert')).toHaveTextContent(/no field “levle”.*at character 13/),
    );
    await expect(rows(canvasElement).every((row) => row.textContent.includes('slow query'))).toBe(true);
  },
};

/** Context lines around each match, and how many lines are hidden in between. */
export const Context: Story = {
  args: {
    source: feedOf(serverLines(2_000), 'job run 4127'),
    defaultFilter: { text: 'ETIMEDOUT', context: 2 },
  },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await waitFor(() => expect(part(canvasElement, 'separator')).toHaveTextContent(/^⋯ \d+ lines$/));
    await userEvent.click(canvas.getByRole('button', { name: 'More filters' }));
    await userEvent.selectOptions(await canvas.findByLabelText('Lines around each match'), '± 1');
    await waitFor(() => expect(part(canvasElement, 'context')).toHaveValue('1'));
  },
};

/** The labels of the lines, with live counts. */
export const Facets: Story = {
  args: {
    source: feedOf(
      [
        ...agentRun(),
        ...serverLines(300).map((line, at) => ({
          ...line,
          labels: { stream: at % 9 ? 'stdout' : 'stderr', service: `worker-${at % 4}` },
        })),
      ],
      'task 9f3c1ab2',
    ),
  },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await waitFor(() => expect(rows(canvasElement).length).toBeGreaterThan(10));
    await userEvent.click(canvas.getByRole('button', { name: 'More filters' }));
    await userEvent.click(await canvas.findByRole('checkbox', { name: /stderr/ }));
    await waitFor(() => expect(part(canvasElement, 'line-count')).toHaveTextContent('34 of 313 lines'));
    await userEvent.click(canvas.getByRole('checkbox', { name: /worker-0/ }));
    await waitFor(() => expect(part(canvasElement, 'line-count')).toHaveTextContent('9 of 313 lines'));
  },
};

/** The same on a phone. */
export const FacetsNarrow: Story = {
  ...Facets,
  tags: ['one-theme'],
  decorators: [phoneWide],
};

/** A regular expression that would run forever on one line is stopped; the page stays responsive, and the last result stays. */
export const ExpressionStopped: Story = {
  tags: ['one-theme'],
  args: { source: feedOf([...serverLines(40), victim, ...serverLines(10, 40)], 'job run 4127') },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await waitFor(() => expect(rows(canvasElement).length).toBeGreaterThan(10));
    await userEvent.type(part(canvasElement, 'search'), 'GET');
    await waitFor(() => expect(part(canvasElement, 'search-count')).toHaveTextContent(/^1\/\d+$/));
    const count = part(canvasElement, 'search-count').textContent;
    const search = part(canvasElement, 'search');
    await userEvent.clear(search);
    await userEvent.click(canvas.getByRole('button', { name: 'Regular expression' }));
    await userEvent.type(search, 'GET');
    await waitFor(() => expect(part(canvasElement, 'search-count')).toHaveTextContent(count));
    await userEvent.clear(search);
    await userEvent.type(search, '(a+)+$');
    await waitFor(() =>
      expect(part(canvasElement, 'field-error')).toHaveTextContent(/takes too long \(more than 250 ms/),
    );
  },
};
