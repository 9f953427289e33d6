import type { Decorator, Preview } from '@storybook/react-vite';
import { Description, Stories, Title } from '@storybook/addon-docs/blocks';
import { mswLoader } from 'msw-storybook-addon/csf3';
import { setupWorker } from 'msw/browser';
import { configure } from 'storybook/test';
import { handlers } from '../packages/react/src/testing/reference-server.js';
import '@tailrace/react/styles.css';
import '@tailrace/react/panels.css';
import './preview.css';

// A busy machine needs more than the default timeout of one second.
configure({ asyncUtilTimeout: 20_000 });

/**
 * Sets theme and direction on the document's root, as products do. A docs page shows several stories in one document, so there they
 * are set around each story.
 */
const withSurroundings: Decorator = (Story, { globals, viewMode }) => {
  const theme = globals['theme'] === 'dark' ? 'dark' : 'light';
  const direction = globals['direction'] === 'rtl' ? 'rtl' : 'ltr';
  const isDocs = viewMode === 'docs';
  const root = document.documentElement;
  root.dataset['theme'] = isDocs ? 'light' : theme;
  root.dir = isDocs ? 'ltr' : direction;
  if (!isDocs) return <Story />;
  return (
    <div className="surroundings" data-theme={theme} dir={direction}>
      <Story />
    </div>
  );
};

const preview: Preview = {
  decorators: [withSurroundings],
  loaders: [
    mswLoader(async () => {
      // Every story can use the reference server at its own address; other requests pass through.
      const worker = setupWorker(...handlers);
      await worker.start({ quiet: true, onUnhandledFrame: 'bypass' });
      return worker;
    }),
  ],
  globalTypes: {
    theme: {
      description: 'Theme',
      toolbar: {
        title: 'Theme',
        icon: 'contrast',
        items: [
          { value: 'light', title: 'Light', icon: 'sun' },
          { value: 'dark', title: 'Dark', icon: 'moon' },
        ],
        dynamicTitle: true,
      },
    },
    direction: {
      description: 'Direction of the page',
      toolbar: {
        title: 'Direction',
        icon: 'transfer',
        items: [
          { value: 'ltr', title: 'Left to right' },
          { value: 'rtl', title: 'Right to left' },
        ],
        dynamicTitle: true,
      },
    },
  },
  initialGlobals: { theme: 'light', direction: 'ltr', systemAsks: false },
  parameters: {
    layout: 'fullscreen',
    // A violation fails the test. Of what passes, one element a rule is listed: all of them took longer to send than to check.
    a11y: { test: 'error', options: { resultTypes: ['violations', 'incomplete'] } },
    backgrounds: { disable: true },
    controls: { expanded: true },
    docs: {
      toc: true,
      // The source of a story is not useful to users; the pages show the code that users write.
      canvas: { sourceState: 'none' },
      // A generated page shows its stories at once, because its props are those of every other viewer.
      page: () => (
        <>
          <Title />
          <Description />
          <Stories title="" includePrimary />
        </>
      ),
    },
    options: {
      storySort: {
        order: [
          'Welcome',
          'Continuity',
          'Backends and scenarios',
          'LogViewer',
          [
            'First look',
            'Connection',
            'Gaps and older lines',
            'Lines',
            'Find and filter',
            'Reading',
            'Surroundings',
          ],
          'Panels',
          ['LogStats', 'StreamingStatus', 'ServiceBoard'],
          'Your own view',
          ['Parts', 'Hooks', 'Theming'],
        ],
      },
    },
    viewport: {
      options: {
        phone: { name: 'Phone', styles: { width: '390px', height: '844px' }, type: 'mobile' },
        smallPhone: { name: 'Small phone', styles: { width: '320px', height: '640px' }, type: 'mobile' },
        tablet: { name: 'Tablet', styles: { width: '820px', height: '1180px' }, type: 'tablet' },
      },
    },
  },
};

export default preview;
