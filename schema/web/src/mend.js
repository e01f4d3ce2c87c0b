// GraphiQL's tabs hold buttons, which a tab may not: here they are a list of buttons, of which one is pressed.
export function mendTabs(root) {
  const mend = () => {
    for (const list of root.querySelectorAll('.graphiql-tabs[role]')) list.removeAttribute('role');
    for (const tab of root.querySelectorAll('.graphiql-tab[aria-selected]')) {
      const button = tab.querySelector('.graphiql-tab-button');
      button?.setAttribute('aria-pressed', tab.getAttribute('aria-selected'));
      tab.removeAttribute('role');
      tab.removeAttribute('aria-selected'); // React sets it again when another one is chosen.
    }
  };
  const changes = { childList: true, subtree: true, attributes: true, attributeFilter: ['aria-selected'] };
  new MutationObserver(mend).observe(root, changes);
}
