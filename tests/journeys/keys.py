"""What a person does with the keyboard alone: Tab until the right thing has focus, seen all the way."""

from __future__ import annotations

import re
from typing import NamedTuple

from playwright.sync_api import Locator, Page, expect

MOST_TABS = 150
SKIP = "Hopp til innholdet"
Words = str | re.Pattern[str]

# Where the focus is: whether that is where we want to be, and what is wrong with how it looks. A place that
# is taller than the window, or broken over lines, is looked for in the first part of it that is in view.
LOOK = """(wanted) => {
    const one = document.activeElement, before = window.focusedBefore
    window.focusedBefore = one
    if (one) (window.focusedSoFar ??= new Set()).add(one)
    const at = {there: wanted.includes(one), nowhere: !one || one === document.body, fault: ''}
    if (at.nowhere) return at
    const tell = (fault) => ({...at, fault: `${fault}: ${one.outerHTML.slice(0, 240)}`})
    if (one === before) return tell('the focus does not move')
    const look = getComputedStyle(one)
    const drawn = look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) >= 2
    if (!one.matches(':focus-visible') || !drawn) return tell('the focus is not drawn')
    const boxes = [...one.getClientRects()].map((box) => ({
        left: Math.max(box.left, 0), right: Math.min(box.right, innerWidth),
        top: Math.max(box.top, 0), bottom: Math.min(box.bottom, innerHeight),
    })).filter((box) => box.right - box.left > 1 && box.bottom - box.top > 1)
    if (!boxes.length) return tell('the focus is out of sight')
    const [box] = boxes
    const hit = document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2)
    if (!hit || !(one.contains(hit) || hit.contains(one))) return tell(`${hit?.className} covers the focus`)
    return at
}"""

# What can be used in the page's content and the keyboard has not come to; of radio buttons, one is enough.
NEVER_REACHED = """() => {
    const been = window.focusedSoFar ?? new Set()
    const choices = new Set([...been].map((one) => one.type === 'radio' && one.name))
    const usable = 'a[href], button, input, select, textarea, summary, [tabindex="0"]'
    return [...document.querySelectorAll('main')].flatMap((main) => [...main.querySelectorAll(usable)])
        .filter((one) => !one.disabled && one.type !== 'hidden' && one.checkVisibility())
        .filter((one) => !been.has(one) && !(one.type === 'radio' && choices.has(one.name)))
        .map((one) => one.outerHTML.slice(0, 240))
}"""


class Stop(NamedTuple):
    """Where one press of Tab has led: to what we look for, or out of the page."""

    there: bool
    nowhere: bool


def tab(page: Page, wanted: Locator, key: str = "Tab") -> Stop:
    """Press Tab once; what has focus then must be seen."""
    page.keyboard.press(key)
    found = wanted.evaluate_all(LOOK)
    assert not found["fault"], f"{page.url}: {found['fault']}"
    return Stop(found["there"], found["nowhere"])


def reach(page: Page, wanted: Locator, key: str = "Tab") -> None:
    """Press Tab until what is wanted has focus. On a page that is new, the way goes past its head."""
    expect(wanted.first).to_be_attached()
    page.wait_for_load_state("load")  # without its styles nothing looks like anything
    if page.evaluate("document.activeElement === document.body"):
        past_the_head(page)
    for _press in range(MOST_TABS):
        if tab(page, wanted, key).there:
            return
    raise AssertionError(f"{page.url}: the keyboard does not come to {wanted}")


def past_the_head(page: Page) -> None:
    """Take the first stop of every page, the link that leads past its head."""
    if tab(page, page.get_by_role("link", name=SKIP)).there:
        page.keyboard.press("Enter")
        expect(page.get_by_role("main")).to_be_focused()


def walk(page: Page, most: int = MOST_TABS) -> int:
    """Press Tab through the whole page, and return how many stops it has."""
    nothing = page.locator("nothing")
    for stops in range(most):
        if tab(page, nothing).nowhere:
            return stops
    raise AssertionError(f"{page.url}: no end to the stops")


def walk_faults(page: Page, most: int) -> list[str]:
    """Go past the head and through the rest of a page; return what is wrong with the way."""
    page.wait_for_load_state("load")
    try:
        past_the_head(page)
        walk(page, most)
    except AssertionError as fault:
        return [str(fault)]
    return [f"never reached: {each}" for each in page.evaluate(NEVER_REACHED)]


# --- What is done where the focus is -------------------------------------------------------------


def follow(page: Page, link: Words | Locator) -> None:
    """Go to a link, and along it to another page."""
    wanted = link if isinstance(link, Locator) else _main(page).get_by_role("link", name=link, exact=True)
    reach(page, wanted)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def press(page: Page, button: Words) -> None:
    """Go to a button, and send its form."""
    reach(page, _main(page).get_by_role("button", name=button, exact=True))
    with page.expect_navigation():
        page.keyboard.press("Enter")


def write(page: Page, box: Words | Locator, text: str) -> None:
    """Go to a box by the words of its label, and write in it in place of what is there."""
    reach(page, box if isinstance(box, Locator) else _main(page).get_by_label(box, exact=True))
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(text)


def fill(page: Page, **answers: str) -> None:
    """Go to boxes, by the name of each, and write in them."""
    for name, text in answers.items():
        write(page, _main(page).locator(f"[name={name}]"), text)


def pick(page: Page, box: Words, choice: str) -> None:
    """Go to a list, and choose by typing what begins with these words."""
    wanted = _main(page).get_by_label(box, exact=True)
    reach(page, wanted)
    page.keyboard.type(choice)
    expect(wanted.locator("option:checked")).to_have_text(re.compile(rf"^\s*{re.escape(choice)}"))


def tick(page: Page, *labels: Words) -> None:
    """Go to each box, and tick it."""
    for label in labels:
        box = _main(page).get_by_label(label, exact=True)
        reach(page, box)
        page.keyboard.press("Space")
        expect(box).to_be_checked()


def choose(page: Page, *labels: Words) -> None:
    """Go to each group of choices, which is one stop, and with the arrows to the one with these words."""
    for label in labels:
        wanted = _main(page).get_by_label(label, exact=True)
        group = _main(page).locator(f"[type=radio][name={wanted.get_attribute('name')}]")
        reach(page, group)
        if not group.locator("visible=true").and_(page.locator(":checked")).count():
            page.keyboard.press("Space")
        for _arrow in range(group.count()):
            if wanted.is_checked():
                break
            page.keyboard.press("ArrowDown")
        expect(wanted).to_be_checked()
        expect(wanted).to_be_focused()


def unfold(page: Page, summary: str) -> None:
    """Go to what folds out, and open it."""
    closed = page.locator("details:not([open]) > summary").filter(has_text=summary)
    reach(page, closed)
    page.keyboard.press("Enter")
    expect(closed).to_have_count(0)


def _main(page: Page) -> Locator:
    return page.get_by_role("main")
