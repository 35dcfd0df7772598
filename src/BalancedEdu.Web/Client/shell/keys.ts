/**
 * Keys of the lists and the task page (J K Enter X / ? and letters of data-key). They are off while somebody types,
 * while an input method composes, with a modifier, inside a dialog, and where the reader has switched them off.
 */
const offKey = 'be-keys-off';
const sequenceSeconds = 1.2;

/** What a key press means, before the page is looked at. */
export type KeyAction =
  | { kind: 'none' }
  | { kind: 'prefix' }
  | { kind: 'move'; by: 1 | -1 }
  | { kind: 'open' | 'tick' | 'search' | 'help' }
  | { kind: 'press'; key: string };

export function meaningOf(key: string, afterG: boolean): KeyAction {
  if (afterG) return { kind: 'press', key: `g ${key}` };
  switch (key) {
    case 'g': return { kind: 'prefix' };
    case 'j': return { kind: 'move', by: 1 };
    case 'k': return { kind: 'move', by: -1 };
    case 'x': return { kind: 'tick' };
    case '/': return { kind: 'search' };
    case '?': return { kind: 'help' };
    case 'Enter': return { kind: 'open' };
    default: return /^[a-z]$/.test(key) ? { kind: 'press', key } : { kind: 'none' };
  }
}

/** Whether a key press belongs to whoever is typing and not to us. */
export function isTyping(event: KeyboardEvent): boolean {
  if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) return true;
  const target = event.target as HTMLElement | null;
  if (!target?.closest) return false;
  const field = target.closest('input:not([type=checkbox]), textarea, select, dialog[open]');
  return target.isContentEditable || field !== null;
}

export function listenToKeys(page: Document): void {
  let prefixedAt = -Infinity;
  page.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || isTyping(event) || page.querySelector('dialog[open]')) return;
    const action = meaningOf(event.key, event.timeStamp - prefixedAt < sequenceSeconds * 1000);
    prefixedAt = action.kind === 'prefix' ? event.timeStamp : -Infinity;
    if (keysAreOff() && action.kind !== 'help') return;
    if (act(page, action, event)) event.preventDefault();
  });
  page.addEventListener('change', (event) => {
    const box = (event.target as Element).closest<HTMLInputElement>('[data-keys-switch]');
    if (!box) return;
    if (box.checked) localStorage.removeItem(offKey);
    else localStorage.setItem(offKey, '1');
  });
  for (const box of page.querySelectorAll<HTMLInputElement>('[data-keys-switch]')) box.checked = !keysAreOff();
}

function keysAreOff(): boolean {
  return localStorage.getItem(offKey) === '1';
}

function act(page: Document, action: KeyAction, event: KeyboardEvent): boolean {
  switch (action.kind) {
    case 'move': return move(page, action.by);
    case 'open': return openRow(page, event);
    case 'tick': return press(currentRow(page)?.querySelector('input[type=checkbox]'));
    case 'search': return focusSearch(page);
    case 'help': return press(page.querySelector('[data-keys-help]'));
    case 'press': return press(page.querySelector(`[data-key="${CSS.escape(action.key)}"]:not([disabled])`));
    default: return false;
  }
}

function currentRow(page: Document): HTMLElement | null {
  return page.querySelector<HTMLElement>('[data-row][aria-current]');
}

function move(page: Document, by: 1 | -1): boolean {
  const rows = Array.from(page.querySelectorAll<HTMLElement>('[data-row]'));
  if (rows.length === 0) return false;
  const row = rows[nextIndex(rows.findIndex((each) => each.hasAttribute('aria-current')), by, rows.length)];
  for (const each of rows) each.removeAttribute('aria-current');
  row?.setAttribute('aria-current', 'true');
  row?.scrollIntoView({ block: 'nearest' });
  row?.dispatchEvent(new CustomEvent('be:row-current', { bubbles: true }));
  return true;
}

/** The row after or before the current one; from none, the first or the last; the ends hold. */
export function nextIndex(current: number, by: 1 | -1, count: number): number {
  if (current < 0) return by > 0 ? 0 : count - 1;
  return Math.min(count - 1, Math.max(0, current + by));
}

function openRow(page: Document, event: KeyboardEvent): boolean {
  if ((event.target as Element).closest?.('a, button, summary')) return false;
  return press(currentRow(page)?.querySelector('a[href]'));
}

function focusSearch(page: Document): boolean {
  const field = page.querySelector<HTMLInputElement>('[data-search]');
  if (!field) return false;
  field.focus();
  field.select();
  return true;
}

function press(element: Element | null | undefined): boolean {
  if (!(element instanceof HTMLElement)) return false;
  element.click();
  return true;
}
