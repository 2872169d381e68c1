// What a key may be for; the API's contract checks these words where they are sent.
export const SCOPES = ['messages:write', 'cases:start', 'cases:read', 'metrics:read', 'jobs:work'] as const;
export type Scope = (typeof SCOPES)[number];
