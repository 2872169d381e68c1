// Small readings of texts that several rules need.

export const isExpression = (text: string): boolean => text.startsWith('=');
/** An ISO 8601 period with at least one part. */
export const isPeriod = (text: string): boolean =>
  /^-?P(?=.)(\d+(\.\d+)?Y)?(\d+(\.\d+)?M)?(\d+(\.\d+)?W)?(\d+(\.\d+)?D)?(T(?=.)(\d+(\.\d+)?H)?(\d+(\.\d+)?M)?(\d+(\.\d+)?S)?)?$/.test(
    text,
  );
export const isInstant = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2}|\[[^\]]+\])?)?$/.test(text);
/** `R3/PT1H`, `R/2026-01-01T00:00:00Z/P1D` or five or six fields of cron. */
export const isCycle = (text: string): boolean => {
  const parts = text.split('/');
  if (/^R\d*$/.test(parts[0] ?? ''))
    return parts.length > 1 && parts.slice(1).every((part) => isPeriod(part) || isInstant(part));
  const fields = text.trim().split(/\s+/);
  return fields.length >= 5 && fields.length <= 7 && fields.every((field) => /^[\d*/,?LW#A-Za-z-]+$/.test(field));
};
