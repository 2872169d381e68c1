// What stands beside the processes of a file: messages, signals, errors, escalations, global tasks.
import type { ModdleElement } from 'bpmn-moddle';
import type { Definition, GlobalTask, Model } from '../definition.ts';
import { moddle } from './document.ts';
import { equal } from './equal.ts';
import { setDocumentation, setPlain } from './write-element.ts';
import { type Writing, writeExtension } from './write-extension.ts';

const rootsOf = ({ root }: Writing): ModdleElement[] => root.get('rootElements') as ModdleElement[];

/** Before the processes, since these refer to it. */
export function addRoot(element: ModdleElement, writing: Writing): void {
  element.$parent = writing.root;
  const roots = rootsOf(writing);
  const firstProcess = roots.findIndex((one) => one.$instanceOf('bpmn:Process'));
  roots.splice(firstProcess < 0 ? roots.length : firstProcess, 0, element);
}

export function freeId(wanted: string, writing: Writing): string {
  let id = wanted;
  for (let n = 2; writing.ids.has(id) || writing.byId.has(id); n++) id = `${wanted}_${n}`;
  writing.ids.add(id);
  return id;
}

export function detach(element: ModdleElement): void {
  const parent = element.$parent;
  if (!parent) return;
  for (const property of [
    'flowElements',
    'artifacts',
    'rootElements',
    'lanes',
    'laneSets',
    'participants',
    'messageFlows',
  ]) {
    const list = parent[property] as ModdleElement[] | undefined;
    const at = Array.isArray(list) ? list.indexOf(element) : -1;
    if (at >= 0) list!.splice(at, 1);
  }
}

export const merge = <T>(
  processes: Definition[],
  pick: (process: Definition) => Record<string, T>,
): Record<string, T> => Object.assign({}, ...processes.map(pick));

type RootPart = { id: string; name?: string; errorCode?: string; escalationCode?: string; zf?: Definition['zf'] };
const ROOTS = [
  ['messages', 'bpmn:Message'],
  ['signals', 'bpmn:Signal'],
  ['errors', 'bpmn:Error'],
  ['escalations', 'bpmn:Escalation'],
] as const;

export function writeRoots(before: Model, model: Model, writing: Writing): void {
  for (const [kind, type] of ROOTS) {
    const old: Record<string, RootPart> = merge(before.processes, (process) => process[kind]);
    const next: Record<string, RootPart> = {};
    // each process carries the file's parts: the one that differs from the file is the one that was edited
    for (const process of model.processes)
      for (const [id, part] of Object.entries(process[kind] as Record<string, RootPart>))
        if (!next[id] || equal(next[id], old[id])) next[id] = part;
    for (const id of Object.keys(old)) if (!next[id] && writing.byId.has(id)) detach(writing.byId.get(id)!);
    for (const part of Object.values(next)) {
      const was = old[part.id];
      if (equal(was, part)) continue;
      let element = writing.byId.get(part.id);
      if (!element) {
        element = moddle.create(type, { id: part.id });
        writing.byId.set(part.id, element);
        addRoot(element, writing);
      }
      for (const property of ['name', 'errorCode', 'escalationCode'] as const)
        setPlain(element, property, part[property]);
      writeExtension(element, was?.zf, part.zf, writing);
    }
  }
  writeGlobalTasks(before, model, writing);
}

function writeGlobalTasks(before: Model, model: Model, writing: Writing): void {
  const old: Record<string, GlobalTask> = merge(before.processes, ({ globalTasks }) => globalTasks ?? {});
  const next: Record<string, GlobalTask> = merge(model.processes, ({ globalTasks }) => globalTasks ?? {});
  for (const id of Object.keys(old)) if (!next[id] && writing.byId.has(id)) detach(writing.byId.get(id)!);
  for (const task of Object.values(next)) {
    const was = old[task.id];
    if (equal(was, task)) continue;
    let element = writing.byId.get(task.id);
    if (!element) {
      element = moddle.create(`bpmn:Global${task.type.charAt(0).toUpperCase()}${task.type.slice(1)}`, { id: task.id });
      writing.byId.set(task.id, element);
      addRoot(element, writing);
    }
    if (!equal(was?.name, task.name)) setPlain(element, 'name', task.name);
    if (!equal(was?.script, task.script)) setPlain(element, 'script', task.script);
    if (!equal(was?.scriptFormat, task.scriptFormat)) setPlain(element, 'scriptLanguage', task.scriptFormat);
    if (!equal(was?.documentation, task.documentation)) setDocumentation(element, task.documentation);
    writeExtension(element, was?.zf, task.zf, writing);
  }
}
