// One Postgres and one Temporal server a test run.
export default async function setup(): Promise<void> {}
