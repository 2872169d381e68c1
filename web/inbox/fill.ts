// A text with {variables}: the parts between, and the values put in, marked as such. What has no value yet is a gap with a name: it is
// never shown, nor copied, as it is written.
export type Part = { text: string; is: 'plain' | 'filled' | 'gap' };
export type Read = (name: string) => { value: string; label: string };

export const fill = (text: string, read: Read): Part[] =>
  text
    .split(/(\{[\p{L}_][\p{L}\p{N}_.]*\})/u)
    .filter(Boolean)
    .map((part): Part => {
      const name = /^\{(.+)\}$/.exec(part)?.[1];
      if (!name) return { text: part, is: 'plain' };
      const { value, label } = read(name);
      return value ? { text: value, is: 'filled' } : { text: `〔${label}〕`, is: 'gap' };
    });
