/** The same rule and the same words as on the server (DecisionRules). */
export function lengthOf(text: string): number {
  return text.trim().length;
}

/** Why an opinion can't be sent yet, or null. */
export function refusalOf(text: string, least: number): string | null {
  const length = lengthOf(text);
  if (length >= least) return null;
  return least === 1 ? '须写明意见' : `说明至少 ${least} 个字，现在 ${length} 个字`;
}
