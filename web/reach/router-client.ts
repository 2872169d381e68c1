// The typed client of one router: Hono's client at run time, but only the router's table of endpoints as its type.
import { hc } from 'hono/client';
import type { Model } from '../../bpmn/definition.ts';

type Endpoint = { input: unknown; output: unknown };
/** Models pass Hono's types unnamed (`ModelOut`), for they are deep; here they get their name back. */
type Named<O> = O extends { model: unknown } ? Omit<O, 'model'> & { model: Model } : O;
type Answer<O> = { ok: boolean; status: number; json(): Promise<Named<O>> };
type Options = { init?: RequestInit };
type Call<E extends Endpoint> = object extends E['input']
  ? (given?: E['input'], options?: Options) => Promise<Answer<E['output']>>
  : (given: E['input'], options?: Options) => Promise<Answer<E['output']>>;
type Calls<Methods> = { [M in keyof Methods]: Methods[M] extends Endpoint ? Call<Methods[M]> : never };
type Chain<Path, Methods> = Path extends `/${infer Rest}`
  ? Chain<Rest, Methods>
  : Path extends `${infer First}/${infer Rest}`
    ? { [F in First]: Chain<Rest, Methods> }
    : { [P in Path & string]: Calls<Methods> };
type AllOf<Union> = (Union extends unknown ? (each: Union) => void : never) extends (all: infer All) => void
  ? All
  : never;
type EndpointsOf<Routes> = Routes extends (deps: never) => { endpoints: infer Endpoints } ? Endpoints : never;

/** `/tasks/{id}/claim` is `client.tasks[':id'].claim.$post({ param: { id } })`. */
export type RouterClient<Routes, Endpoints = EndpointsOf<Routes>> = AllOf<
  { [Path in keyof Endpoints]: Chain<Path, Endpoints[Path]> }[keyof Endpoints]
>;

const untyped = hc as unknown as (base: string, options: { fetch: typeof fetch }) => unknown;
export const routerClient = <Routes>(base: string, reach: typeof fetch): RouterClient<Routes> =>
  untyped(base, { fetch: reach }) as RouterClient<Routes>;
