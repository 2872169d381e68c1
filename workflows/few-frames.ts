// The SDK takes a stack trace of every promise of a workflow, for its stack-trace query: a third of a worker's time. With two
// frames, both the SDK's own, it costs little. An error still says where it was thrown; the rest is found by playing its case
// on the core. Loaded before the first case: afterwards `Error` is frozen.
Error.stackTraceLimit = 2;
