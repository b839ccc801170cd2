"""Prints figures beside their bounds and remembers whether all were met."""


class Bounds:
    def __init__(self):
        self.met = True

    def true(self, what, holds, detail=""):
        self.met &= bool(holds)
        print(f"  {'ok  ' if holds else 'FAIL'} {what}" + (f": {detail}" if detail else ""), flush=True)

    def at_most(self, what, figure, bound, unit=""):
        self.true(what, figure <= bound, f"{figure:.4g}{unit} (bound: at most {bound:g}{unit})")

    def at_least(self, what, figure, bound, unit=""):
        self.true(what, figure >= bound, f"{figure:.4g}{unit} (bound: at least {bound:g}{unit})")

    def equal(self, what, figure, expected):
        self.true(what, figure == expected, f"{figure} (must be {expected})")

    def exit_status(self):
        print("all bounds met" if self.met else "NOT all bounds met")
        return 0 if self.met else 1
