// What every part of the designer may ask for: the shop's people and things, the language, the store.
import { createContext, useCallback, useContext } from 'react';
import { useStore } from 'zustand';
import type { Definition, Model } from '../bpmn/definition.ts';
import type { ShopFacts } from '../bpmn/lint-context.ts';
import type { Form } from '../forms/form.ts';
import { type Key, sayOfDesigner } from '../words/designer.ts';
import type { Language } from '../words/message.ts';
import type { DesignerState, DesignerStore } from './model/store.ts';
import type { MakeParameter } from './parameter-wish.ts';

export type Named = { id: string; name: string };
/** What an automatic step can ask the outside world to do. */
export type Connector = {
  id: string;
  name: { zh: string; en: string };
  inputs?: { name: string; label: { zh: string; en: string }; required?: boolean }[];
  /** What is set in the drawing, the same for every case. */
  settings?: {
    name: string;
    label: { zh: string; en: string };
    kind: 'text' | 'lines' | 'secret' | 'method' | 'process' | 'register' | 'ledger' | 'view' | 'verb' | 'secretFields';
    required?: boolean;
  }[];
  outputs?: { name: string; label: { zh: string; en: string } }[] | null;
};

export type Shop = {
  forms: Record<string, Form>;
  roles: Named[];
  people: Named[];
  calendars: Named[];
  connectors: Connector[];
  /** Published processes that a step may run. */
  processes: Named[];
  /** What the shop has, for lint; null where it is not known. */
  facts: ShopFacts | null;
  /** The process that is published from here; the others of the file are drawn beside it. */
  processKey: string | undefined;
  /** Asks for the rest of a parameter that a number is to become, and makes it; absent where nobody may. */
  makeParameter?: MakeParameter | undefined;
  /** The page of a decision of the shop. */
  decisionPage?: ((key: string) => string) | undefined;
  language: Language;
  readOnly: boolean;
  onFormChange?: ((form: Form) => void) | undefined;
};

type Context = Shop & { store: DesignerStore };
const DesignerContext = createContext<Context | undefined>(undefined);
export const DesignerProvider = DesignerContext.Provider;
/** For parts that stand outside of a designer, such as the editor of a form's field. */
const LanguageContext = createContext<Language | undefined>(undefined);
export const LanguageProvider = LanguageContext.Provider;

type Called = { zh: string; en?: string | undefined };
/** What a step or a field may choose from: registers and ledgers with the fields that may be kept and those that are secret. */
export type Choosable = {
  key: string;
  name: Called;
  ledger: boolean;
  fields: Choice[];
  secrets: Choice[];
  views: Choice[];
  verbs: Choice[];
};
export type Choice = { id: string; label: Called };
export const RegistersContext = createContext<Choosable[]>([]);

/** What the shop calls a register or ledger; one that it lacks keeps its key. */
export function useStoreNames(): (key: string) => string {
  const { language } = useShop();
  const registers = useContext(RegistersContext);
  return (key) => {
    const name = registers.find((one) => one.key === key)?.name;
    return name?.[language] ?? name?.zh ?? key;
  };
}

export function useShop(): Context {
  const context = useContext(DesignerContext);
  if (!context) throw new Error('a part of the designer stands outside <Designer>');
  return context;
}

export const useDesigner = <T>(pick: (state: DesignerState) => T): T => useStore(useShop().store, pick);
export type Say = (key: Key, values?: Record<string, string | number>) => string;
export function useWords(): { t: Say; language: Language } {
  const outside = useContext(LanguageContext);
  const inside = useContext(DesignerContext);
  const language = outside ?? inside?.language;
  if (!language) throw new Error('a part of the designer stands where no language is given');
  return { language, t: useCallback<Say>((code, args = {}) => sayOfDesigner({ code, args }, language), [language]) };
}

/** The process that holds an element, flow or lane; else the first one. */
export function useProcess(id?: string): Definition {
  const { processKey } = useShop();
  return useDesigner(({ model }) => processHolding(model, id, processKey));
}

/** Of what belongs to none, the one that is edited here: a file may hold several. */
export function processHolding(model: Model, id?: string, key?: string): Definition {
  return (
    (id === undefined
      ? undefined
      : model.processes.find((process) => process.elements[id] || process.flows[id] || process.lanes[id])) ??
    model.processes.find((process) => process.key === key) ??
    model.processes[0]!
  );
}
