/** Shows what TypeScript knows about the name in an example that the pointer is on: one box for the whole page. */
const GAP = 6;

export function installHints(): void {
  const box = document.createElement('div');
  box.className = 'hint-box';
  box.setAttribute('aria-hidden', 'true');
  box.hidden = true;
  document.body.append(box);
  const hide = (): void => {
    box.hidden = true;
  };
  document.addEventListener('pointerover', ({ target }) => {
    const name = target instanceof Element ? target.closest<HTMLElement>('[data-hint]') : null;
    if (name === null) return hide();
    box.textContent = name.dataset.hint ?? '';
    box.hidden = false;
    const { left, bottom, top } = name.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = box;
    const below = bottom + GAP + height <= innerHeight;
    box.style.left = `${Math.max(GAP, Math.min(left, innerWidth - width - GAP))}px`;
    box.style.top = `${below ? bottom + GAP : Math.max(GAP, top - GAP - height)}px`;
  });
  addEventListener('scroll', hide, { capture: true, passive: true });
}
