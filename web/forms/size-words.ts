// How large a file is, in the units in which limits are said: 20 MB is 20 × 1024 × 1024.
const KB = 1024;
const MB = 1024 * KB;

export const sizeWords = (bytes: number): string =>
  bytes < MB ? `${Math.max(1, Math.round(bytes / KB))} KB` : `${(bytes / MB).toFixed(1).replace(/\.0$/, '')} MB`;
