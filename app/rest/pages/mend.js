// What a tool leaves out for those who hear a page or use no mouse, set on its elements as they come.
// Lines are a selector and attributes; null takes one off.
function mend(root, lines) {
  const set = (element, [name, value]) =>
    value === null ? element.removeAttribute(name) : element.setAttribute(name, value);
  const all = () => {
    waiting = false;
    for (const [selector, attributes] of lines) {
      for (const element of root.querySelectorAll(selector)) {
        for (const each of Object.entries(attributes)) set(element, each);
      }
    }
  };
  let waiting = false;
  new MutationObserver(() => {
    if (!waiting) requestAnimationFrame(all);
    waiting = true;
  }).observe(root, { childList: true, subtree: true });
}
