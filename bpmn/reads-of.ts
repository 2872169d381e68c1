import type { Variables, Why } from './instance.ts';

/** What was read for a step of the history to go as it went: data, and parameters as `shop.returns.days`. */
export function readsOf(why: Why | null): Variables {
  switch (why?.is) {
    case 'flow':
    case 'condition':
      return why.reads;
    case 'default':
      return Object.assign({}, ...why.tried.map(({ reads }) => reads));
    case 'rule':
      return why.reads ?? {};
    default:
      return {};
  }
}
