// A process under another key, in the model and in the imported text behind it, so that nothing of the file is lost.
import type { Model } from '../definition.ts';
import { BPMN_NS } from './marks.ts';
import { everyElement, type PlainAttribute, readPlain } from './plain.ts';
import { printDocument } from './print.ts';

/** Attributes that may name a process by its id; as elements, references are texts that name other things. */
const REFERENCES = new Set(['processRef', 'bpmnElement', 'calledElement', 'sourceRef', 'targetRef']);

export function renamed(model: Model, from: string, to: string): Model {
  if (from === to) return model;
  const copy = JSON.parse(JSON.stringify(model)) as Model;
  for (const process of copy.processes) {
    for (const element of Object.values(process.elements))
      if (element.type === 'callActivity' && element.calledElement === from) element.calledElement = to;
    if (process.key !== from) continue;
    process.key = to;
    process.processId = to;
    for (const part of [
      ...Object.values(process.elements),
      ...Object.values(process.flows),
      ...Object.values(process.lanes),
      ...Object.values(process.dataObjects),
    ])
      if (part.scope === from) part.scope = to;
  }
  for (const pool of Object.values(copy.participants)) if (pool.processRef === from) pool.processRef = to;
  for (const artifact of Object.values(copy.artifacts)) {
    if (artifact.scope === from) artifact.scope = to;
    if (artifact.source === from) artifact.source = to;
    if (artifact.target === from) artifact.target = to;
  }
  if (copy.source !== undefined) copy.source = renamedIn(copy.source, from, to);
  return copy;
}

function renamedIn(source: string, from: string, to: string): string {
  const document = readPlain(source);
  for (const element of everyElement(document.root)) {
    const isProcess = element.uri === BPMN_NS && element.local === 'process';
    for (const attribute of element.attributes)
      if ((isProcess && isOwn(attribute, 'id')) || REFERENCES.has(attribute.local)) rename(attribute, from, to);
  }
  return printDocument(document);
}

const isOwn = ({ uri, local }: PlainAttribute, name: string): boolean => uri === '' && local === name;

/** `tns:order` keeps its prefix. */
function rename(attribute: PlainAttribute, from: string, to: string): void {
  const { value } = attribute;
  const clean = value.trim();
  if (clean === from) attribute.value = to;
  else if (clean.endsWith(`:${from}`) && /^[\w.-]+$/.test(clean.slice(0, -from.length - 1)))
    attribute.value = `${clean.slice(0, -from.length)}${to}`;
}
