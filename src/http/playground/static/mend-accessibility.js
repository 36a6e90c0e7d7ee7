/*
 * What GraphiQL 3 leaves out for people who do not see the screen: its editors have no names, and its tabs hold buttons,
 * which a tab may not. Done again whenever GraphiQL has drawn something.
 */
function nameEditors() {
  for (const area of document.querySelectorAll('.CodeMirror textarea:not([aria-label])')) {
    const pane = area.closest('[aria-label]') ?? area.closest('section');
    area.setAttribute('aria-label', pane?.getAttribute('aria-label') ?? 'Editor');
  }
}

/** A list of buttons, of which one is the current. */
function flattenTabs() {
  for (const list of document.querySelectorAll('.graphiql-tabs[role="tablist"]')) list.setAttribute('role', 'group');
  for (const tab of document.querySelectorAll('.graphiql-tab')) {
    const active = String(tab.classList.contains('graphiql-tab-active'));
    tab.setAttribute('role', 'none');
    tab.removeAttribute('aria-selected');
    const button = tab.querySelector('.graphiql-tab-button');
    // Said only when it is news: an attribute that is set again would be a change to look at again.
    if (button !== null && button.ariaCurrent !== active) button.ariaCurrent = active;
  }
}

new MutationObserver(() => {
  nameEditors();
  flattenTabs();
}).observe(document.getElementById('graphiql'), { childList: true, subtree: true, attributeFilter: ['class'] });
