// Imports the stylesheets as a program for webpack or ts-jest does, which is compiled to CommonJS.
import '@tailrace/react/styles.css';
import '@tailrace/react/panels.css';
import '@tailrace/react/styles-unlayered.css';
import '@tailrace/react/panels-unlayered.css';
