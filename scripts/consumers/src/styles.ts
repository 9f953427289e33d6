// The stylesheets, as a program imports them that webpack or ts-jest gets as CommonJS.
import '@tailrace/react/styles.css';
import '@tailrace/react/panels.css';
