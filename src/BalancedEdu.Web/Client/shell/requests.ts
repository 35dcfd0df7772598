/** Every htmx request carries the antiforgery token of the page; forms carry their own as a field. */
export function sendRequestToken(page: Document): void {
  page.addEventListener('htmx:configRequest', (event) => {
    const token = page.querySelector<HTMLMetaElement>('meta[name=request-token]')?.content;
    if (token) (event as CustomEvent).detail.headers['RequestVerificationToken'] = token;
  });
}

/** While the network is away decisions are disabled and one note says so; reading goes on. */
export function sayWhenOffline(page: Document): void {
  const show = (): void => {
    const offline = !navigator.onLine;
    page.querySelector<HTMLElement>('[data-offline-note]')?.toggleAttribute('hidden', !offline);
    for (const button of page.querySelectorAll<HTMLButtonElement>('button[data-decision]')) button.disabled = offline;
  };
  addEventListener('online', show);
  addEventListener('offline', show);
  if (!navigator.onLine) show();
}
