// What workflows may ask of activities. Types only: workflows import nothing else from here.
import type { Definition } from '../bpmn/definition.ts';
import type { Asked, Env, Instance, Resolved, Variables, Which } from '../bpmn/instance.ts';
import type { Clock } from '../workflows/clock.ts';
import type { HostAnswer } from '../workflows/messages.ts';
import type { Recorded, Turn } from '../workflows/record.ts';

/** A process by number of its version, the newest with a tag, or the newest of all. */
export type DefinitionRef = { key: string; which?: Which };
export type Opened = {
  clock: Clock;
  env: Env;
  cases: Instance[];
  /** By the name that it was asked for (`nameOf`). Absent = not published here. */
  definitions: Record<string, Definition>;
  answers: Record<string, HostAnswer>;
  /** Of the families asked for, those that are set aside; nothing of them is here. */
  aside: string[];
  /** Whom the rules asked for mean. */
  people?: Resolved[][];
};

export type ServiceCall = {
  case: string;
  businessKey: string | null;
  /** Of the case. */
  store?: string;
  wait: string;
  element: string;
  name: string;
  /** The same for every try of this run of the step. */
  key: string;
  topic: string;
  input: Variables;
  headers: Record<string, string>;
  /** Of a handler: the keys of the calls that it undoes; absent, all of the step that it names. */
  undoes?: string[];
  /** Who is to do it, where people do. */
  person?: string;
  /** Which try this is, from 1; whoever makes the call says it. */
  attempt?: number;
  /** How often it may be tried again; not said by hosts of older versions. */
  retries?: number;
};

/** The results as variables; or people do it, and its completion comes as a command. */
export type Served = Variables | { 'zf:handedOver': true };

export type HostActivities = {
  /** Families with all their cases, definitions, answers given before to these requests, the clock. */
  open(ask: {
    host: string;
    families: string[];
    due: boolean;
    definitions: DefinitionRef[];
    /** Versions that the host has already, `key@3`: what they read of the shop comes too. Absent from hosts of before. */
    known?: string[];
    requests: string[];
    /** Rules of steps for several people. */
    people?: Asked[];
  }): Promise<Opened>;
  record(turn: Turn): Promise<Recorded>;
  /** Nothing more is carried out for this family until somebody resumes it. */
  putAside(which: { family: string; host: string; why: string }): Promise<void>;
};
export type ServiceActivities = {
  /** @throws ApplicationFailure of type BpmnError (code in details) for a business error that the model may catch. */
  callService(call: ServiceCall): Promise<Served>;
};
