/** Every htmx request carries the antiforgery token of the page; forms carry their own as a field. */
export function sendRequestToken(page: Document): void {
  page.addEventListener('htmx:configRequest', (event) => {
    const token = page.querySelector<HTMLMetaElement>('meta[name=request-token]')?.content;
    if (token) (event as CustomEvent).detail.headers['RequestVerificationToken'] = token;
  });
}

/** What is said where an answer could not be shown in its place. */
export function failureOf(status: number): string {
  if (status === 0) return '没有连上服务器，刚才的操作没有送达。恢复后再试一次。';
  if (status === 400) return '这一页已过期，刷新后再试一次。';
  if (status === 403) return '您的岗位不包括这项操作。';
  if (status === 404) return '没有这件事项，或您无权查看。';
  if (status === 413) return '文件太大，压缩后再上传。';
  return '系统出错，刚才的操作没有完成。内容还在本页，稍后再试一次。';
}

/** An htmx request that failed says so on top of the page; nothing that was typed is lost. */
export function sayWhatFailed(page: Document): void {
  const note = page.querySelector<HTMLElement>('[data-request-note]');
  const say = (event: Event): void => {
    if (!note) return;
    const status = ((event as CustomEvent).detail.xhr as XMLHttpRequest | undefined)?.status ?? 0;
    note.lastElementChild!.textContent = failureOf(status);
    note.hidden = false;
  };
  page.addEventListener('htmx:responseError', say);
  page.addEventListener('htmx:sendError', say);
  page.addEventListener('htmx:beforeRequest', () => note?.setAttribute('hidden', ''));
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
