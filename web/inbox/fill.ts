// A text with {variables}: the parts between, and the values put in, marked as such. What has no value stays as it is written.
export type Part = { text: string; filled: boolean };

export const fill = (text: string, read: (name: string) => string): Part[] =>
  text
    .split(/(\{[\p{L}_][\p{L}\p{N}_.]*\})/u)
    .filter(Boolean)
    .map((part) => {
      const name = /^\{(.+)\}$/.exec(part)?.[1];
      const value = name && read(name);
      return value ? { text: value, filled: true } : { text: part, filled: false };
    });
