// Alt, Shift and a letter: no screen reader's keys, and none that writes.
export function listenForShortcuts(dialog, opener) {
  opener.hidden = false;
  opener.addEventListener("click", () => dialog.showModal());
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || !event.shiftKey || event.ctrlKey || event.metaKey || event.repeat || dialog.open) return;
    const found = document.querySelector(`[data-press="${event.code}"]`);
    if (!found) return;
    event.preventDefault();
    press(found);
  });
}

function press(found) {
  found.focus();
  if (found.matches("summary")) {
    found.parentElement.open = true;
    found.parentElement.querySelector("select, .sheet button")?.focus();
  } else if (found.matches("button")) found.click();
}
