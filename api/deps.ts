// What routes are given: made once by serve.ts, or by a test.
import { OpenAPIHono } from '@hono/zod-openapi';
import type { Env as AnyEnv, Schema } from 'hono';
import type { Logger } from 'pino';
import type { Model } from '../bpmn/definition.ts';
import type { InstalledConnector } from '../bpmn/lint-context.ts';
import type { Sql } from '../db/connect.ts';
import type { Shipment } from '../db/packs.ts';
import type { Door } from '../dispatch/door.ts';
import type { Form } from '../forms/form.ts';
import type { Proxies } from './address.ts';
import type { Auth } from './auth.ts';
import type { Definitions } from './definitions.ts';
import type { Feed } from './feed.ts';
import { invalid } from './issues.ts';
import { languageOf } from './language.ts';
import type { Who } from './who.ts';

/** Processes to begin from; where they come from is the composition root's business. */
export type Templates = {
  list(): Promise<{ folder: string; key: string; name: string; texts?: Texts | undefined }[]>;
  load(folder: string): Promise<{ model: Model; forms: Record<string, Form> } | undefined>;
};
type Texts = Record<string, { name?: string | undefined; documentation?: string | undefined }>;

/** Goes on where it was stopped. `say`: the step that it is at. */
export type FillDemo = (
  shop: { sql: Sql; door: Door; filesDir: string },
  say: (step: 'goods' | 'orders' | 'work') => Promise<void>,
) => Promise<void>;

export type Deps = {
  sql: Sql;
  door: Door;
  auth: Auth;
  definitions: Definitions;
  feed: Feed;
  templates: Templates;
  /** Those that ship, each after what it requires. */
  packs(): Promise<Shipment[]>;
  /** Those that lie beside them and are written for a later product, or require such a one. */
  newerPacks(): Promise<Pick<Shipment, 'key' | 'name' | 'version' | 'requires'>[]>;
  /** What the workers of this shop can do. */
  connectors: InstalledConnector[];
  log: Logger;
  /** Folder of uploaded files. */
  filesDir: string;
  demo: boolean;
  /** Fills a shop with what the demo shows; absent where no demo can be opened. */
  fillDemo?: FillDemo;
  /** Whether what this address says of others is believed. */
  isProxy: Proxies;
  secret: string;
  /** Folder of the built web; absent where it is served by another. */
  webDir?: string;
  /** Bytes that the disk of files must have free, to be called ready. */
  leastRoom?: number;
  /** Bytes that one person may have uploaded without giving them to a case. */
  untiedBytes?: number;
  /** Milliseconds to wait for a case's answer before a page says "being confirmed". */
  answerMs?: number;
  /** Milliseconds to wait for storage before a reader is told that it is away. */
  readMs?: number;
};

export type Env = {
  Variables: {
    who: Who | undefined;
    /** Token of the session that it comes with; never told. */
    session?: string;
    /** Address of the caller, for audit and limits. */
    address: string;
    /** Set by a handler that wrote the audit row in its own transaction. */
    audited?: boolean;
    /** What the audit row says beyond the route and its object. Never a secret. */
    auditDetail?: object;
    auditObject?: string;
  };
};

declare module '@hono/zod-openapi' {
  interface OpenAPIHono<E extends AnyEnv, S extends Schema, BasePath extends string> {
    /**
     * For the compiler only: what web/reach/router-client.ts reads. Hono's own client type compares whole apps member by
     * member, which costs more than all else in web/ together.
     */
    readonly endpoints: S;
  }
}

/** Every file of routes starts from one: what does not fit the schema is a problem like any other. */
export const router = () =>
  new OpenAPIHono<Env>({
    defaultHook: (result, c) => {
      if (!result.success) throw invalid(result.error.issues, languageOf(c), result.target);
    },
  });
