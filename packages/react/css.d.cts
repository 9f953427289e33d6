// Types of `import '@tailrace/react/styles.css'`, which gives a program nothing.
export {};
