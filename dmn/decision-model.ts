// A DMN model: the requirement graph, its types, and the boxed expressions in it (DMN 1.5, chapters 6, 7 and 10).
import { z } from 'zod';
import { DecisionTable } from './schema.ts';

const typeRef = z.string().optional();
const Parameter = z.object({ name: z.string(), typeRef });

/** FEEL, in any other language it does not run. */
type Typed = { typeRef?: string | undefined };
export type BoxedExpression = Typed &
  (
    | { type: 'literalExpression'; text: string; language?: string | undefined }
    | { type: 'decisionTable'; table: DecisionTable }
    /** An entry without a name is the result. */
    | {
        type: 'context';
        entries: { name?: string | undefined; typeRef?: string | undefined; value: BoxedExpression }[];
      }
    | { type: 'invocation'; function: BoxedExpression; bindings: { name: string; value: BoxedExpression }[] }
    | { type: 'list'; items: BoxedExpression[] }
    | { type: 'relation'; columns: { name: string; typeRef?: string | undefined }[]; rows: BoxedExpression[][] }
    | BoxedFunction
    | { type: 'conditional'; test: BoxedExpression; yes: BoxedExpression; no: BoxedExpression }
    | { type: 'filter'; in: BoxedExpression; match: BoxedExpression }
    | { type: 'for'; iterator: string; in: BoxedExpression; return: BoxedExpression }
    | { type: 'some' | 'every'; iterator: string; in: BoxedExpression; satisfies: BoxedExpression }
  );
export type BoxedFunction = Typed & {
  type: 'functionDefinition';
  /** Only FEEL runs; Java and PMML are kept and refuse. */
  kind: string;
  parameters: z.infer<typeof Parameter>[];
  body?: BoxedExpression | undefined;
};

const nested: z.ZodType<BoxedExpression> = z.lazy(() => BoxedExpression);
const BoxedFunction: z.ZodType<BoxedFunction> = z.object({
  type: z.literal('functionDefinition'),
  typeRef,
  kind: z.string(),
  parameters: z.array(Parameter),
  body: nested.optional(),
});
export const BoxedExpression: z.ZodType<BoxedExpression> = z.union([
  z.object({ type: z.literal('literalExpression'), typeRef, text: z.string(), language: z.string().optional() }),
  z.object({ type: z.literal('decisionTable'), typeRef, table: DecisionTable }),
  z.object({
    type: z.literal('context'),
    typeRef,
    entries: z.array(z.object({ name: z.string().optional(), typeRef, value: nested })),
  }),
  z.object({
    type: z.literal('invocation'),
    typeRef,
    function: nested,
    bindings: z.array(z.object({ name: z.string(), value: nested })),
  }),
  z.object({ type: z.literal('list'), typeRef, items: z.array(nested) }),
  z.object({ type: z.literal('relation'), typeRef, columns: z.array(Parameter), rows: z.array(z.array(nested)) }),
  BoxedFunction,
  z.object({ type: z.literal('conditional'), typeRef, test: nested, yes: nested, no: nested }),
  z.object({ type: z.literal('filter'), typeRef, in: nested, match: nested }),
  z.object({ type: z.literal('for'), typeRef, iterator: z.string(), in: nested, return: nested }),
  z.object({ type: z.enum(['some', 'every']), typeRef, iterator: z.string(), in: nested, satisfies: nested }),
]);

export type ItemDefinition = {
  name: string;
  typeRef?: string | undefined;
  isCollection?: boolean | undefined;
  components?: ItemDefinition[] | undefined;
  /** Unary tests that the value, of a collection each item, has to meet. */
  allowedValues?: string | undefined;
  /** Unary tests on the value as a whole (since DMN 1.5). */
  typeConstraint?: string | undefined;
  function?: { parameters: z.infer<typeof Parameter>[]; result?: string | undefined } | undefined;
};
export const ItemDefinition: z.ZodType<ItemDefinition> = z.object({
  name: z.string(),
  typeRef,
  isCollection: z.boolean().optional(),
  components: z.array(z.lazy(() => ItemDefinition)).optional(),
  allowedValues: z.string().optional(),
  typeConstraint: z.string().optional(),
  function: z.object({ parameters: z.array(Parameter), result: z.string().optional() }).optional(),
});

/** References are `#id`, or `namespace#id` into an imported model. */
const references = z.array(z.string());
const element = { id: z.string(), name: z.string(), typeRef };

export const DecisionModel = z.object({
  id: z.string(),
  name: z.string(),
  namespace: z.string(),
  imports: z.array(z.object({ name: z.string(), namespace: z.string(), importType: z.string() })),
  itemDefinitions: z.array(ItemDefinition),
  inputData: z.array(z.object(element)),
  decisions: z.array(z.object({ ...element, requires: references, logic: BoxedExpression.optional() })),
  knowledge: z.array(z.object({ ...element, requires: references, logic: BoxedFunction.optional() })),
  services: z.array(
    z.object({
      ...element,
      outputDecisions: references,
      encapsulatedDecisions: references,
      inputDecisions: references,
      inputData: references,
    }),
  ),
});
export type DecisionModel = z.infer<typeof DecisionModel>;
