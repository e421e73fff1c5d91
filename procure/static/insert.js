// Puts what a button holds into a text, where the cursor stands. Without this script the codes are copied by hand.
for (const button of document.querySelectorAll("button[data-insert]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const text = document.getElementById(button.dataset.into);
    text.setRangeText(button.dataset.insert, text.selectionStart, text.selectionEnd, "end");
    text.focus();
  });
}
