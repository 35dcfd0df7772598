/** A menu is <details class="be-menu">: it opens without a script; here it closes on a click beside it and on Esc. */
export function closeMenus(page: Document): void {
  const closeOthers = (kept: Node | null): void => {
    for (const menu of page.querySelectorAll<HTMLDetailsElement>('details.be-menu[open]')) {
      if (!kept || !menu.contains(kept)) menu.open = false;
    }
  };
  page.addEventListener('click', (event) => closeOthers(event.target as Node));
  page.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    const menu = page.querySelector<HTMLDetailsElement>('details.be-menu[open]');
    if (!menu) return;
    menu.open = false;
    menu.querySelector('summary')?.focus();
  });
}
