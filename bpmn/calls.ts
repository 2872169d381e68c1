// What passes between a call activity and the case that it calls, and which version that runs (BPMN 2.0.2 13.3.4).
import { expr, type Node } from './compile.ts';
import { calledNode, type Draft, Fault, shown, tell } from './draft.ts';
import type { Token, TokenId, Variables, Which } from './instance.ts';
import { checked, evaluate, on, value, write } from './variables.ts';

/** Mappings into another case: none sees the others. */
export const handedOver = (d: Draft, token: Token, node: Node): Variables =>
  Object.fromEntries(
    (node.call?.input ?? []).map(({ source, target, optional }) => [
      target,
      value(d, on(token), source, optional || node.element.zf?.lenient),
    ]),
  );

/** The version that the call is bound to; undefined = the newest. */
export function whichVersion(d: Draft, token: Token, node: Node, process: string): Which | undefined {
  const { binding, version } = node.element.zf ?? {};
  if (binding === 'deployment') {
    const pinned = d.model.definition.pinned?.[process];
    return pinned === undefined ? undefined : { version: pinned };
  }
  if (version === undefined || binding === 'latest') return undefined;
  const wanted = value(d, on(token), expr(version));
  if (binding === 'versionTag') return { tag: String(wanted) };
  const number = Number(wanted);
  if (wanted === null || wanted === '' || !Number.isInteger(number) || number < 1)
    throw new Fault(
      'missingDefinition',
      tell('missingDefinition.version', { step: calledNode(node), version: shown(wanted), process }),
    );
  return { version: number };
}

/**
 * What the called case gives back: all of it where that is said, and what is mapped. One that has only raised something goes on:
 * what it has not worked out yet is left out.
 */
export function takeBack(d: Draft, id: TokenId, node: Node, returned: Variables, early = false) {
  const { zf } = node.element;
  const list = node.call?.output ?? [];
  if (zf?.propagateOut) write(d, on(d.tokens.must(id)), returned);
  const token = d.tokens.must(id);
  const kept: Variables = {};
  const given: Variables = {};
  for (const { source, target, optional, local } of list) {
    const at = { ...on(token), over: returned, ...(optional && { only: true }) };
    const result = evaluate(d, at, source);
    if (early && result.warnings.length && !optional) continue;
    (local ? kept : given)[target] = checked(result, source, zf?.lenient || optional);
  }
  if (Object.keys(kept).length) d.tokens.set({ ...token, locals: { ...token.locals, ...kept } });
  write(d, on(d.tokens.must(id)), given);
}
