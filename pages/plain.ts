// A page as plain text: what is copied and said, and what a search looks through. Pure.
import type { Block, Inline } from './read.ts';

/** @param word what stands for a parameter, a variable or a step */
export function plainOf(blocks: Block[], word: (inline: Inline) => string): string {
  const inline = (one: Inline): string => {
    switch (one.is) {
      case 'text':
      case 'code':
        return one.text;
      case 'break':
        return '\n';
      case 'strong':
      case 'em':
      case 'del':
      case 'link':
        return one.in.map(inline).join('');
      default:
        return word(one);
    }
  };
  const line = (inlines: Inline[]): string => inlines.map(inline).join('');
  const block = (one: Block): string => {
    switch (one.is) {
      case 'heading':
      case 'paragraph':
        return line(one.in);
      case 'code':
        return one.text;
      case 'list':
        return one.items
          .map(
            (item, at) =>
              `${one.isOrdered ? `${one.start + at}.` : '·'} ${plainOf(item.in, word).replace(/\n+/g, '\n  ')}`,
          )
          .join('\n');
      case 'quote':
      case 'callout':
        return plainOf(one.in, word);
      case 'table':
        return [one.head, ...one.rows].map((row) => row.map(line).join('\t')).join('\n');
      case 'line':
      case 'view':
        return '';
    }
  };
  return blocks
    .map(block)
    .filter((text) => text.trim() !== '')
    .join('\n\n');
}

/** All that it says, for a search: of what is filled in, its name. */
export const searchable = (blocks: Block[]): string =>
  plainOf(blocks, (one) =>
    one.is === 'variable' ? one.name : one.is === 'parameter' ? one.key : one.is === 'picture' ? one.alt : '',
  );
