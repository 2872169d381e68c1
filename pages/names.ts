// What a page names of the shop, in whichever of its languages.
import type { Page } from './page.ts';
import { type Block, type Inline, readPage, type Shown } from './read.ts';

export type Place = { process: string; element: string | undefined };
export type Names = { parameters: string[]; variables: string[]; files: string[]; steps: Place[]; views: Shown[] };

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
    case 'view':
      return [];
  }
}
/** Those within others too. */
function viewsIn(blocks: Block[]): Shown[] {
  return blocks.flatMap((block) => {
    if (block.is === 'view') return [{ of: block.of, key: block.key, ...(block.view && { view: block.view }) }];
    if (block.is === 'list') return block.items.flatMap((item) => viewsIn(item.in));
    return block.is === 'quote' || block.is === 'callout' ? viewsIn(block.in) : [];
  });
}
const withInner = (one: Inline): Inline[] => ['in' in one ? one.in.flatMap(withInner) : [], one].flat();

export function namesOf({ text, scene }: Pick<Page, 'text' | 'scene'>): Names {
  const texts = [text.zh, text.en ?? ''].map((one) => readPage(one).blocks);
  const found = texts.flatMap(inlinesIn);
  const views = texts.flatMap(viewsIn);
  const steps = [
    ...scene.map(placeOf),
    ...found.flatMap((one) => (one.is === 'step' ? { process: one.process, element: one.element } : [])),
  ];
  return {
    parameters: [
      ...new Set([
        ...found.flatMap((one) => (one.is === 'parameter' ? one.key : [])),
        ...views.flatMap(({ of, key }) => (of === 'parameter' ? key : [])),
      ]),
    ],
    variables: [...new Set(found.flatMap((one) => (one.is === 'variable' ? one.name : [])))],
    files: [...new Set(found.flatMap((one) => (one.is === 'picture' ? one.file : [])))],
    views: views.filter((one, at) => views.findIndex((other) => nameOf(one) === nameOf(other)) === at),
    steps: steps.filter((one, at) => steps.findIndex((other) => sameStep(one, other)) === at),
  };
}
const nameOf = ({ of, key, view }: Shown): string => [of, key, view].join(' ');
const sameStep = (a: Place, b: Place): boolean => a.process === b.process && a.element === b.element;

/** `order-fulfilment#audit` */
export const placeOf = (scene: string): Place => {
  const [process = '', element] = scene.split('#');
  return { process, element };
};
