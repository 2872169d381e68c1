// What a page names of the shop, in whichever of its languages.
import type { Page } from './page.ts';
import { type Block, type Inline, readPage } from './read.ts';

export type Place = { process: string; element: string | undefined };
export type Names = { parameters: string[]; variables: string[]; files: string[]; steps: Place[] };

/** Every mark of these blocks, those within others too. */
export function inlinesIn(blocks: Block[]): Inline[] {
  return blocks.flatMap(inlinesOf);
}
function inlinesOf(block: Block): Inline[] {
  switch (block.is) {
    case 'heading':
    case 'paragraph':
      return block.in.flatMap(withInner);
    case 'list':
      return block.items.flatMap((item) => inlinesIn(item.in));
    case 'quote':
    case 'callout':
      return inlinesIn(block.in);
    case 'table':
      return [block.head, ...block.rows].flat(2).flatMap(withInner);
    case 'code':
    case 'line':
      return [];
  }
}
const withInner = (one: Inline): Inline[] => ['in' in one ? one.in.flatMap(withInner) : [], one].flat();

export function namesOf({ text, scene }: Pick<Page, 'text' | 'scene'>): Names {
  const found = [text.zh, text.en ?? ''].flatMap((one) => inlinesIn(readPage(one).blocks));
  const steps = [
    ...scene.map(placeOf),
    ...found.flatMap((one) => (one.is === 'step' ? { process: one.process, element: one.element } : [])),
  ];
  return {
    parameters: [...new Set(found.flatMap((one) => (one.is === 'parameter' ? one.key : [])))],
    variables: [...new Set(found.flatMap((one) => (one.is === 'variable' ? one.name : [])))],
    files: [...new Set(found.flatMap((one) => (one.is === 'picture' ? one.file : [])))],
    steps: steps.filter((one, at) => steps.findIndex((other) => sameStep(one, other)) === at),
  };
}
const sameStep = (a: Place, b: Place): boolean => a.process === b.process && a.element === b.element;

/** `order-fulfilment#audit` */
export const placeOf = (scene: string): Place => {
  const [process = '', element] = scene.split('#');
  return { process, element };
};
