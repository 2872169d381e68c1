// Named deviations from the DMN TCK: the group of cases and why it fails.
const DEVIATIONS: Record<string, string> = {
  '0076-feel-external-java': 'functions in Java do not run: models hold no code',
};

export const causeOf = (model: string): string | undefined => DEVIATIONS[model];
