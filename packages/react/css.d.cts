// What `import '@tailrace/react/styles.css'` gives a program: nothing. TypeScript wants to be told.
export {};
