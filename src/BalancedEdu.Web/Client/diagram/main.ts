import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import './diagram.css';
import Viewer from 'bpmn-js/lib/Viewer';
import { margin, ownScale, sizeAt, wholeScale, type Box } from './scale';

/*
 * Shows a process and where a case stands in it, on every <div data-diagram>:
 *   <script type="application/json" data-part="bpmn">"<definitions …>"</script>
 *   <script type="application/json" data-part="marks">
 *     {"current":["id"],"finished":["id"],"texts":{"id":"当前 2/5"}}
 *   </script>
 * The drawing keeps its own size and its box scrolls, to the current step at first: the wheel, a finger and the
 * keyboard do what they do on the rest of the page. The bpmn.io mark stays: its licence asks for it.
 */
interface Marks {
  readonly current?: readonly string[];
  readonly finished?: readonly string[];
  readonly texts?: Readonly<Record<string, string>>;
}

interface Canvas {
  viewbox(): { inner: Box };
  viewbox(box: Box): void;
  addMarker(id: string, marker: string): void;
  resized(): void;
}
interface Registry { get(id: string): Box | undefined }
interface Overlays { add(id: string, overlay: { position: object; html: HTMLElement }): void }

const zoomStep = 1.25;

/** The renderer writes these into style attributes, so the drawing follows the theme. */
const colours = {
  defaultFillColor: 'var(--be-surface)',
  defaultStrokeColor: 'var(--be-line-control)',
  defaultLabelColor: 'var(--be-ink-2)',
};

class Diagram {
  readonly #host: HTMLElement;
  readonly #scroller = document.createElement('div');
  readonly #box = document.createElement('div');
  readonly #viewer: Viewer;
  #drawing: Box = { x: 0, y: 0, width: 1, height: 1 };
  #scale = 1;

  constructor(host: HTMLElement) {
    this.#host = host;
    this.#scroller.className = 'be-diagram-scroll';
    this.#scroller.tabIndex = 0;
    this.#box.className = 'be-diagram-in';
    this.#scroller.append(this.#box);
    host.append(this.#scroller);
    this.#viewer = new Viewer({ container: this.#box, bpmnRenderer: colours } as object);
  }

  async mount(xml: string, marks: Marks): Promise<void> {
    await this.#viewer.importXML(xml);
    this.#host.querySelector('[data-part=waiting]')?.remove();
    // The mark stands in the corner of what is seen, not of what is scrolled.
    this.#host.append(...this.#box.querySelectorAll('.bjs-powered-by'));
    this.#drawing = this.#canvas.viewbox().inner;
    this.#mark(marks);
    this.#show(ownScale);
    this.#goTo(marks.current?.[0]);
    this.#host.addEventListener('click', (event) => {
      this.#zoom((event.target as Element).closest<HTMLElement>('[data-zoom]')?.dataset['zoom']);
    });
  }

  get #canvas(): Canvas {
    return this.#viewer.get<Canvas>('canvas');
  }

  #show(scale: number): void {
    const { width, height, viewbox } = sizeAt(this.#drawing, scale, this.#scroller.clientWidth);
    this.#scale = scale;
    this.#box.style.width = `${width}px`;
    this.#box.style.height = `${height}px`;
    this.#canvas.resized();
    this.#canvas.viewbox(viewbox);
  }

  #zoom(how: string | undefined): void {
    if (how === 'in') this.#show(this.#scale * zoomStep);
    if (how === 'out') this.#show(this.#scale / zoomStep);
    if (how === 'fit') this.#show(wholeScale(this.#drawing, this.#scroller.clientWidth));
  }

  #goTo(id: string | undefined): void {
    const element = id === undefined ? undefined : this.#viewer.get<Registry>('elementRegistry').get(id);
    if (!element) return;
    const middle = { x: element.x + element.width / 2, y: element.y + element.height / 2 };
    this.#scroller.scrollLeft = (middle.x - this.#drawing.x + margin) * this.#scale - this.#scroller.clientWidth / 2;
    this.#scroller.scrollTop = (middle.y - this.#drawing.y + margin) * this.#scale - this.#scroller.clientHeight / 2;
  }

  #mark(marks: Marks): void {
    const registry = this.#viewer.get<Registry>('elementRegistry');
    const overlays = this.#viewer.get<Overlays>('overlays');
    for (const id of marks.finished ?? []) if (registry.get(id)) this.#canvas.addMarker(id, 'be-finished');
    for (const id of marks.current ?? []) if (registry.get(id)) this.#canvas.addMarker(id, 'be-here');
    for (const [id, text] of Object.entries(marks.texts ?? {})) {
      if (!registry.get(id)) continue;
      const html = document.createElement('span');
      html.className = 'be-diagram-text';
      html.textContent = text;
      overlays.add(id, { position: { top: -22, left: 0 }, html });
    }
  }
}

function part<T>(host: HTMLElement, name: string): T | undefined {
  const text = host.querySelector(`script[data-part="${name}"]`)?.textContent;
  return text ? (JSON.parse(text) as T) : undefined;
}

async function mountAll(root: ParentNode): Promise<void> {
  for (const host of root.querySelectorAll<HTMLElement>('[data-diagram]:not([data-mounted])')) {
    host.dataset['mounted'] = '';
    await new Diagram(host).mount(part<string>(host, 'bpmn') ?? '', part<Marks>(host, 'marks') ?? {});
  }
}

document.addEventListener('htmx:load', (event) => void mountAll(event.target as HTMLElement));
void mountAll(document);
