"""What axe finds on a page that keeps a person from using it."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OF_COLOURS = ["color-contrast", "link-in-text-block"]  # the rules that a scheme can break alone
OF_SIZES = ["target-size", "scrollable-region-focusable"]  # those that a window can
# Each language and each scheme once: a name is missing in a language, a contrast in a scheme, and
# no fault needs a certain pair of them.
LOOKS = [("fr", "light"), ("en", "dark")]
each_look = pytest.mark.parametrize(("language", "scheme"), LOOKS)
# Most of the work, and no place breaks them for another.
OF_EACH_PLACE = ["color-contrast", "target-size"]
RUN = """async ([rules, leftOut, within]) => {
  const off = Object.fromEntries(leftOut.map((rule) => [rule, { enabled: false }]));
  const settings = { resultTypes: ["violations"], rules: off };
  const { violations } = await axe.run(document, { ...settings, runOnly: rules });
  if (within) {
    const inside = await axe.run(within, { resultTypes: ["violations"], runOnly: leftOut });
    violations.push(...inside.violations);
  }
  return violations.flatMap(({ id, impact, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} (${impact}) ${target}: ${failureSummary}`));
}"""


def faults(page: Page, rules: list[str] = RULES, within: str = "") -> list[str]:
    """What axe finds, as one readable line for each place.

    With `within`, contrast and size are judged in what this selects alone: the rest of the page
    was judged in the same look before.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    left_out = OF_EACH_PLACE if within else []
    of_the_page = [rule for rule in rules if rule not in left_out]
    found: list[str] = page.evaluate(RUN, [of_the_page, left_out, within])
    return found


def faults_in_both(page: Page) -> list[str]:
    """What axe finds in light and in dark."""
    in_light = faults(page)
    page.emulate_media(color_scheme="dark")
    in_dark = faults(page, OF_COLOURS)
    page.emulate_media(color_scheme="light")
    return [*in_light, *(f"in dark, {fault}" for fault in in_dark)]
