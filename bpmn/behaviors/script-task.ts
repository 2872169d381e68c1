// Script task: FEEL runs here, its result goes to the result variable; scripts in other languages are not run.
import { expr } from '../compile.ts';
import { on, value, write } from '../variables.ts';
import type { Behavior } from './index.ts';
import { invoke, topicOf } from './service-task.ts';

export const scriptTask: Behavior = {
  act(d, token, node) {
    const topic = topicOf(node);
    if (topic) return invoke(d, token, node, topic);
    const { element } = node;
    const script =
      element.type === 'scriptTask' && (!element.scriptFormat || /feel/i.test(element.scriptFormat))
        ? element.script?.trim()
        : undefined;
    if (script) {
      const result = value(d, on(token), expr(script.startsWith('=') ? script : `=${script}`), element.zf?.lenient);
      const target = element.zf?.resultVariable;
      if (target && node.output.length) d.tokens.patch(token.id, { locals: { ...token.locals, [target]: result } });
      else if (target) write(d, { scope: token.scope, token }, { [target]: result });
    }
    d.todo({ do: 'complete', token: token.id });
  },
};
