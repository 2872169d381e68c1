// What a scenario knows of the shop beside its cases: registers, ledgers, parameters. The pure world is records/world.ts, the real one a shop.
import type { DecisionTable } from '../dmn/schema.ts';
import type { Message } from '../words/message.ts';
import type { Instant, Value, Variables } from './instance.ts';

export type Ask = {
  topic: string;
  name: string;
  key: string;
  case: string;
  element: string;
  process: string;
  businessKey: string | null;
  headers: Record<string, string>;
  input: Variables;
  /** Of a handler: the calls that it undoes. */
  undoes?: string[];
};
export type Outcome =
  | { variables: Variables }
  | { error: { code: string; message: string; variables: Variables } }
  | { hopeless: Message };
export type Movement = { account: string; measure: string; delta: number };

/** Refusals come as a code, undefined where it is done. */
export type World = {
  /** undefined: the scenario answers this job itself. */
  serve(ask: Ask, at: Instant): Outcome | undefined;
  /** By a person who may all; or by a process, where its key is given. */
  putRecord(
    register: string,
    key: string | undefined,
    values: Variables,
    at: Instant,
    process?: string,
  ): string | undefined;
  appendEntry(ledger: string, movements: Movement[], at: Instant): string | undefined;
  record(register: string, key: string): { values: Variables } | undefined;
  balance(ledger: string, account: string, measure: string): number;
  /** Formulas that read the shop, by what holds now. */
  recompute(at: Instant): void;
  /** How `shop` is read at an instant: parameters change while the story goes on. */
  readShopBy(read: (at: Instant) => Value): void;
  takeMany(): { process: string; id: string; key: string; named: boolean; from: string; variables: Variables }[];
  takeNews(): { message: string; key: string; variables: Variables; told: Variables }[];
};

/** Of a stage: where records, balances and parameters are asked for and changed. */
export type WorldStage = {
  setParameter(key: string, value: Value, from: Instant, scope: string): Promise<void>;
  /** The next version of a decision of the shop. */
  publishDecision(table: DecisionTable, from: Instant): Promise<void>;
  putRecord(register: string, key: string | undefined, values: Variables, process?: string): Promise<void>;
  appendEntry(ledger: string, movements: Movement[]): Promise<void>;
  record(register: string, key: string): Promise<Variables | undefined>;
  balance(ledger: string, account: string, measure: string): Promise<number>;
  parameter(key: string): Promise<Value | undefined>;
};
