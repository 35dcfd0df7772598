import { lengthOf, refusalOf } from './opinion';

/*
 * The page of a task: the form is saved while somebody types, an opinion is counted and checked before it is sent,
 * a ready sentence goes into it by a click, and nothing is sent twice.
 */
const decide = document.querySelector<HTMLFormElement>('form#decide');

function saved(text: string): void {
  const place = document.querySelector<HTMLElement>('[data-saved]');
  if (place) place.textContent = text;
}

/** One draft at a time, so that an older one never arrives last: what is typed meanwhile waits for the answer. */
let sending = false;
let waiting: unknown;

async function saveDraft(form: HTMLFormElement, data: unknown): Promise<void> {
  if (sending) {
    waiting = data;
    return;
  }
  sending = true;
  try {
    await sendDraft(form, data);
  } catch {
    saved('网络断开，没有暂存');
  } finally {
    sending = false;
  }
  if (waiting === undefined) return;
  const next = waiting;
  waiting = undefined;
  await saveDraft(form, next);
}

async function sendDraft(form: HTMLFormElement, data: unknown): Promise<void> {
  const revision = form.elements.namedItem('revision') as HTMLInputElement;
  const body = new FormData();
  body.set('revision', revision.value);
  body.set('formData', JSON.stringify(data));
  const token = form.querySelector<HTMLInputElement>('input[name=__RequestVerificationToken]');
  if (token) body.set(token.name, token.value);
  const headers = { Accept: 'application/json' };
  const answer = await fetch(form.dataset['draft'] ?? '', { method: 'POST', body, headers });
  const read = (await answer.json()) as { savedAt?: string; message?: string };
  saved(answer.ok ? `${read.savedAt} 已暂存` : (read.message ?? '没有暂存'));
}

function showRefusal(field: HTMLTextAreaElement, refusal: string | null): void {
  const place = document.getElementById(field.id.replace(/-text$/, '-error'));
  if (!place) return;
  place.hidden = refusal === null;
  const text = place.querySelector('span');
  if (text) text.textContent = refusal ?? '';
  field.classList.toggle('be-field-bad', refusal !== null);
  field.toggleAttribute('aria-invalid', refusal !== null);
}

function count(field: HTMLTextAreaElement): void {
  const place = document.querySelector<HTMLElement>(`[data-length-of="${field.id}"]`);
  if (place) place.textContent = String(lengthOf(field.value));
  if (!field.classList.contains('be-field-bad')) return;
  showRefusal(field, refusalOf(field.value, Number(field.dataset['least'])));
}

document.addEventListener('input', (event) => {
  if (event.target instanceof HTMLTextAreaElement && event.target.dataset['least'] !== undefined) count(event.target);
});

document.addEventListener('click', (event) => {
  const phrase = (event.target as Element).closest<HTMLElement>('[data-phrase]');
  const field = phrase && document.getElementById(phrase.dataset['phrase'] ?? '');
  if (!phrase || !(field instanceof HTMLTextAreaElement)) return;
  const words = phrase.textContent?.trim() ?? '';
  field.value = field.value.trim() === '' ? words : `${field.value.trimEnd()}\n${words}`;
  count(field);
  field.focus();
});

if (decide) {
  document.addEventListener('be:form-changed', (event) => void saveDraft(decide, (event as CustomEvent).detail.data));
  decide.addEventListener('submit', (event) => {
    const field = event.submitter?.closest('dialog')?.querySelector<HTMLTextAreaElement>('textarea[data-least]');
    const refusal = field ? refusalOf(field.value, Number(field.dataset['least'])) : null;
    if (field) showRefusal(field, refusal);
    if (refusal !== null || decide.dataset['sent'] !== undefined) {
      event.preventDefault();
      field?.focus();
      return;
    }
    decide.dataset['sent'] = '';
  });
  // Coming back by the browser's button shows the page as it was left: it may be sent again.
  addEventListener('pageshow', () => delete decide.dataset['sent']);
}
