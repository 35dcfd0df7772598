/** 显示 / 隐藏 beside a password field: <button data-reveal="id of the field">. */
export function revealPasswords(page: Document): void {
  page.addEventListener('click', (event) => {
    const button = (event.target as Element).closest<HTMLElement>('[data-reveal]');
    const field = button && page.getElementById(button.dataset['reveal'] ?? '');
    if (!button || !(field instanceof HTMLInputElement)) return;
    const shown = field.type === 'password';
    field.type = shown ? 'text' : 'password';
    button.textContent = shown ? '隐藏' : '显示';
    button.setAttribute('aria-pressed', String(shown));
  });
}
