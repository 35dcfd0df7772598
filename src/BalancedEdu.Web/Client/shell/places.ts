/** The menu is longer than a low window: the place where one is stands in sight, with the one before it. */
export function showCurrentPlace(document: Document): void {
  const current = document.querySelector<HTMLElement>('.be-side nav [aria-current="page"]');
  current?.scrollIntoView({ block: 'nearest' });
}
