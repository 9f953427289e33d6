/** Makes the browser save a file, as if the user had clicked a download link. */
export function saveFile(parts: readonly BlobPart[], filename: string, type: string): void {
  const url = URL.createObjectURL(new Blob([...parts], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = filename;
  link.click();
  // The browser has taken over the blob once the click's task is finished.
  setTimeout(() => URL.revokeObjectURL(url), 0);
}

/** A name that every file system accepts. */
export function fileName(title: string, extension: string): string {
  const stem = title.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[-.]+|[-.]+$/g, '');
  return `${stem === '' ? 'log' : stem.slice(0, 100)}.${extension}`;
}
