// A text with {variables}: the parts between, and the values put in, marked as such. What has no value yet is a gap with a name: it is
// never shown, nor copied, as it is written.
import { pieces } from '../../forms/placeholders.ts';

export type Part = { text: string; is: 'plain' | 'filled' | 'gap' };
export type Read = (name: string) => { value: string; label: string };

export const fill = (text: string, read: Read): Part[] =>
  pieces(text).map((piece): Part => {
    if ('text' in piece) return { text: piece.text, is: 'plain' };
    const { value, label } = read(piece.name);
    return value ? { text: value, is: 'filled' } : { text: `〔${label}〕`, is: 'gap' };
  });
