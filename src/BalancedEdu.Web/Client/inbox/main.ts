/*
 * Where there is room for the pane beside the list, a click on a row shows the task there, and a click on the row that
 * is shown opens it. Elsewhere, and with a modifier key, a row is the plain link that it is without a script.
 */
const pane = document.querySelector<HTMLElement>('#peek');

function hasRoom(): boolean {
  return pane !== null && pane.offsetParent !== null;
}

document.addEventListener('click', (event) => {
  if (event.defaultPrevented || event.button !== 0) return;
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const link = (event.target as Element).closest<HTMLAnchorElement>('[data-row] h3 a');
  const row = link?.closest<HTMLElement>('[data-row]');
  // A key press (Enter) arrives as a click without a position: it opens.
  if (!row || !hasRoom() || event.detail === 0 || row.hasAttribute('aria-current')) return;
  event.preventDefault();
  show(row);
});

function show(row: HTMLElement): void {
  for (const each of document.querySelectorAll('[data-row][aria-current]')) each.removeAttribute('aria-current');
  row.setAttribute('aria-current', 'true');
  row.dispatchEvent(new CustomEvent('be:row-current', { bubbles: true }));
}
