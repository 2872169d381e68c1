// What goes into a case host and comes out: the only names that clients and workflows share.
import type { Definition } from '../bpmn/definition.ts';
import type { Answer, Env, Occurrence, Refusal, Variables, Which } from '../bpmn/instance.ts';
import type { Clock } from './clock.ts';

/** How a host files definitions: `key@3` (never changes), `key#tag`, or `key` for the newest. */
export const nameOf = (key: string, which?: Which): string =>
  !which ? key : 'version' in which ? `${key}@${which.version}` : `${key}#${which.tag}`;

/** The other way round, of an exact version. */
export const versionIn = (name: string): [key: string, version: number] => {
  const at = name.lastIndexOf('@');
  return [name.slice(0, at), Number(name.slice(at + 1))];
};

export const TASK_QUEUE = 'zhangfa-engine';
/** Service calls have a queue of their own, so that slow connectors can run on other machines than the engine. */
export const serviceQueue = (engineQueue: string) => `${engineQueue}-services`;
export const CASE_HOST = 'caseHost';
export const ACT = 'act';
export const BATCH_LIMIT = 100;
export const BATCH_BYTES = 128 * 1024;

/** Workflow id of the host that carries a family: computed, never allocated. */
export const hostOf = (family: string, hosting: 'dedicated' | 'pooled' = 'dedicated', shards = 1): string =>
  hosting === 'dedicated'
    ? `case/${family}`
    : `shard/${[...family].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) >>> 0, 7) % shards}`;

/** What has brought a command about, and how: the case that it begins or reaches is linked with it. */
export type Origin =
  | { kind: 'case'; id: string; role: 'start' | 'message' | 'signal' }
  /** Its id is `register/key`. */
  | { kind: 'record'; id: string; role: 'change' };
export type StartBody = {
  do: 'start';
  key: string;
  version: number;
  element?: string;
  variables: Variables;
  event?: Variables;
  businessKey?: string;
  store?: string;
  message?: string;
  from?: Origin[];
};
type Distribute<T> = T extends { at: number } ? Omit<T, 'at' | 'request' | 'by'> : never;
/** What a person or the outside asks of one case. The host adds the instant. `message`: the stored message that this delivers. */
export type CommandBody =
  | StartBody
  | { do: 'occur'; occurrence: Distribute<Occurrence>; message?: string; from?: Origin[] }
  /** Nothing to do but to look at what is due: after a loss of Temporal, or a change of the clock. */
  | { do: 'touch' };

export type Envelope = {
  /** Request id; a repeat gets the first answer. */
  id: string;
  family: string;
  case: string;
  by?: string;
  body: CommandBody;
  /** Sent before: the host asks Postgres for an answer first. */
  again?: boolean;
};

export type HostAnswer = Answer | { ok: false; code: HostRefusal; detail?: string };
export type HostRefusal =
  | Refusal
  | 'noCase'
  | 'businessKeyInUse'
  | 'missingDefinition'
  | 'tryAgain'
  /** Storage does not take what this would write. */
  | 'notStorable'
  /** The family is set aside: whatever is tried with it fails. */
  | 'setAside';
export type Answered = { id: string; answer: HostAnswer };

/** What a host reads when it comes up. One that comes up for a fresh case is given it, and need not ask. */
export type Given = { clock: Clock; env: Env; definition: Definition };
/** `rollAfter`: turns until continue-as-new; tests force it early. */
export type HostConfig = { host: string; hosting: 'dedicated' | 'pooled'; given?: Given; rollAfter?: number };
/** What survives continue-as-new: ids only, never states. */
export type Carry = { hot: string[] };
