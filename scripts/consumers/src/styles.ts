// The stylesheets, as a program imports them that webpack or ts-jest gets as CommonJS.
import '@tailrace/react/styles.css';
import '@tailrace/react/panels.css';
import '@tailrace/react/styles-unlayered.css';
import '@tailrace/react/panels-unlayered.css';
