"""Looking at a page as it has to be for everybody: at every width, in both themes, and what is wrong with it."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ViewportSize

from branches.models import Member
from tests.browser.visitor import Visitor

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
WIDE, NARROW = ViewportSize(width=1280, height=800), ViewportSize(width=320, height=640)
SCREENS = ((WIDE, "light"), (NARROW, "dark"), (WIDE, "dark"), (NARROW, "light"))
ASIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Eyes:
    """Looks at pages, and writes down what is wrong."""

    def __init__(self) -> None:
        self.axe = Axe()
        self.names = set(Member.objects.values_list("full_name", flat=True))
        self.screens = 0
        self.titles: dict[str, str] = {}
        self.faults: list[str] = []

    def look(self, visitor: Visitor, where: object, *, screens: int = len(SCREENS)) -> None:
        """The page that is open now, on the first so many screens."""
        headings = visitor.page.locator("h1").count()
        self._expect(headings == 1, where, f"has {headings} h1")
        title = visitor.page.title()
        self._expect(not any(name in title for name in self.names), where, f"has a name in its title: {title}")
        self.titles[visitor.address] = title
        for size, theme in SCREENS[:screens]:
            visitor.page.set_viewport_size(size)
            visitor.page.emulate_media(color_scheme=theme)
            self._screen(visitor, f"{where} ({size['width']}, {theme})")
        self.faults += [f"{where}: {trouble}" for trouble in visitor.trouble]
        visitor.trouble.clear()

    def _screen(self, visitor: Visitor, where: str) -> None:
        self.screens += 1
        aside = visitor.page.evaluate(ASIDE)
        self._expect(aside <= 0, where, f"scrolls {aside} px sideways")
        for found in self.axe.run(visitor.page, options=RULES).response["violations"]:
            self.faults.append(f"{where}: {found['id']} at {[node['target'] for node in found['nodes']][:3]}")

    def _expect(self, holds: bool, where: object, otherwise: str) -> None:
        if not holds:
            self.faults.append(f"{where} {otherwise}")
