/**
 * Real dialogs: a button with data-dialog-open="id" opens <dialog id="id">, one with data-dialog-close closes it.
 * Before it opens, the cancelable event be:dialog-open is sent from the button: a form that is not valid yet
 * holds it back, so that nobody writes a reason over a form that will be refused.
 */
export function openDialogs(page: Document): void {
  page.addEventListener('click', (event) => {
    const target = event.target as Element;
    const opener = target.closest<HTMLElement>('[data-dialog-open]');
    if (opener) {
      event.preventDefault();
      openFrom(page, opener);
      return;
    }
    const closer = target.closest('[data-dialog-close]')?.closest('dialog');
    if (closer) {
      event.preventDefault();
      closer.close();
      return;
    }
    // The dialog itself is only hit beside its section: a click on the scrim.
    if (target instanceof HTMLDialogElement && !hasTypedText(target)) target.close();
  });
  // A link that leads to a page of one form fetches the form into a dialog: it opens when it has come.
  page.addEventListener('htmx:afterSwap', (event) => {
    const dialog = event.target;
    if (!(dialog instanceof HTMLDialogElement) || dialog.dataset['dialogOnSwap'] === undefined) return;
    if (!dialog.open) dialog.showModal();
    dialog.querySelector<HTMLElement>('[data-autofocus], textarea')?.focus();
  });
  for (const dialog of page.querySelectorAll<HTMLDialogElement>('dialog[data-dialog-shown]')) dialog.showModal();
}

function openFrom(page: Document, opener: HTMLElement): void {
  // A form that is still loading can't say yet whether it is right: whoever is quicker than it waits for it.
  if (opener.dataset['validates'] !== undefined && page.querySelector('[data-form-viewer]:not([data-ready])')) {
    page.addEventListener('be:form-ready', () => openFrom(page, opener), { once: true });
    return;
  }
  const dialog = page.getElementById(opener.dataset['dialogOpen'] ?? '');
  if (!(dialog instanceof HTMLDialogElement) || dialog.open) return;
  const wanted = new CustomEvent('be:dialog-open', { bubbles: true, cancelable: true, detail: { dialog } });
  if (!opener.dispatchEvent(wanted)) return;
  opener.closest('details')?.removeAttribute('open');
  dialog.showModal();
  dialog.querySelector<HTMLElement>('[data-autofocus], textarea, select, input:not([type=hidden])')?.focus();
}

/** Whether closing the dialog would lose something that was typed into it. */
export function hasTypedText(dialog: ParentNode): boolean {
  const typed = 'textarea, input[type=text], input:not([type])';
  return Array.from(dialog.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(typed))
    .some((field) => field.value !== field.defaultValue);
}
