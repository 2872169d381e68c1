// A service step's call: finds the connector of its topic. Retries are Temporal's; the key makes them one effect.
import { ApplicationFailure, Context } from '@temporalio/activity';
import { tell } from '../bpmn/draft.ts';
import type { Because, Variables } from '../bpmn/instance.ts';
import { wellFormed, wellFormedValue } from '../feel/well-formed.ts';
import { sayOfIncident } from '../words/incidents.ts';
import { type Message, named } from '../words/message.ts';
import type { ServiceActivities, ServiceCall } from './contract.ts';

/** What a connector may say: results as variables, or a business error that the model can catch. */
export type Connector = (call: ServiceCall, signal: AbortSignal) => Promise<Variables | typeof HANDED_OVER>;
/** Said instead of a result: people have it, and will give the result. */
export const HANDED_OVER = Symbol('handed over');
export class BusinessError extends Error {
  readonly code: string;
  readonly variables: Variables;
  constructor(code: string, message: string, variables: Variables = {}) {
    super(message);
    this.code = code;
    this.variables = variables;
  }
}
/** The call cannot even begin, and the case is told why. */
export class NotBegun extends Error {
  readonly because: Because;
  constructor(message: string, because: Because) {
    super(message);
    this.because = because;
  }
}
/** Will not get better by itself: becomes an incident at once, which says why in the reader's language. */
export class Hopeless extends Error {
  readonly said: Message | undefined;
  constructor(said: Message | string) {
    super(typeof said === 'string' ? said : sayOfIncident(said, 'en'));
    this.said = typeof said === 'string' ? undefined : said;
  }
}

const AGAIN_MS = 500;
/** What is left of a try when it is given up. */
const LAST_MS = 2_000;

/**
 * @param workers those outside, who do what no connector does
 * @param isStorageAway an error of our own database's absence: it is waited for, and no try of the step is used up by it
 * @param isStorageSilent asked where a try is not done in its time: whoever waits for our own database has not had one
 */
export function serviceActivities(
  connectors: Record<string, Connector>,
  workers?: { knows(topic: string): Promise<boolean>; do: Connector },
  isStorageAway: (error: unknown) => boolean = () => false,
  isStorageSilent: () => Promise<boolean> = async () => false,
): ServiceActivities {
  return {
    async callService(call) {
      const connectorOf = async (): Promise<Connector> => {
        const connector = connectors[call.topic] ?? ((await workers?.knows(call.topic)) ? workers?.do : undefined);
        if (connector) return connector;
        throw new Hopeless(tell('call.noConnector', { step: named(call.name), topic: call.topic }));
      };
      const alive = setInterval(() => Context.current().heartbeat(), 1_500);
      const givenUp = new AbortController();
      let last: NodeJS.Timeout | undefined;
      try {
        const { cancellationSignal, info } = Context.current();
        // A try whose time is over is made again elsewhere: this one must not go on beside it.
        const signal = AbortSignal.any([
          cancellationSignal,
          givenUp.signal,
          AbortSignal.timeout(info.startToCloseTimeoutMs),
        ]);
        const end = Date.now() + info.startToCloseTimeoutMs - LAST_MS;
        const done = whenStored(
          async () => (await connectorOf())({ ...call, attempt: info.attempt }, signal),
          (error) => isStorageAway(error) && !signal.aborted,
          end,
        );
        const silent = new Promise<never>((_, reject) => {
          last = setTimeout(async () => {
            if (!(await isStorageSilent())) return;
            givenUp.abort();
            reject(storageAway('storage keeps silent'));
          }, end - Date.now());
        });
        const result = await Promise.race([done, silent]);
        if (result === HANDED_OVER) return { 'zf:handedOver': true };
        const { 'zf:handedOver': _, ...variables } = wellFormedValue(result ?? {});
        return variables;
      } catch (error) {
        if (error instanceof BusinessError)
          throw ApplicationFailure.create({
            message: wellFormed(error.message),
            type: 'BpmnError',
            nonRetryable: true,
            details: wellFormedValue([error.code, error.variables]),
          });
        if (error instanceof NotBegun)
          throw ApplicationFailure.create({
            message: wellFormed(error.message),
            type: 'NotBegun',
            nonRetryable: true,
            details: [error.because],
          });
        if (error instanceof Hopeless) throw failureOf(error);
        if (error instanceof Error) error.message = wellFormed(error.message);
        throw error;
      } finally {
        clearInterval(alive);
        clearTimeout(last);
      }
    },
  };
}

/** Calls are one effect a key, so each may be made again. @throws ApplicationFailure StorageAway, which the host answers with a call anew */
async function whenStored<T>(act: () => Promise<T>, isAway: (error: unknown) => boolean, end: number): Promise<T> {
  for (;;) {
    try {
      return await act();
    } catch (error) {
      if (!isAway(error)) throw error;
      if (Date.now() + AGAIN_MS > end) throw storageAway((error as Error).message);
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }
}

const storageAway = (message: string) => ApplicationFailure.nonRetryable(wellFormed(message), 'StorageAway');

const failureOf = ({ message, said }: Hopeless): ApplicationFailure =>
  ApplicationFailure.create({
    message: wellFormed(message),
    type: 'Hopeless',
    nonRetryable: true,
    ...(said && { details: [wellFormedValue({ is: 'hopeless', said })] }),
  });
