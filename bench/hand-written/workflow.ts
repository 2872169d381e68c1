// What a team would write by hand on Temporal for the same three steps: a task row opened and closed a step.
import {
  allHandlersFinished,
  condition,
  defineUpdate,
  proxyLocalActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';

type Activities = {
  openTask(order: string, step: string): Promise<void>;
  closeTask(order: string, step: string, by: string): Promise<void>;
};
const { openTask, closeTask } = proxyLocalActivities<Activities>({ startToCloseTimeout: '5s' });
export const complete = defineUpdate<string, [string, string]>('complete');
/** Answers once the first task can be seen. */
export const opened = defineUpdate<string, []>('opened');

export async function order(steps: string[]): Promise<void> {
  const { workflowId } = workflowInfo();
  let current = '';
  let done = false;
  let over = false;
  setHandler(opened, async () => {
    await condition(() => current !== '');
    return current;
  });
  setHandler(complete, async (step, by) => {
    // The click may come before the first step's task is open.
    await condition(() => current === step || over);
    if (step !== current || done) return 'notOpen';
    done = true;
    await closeTask(workflowId, step, by);
    // Answers once the next task can be seen: read your writes, as ours does.
    await condition(() => current !== step || over);
    return 'ok';
  });
  for (const step of steps) {
    await openTask(workflowId, step);
    current = step;
    done = false;
    await condition(() => done);
  }
  over = true;
  current = '';
  await condition(allHandlersFinished);
}
