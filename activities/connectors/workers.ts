// A call that a worker outside does: it lies ready under its topic until one fetches it (api/routes/jobs.ts), and nothing waits here.
import { createJob, isJob, isWorkersTopic } from '../../db/jobs.ts';
import { type Connector, HANDED_OVER } from '../call-service.ts';
import type { ServiceCall } from '../contract.ts';
import type { Tools } from './descriptor.ts';

/** Whether workers have it already: then it stays with them, whatever the capability is bound to now. */
export const withWorkers = ({ sql }: Pick<Tools, 'sql'>, call: ServiceCall): Promise<boolean> =>
  isJob(sql, call.case, call.wait);

export const toWorkers = (
  { sql }: Pick<Tools, 'sql'>,
  topic: string,
  { case: caseId, wait, element, name, key, input, headers, retries = 3 }: ServiceCall,
): Promise<void> => createJob(sql, { case: caseId, wait, topic, element, name, key, input, headers, retries });

/** Steps name such a topic in the drawing. */
export const workers = (tools: Pick<Tools, 'sql'>): { knows(topic: string): Promise<boolean>; do: Connector } => ({
  knows: (topic) => isWorkersTopic(tools.sql, topic),
  do: async (call) => {
    await toWorkers(tools, call.topic, call);
    return HANDED_OVER;
  },
});
