// The SDK takes a stack trace of every promise of a workflow, for its stack-trace query: a third of a worker's time. With two
// frames, which are the SDK's own, it costs little. An error still says where it was thrown; the rest is found by playing its case
// on the core. Loaded before the first case: afterwards `Error` is frozen (docs/decisions/0016).
Error.stackTraceLimit = 2;
