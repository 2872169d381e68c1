// Names, in both languages.
import type { Flow, Model } from '../../bpmn/definition.ts';
import { withText } from './texts.ts';

export function rename(model: Model, id: string, name: string, language?: string): void {
  const clean = name.trim();
  for (const process of model.processes) {
    const part =
      process.elements[id] ??
      process.flows[id] ??
      process.lanes[id] ??
      (process.processId === id ? process : undefined);
    if (!part) continue;
    if (language === undefined || language === 'zh') {
      if (clean === '') delete part.name;
      else part.name = clean;
      forgetStockName(part);
    } else {
      const text = withText(part.zf?.text, language, { name: clean });
      part.zf = { ...part.zf, text };
      if (!text) delete part.zf.text;
    }
  }
  if (model.participants[id]) model.participants[id].name = clean;
  if (model.artifacts[id]) {
    if (model.artifacts[id].type === 'textAnnotation') model.artifacts[id].text = clean;
    else model.artifacts[id].name = clean;
  }
}

/** What a new process calls its start and end in English is no translation of a name that somebody has given. */
function forgetStockName(part: { zf?: Flow['zf'] }): void {
  const { en, ...others } = part.zf?.text ?? {};
  if (!en || (en.name !== 'Start' && en.name !== 'End')) return;
  const { name: _, ...rest } = en;
  const text = { ...others, ...(Object.keys(rest).length > 0 && { en: rest }) };
  part.zf = { ...part.zf, text };
  if (Object.keys(text).length === 0) delete part.zf.text;
  if (Object.keys(part.zf).length === 0) delete part.zf;
}
