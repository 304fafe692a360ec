"""The list of lints, and which files they are about."""

from dsl.lints.registry import RULES
from dsl.load import Folder, analyse
from dsl.source import Source


def test_codes_and_slugs_are_unique_and_in_order():
    codes = [rule.code for rule in RULES]
    assert codes == sorted(set(codes))
    assert len({rule.slug for rule in RULES}) == len(RULES)


class Shared:
    """A policy that offers a record to others, full of what lints dislike."""

    text = """customer 客户
  | name    | type  | missing |
  | id      | key   |         |
  | deposit | money | as 0    |
param 最小 = 5万
define rich = deposit > 5万 or deposit < 1万 and deposit > 0元
offer 基金
then offer 基金
则推荐基金  # allow W503
"""

    def used(self, name, by):
        return Folder("shared", "shared", (Source("shared.policy", self.text),))


def test_a_used_policy_is_not_linted_with_those_that_use_it():
    main = Folder("main", "main", (Source("main.policy", "use shared\nparam p = 5\nrule a\n  then offer 基金\n"),))
    found = analyse(main, Shared()).diagnostics
    assert [(str(d.span), d.code) for d in found] == [("main.policy:2", "W504")]
    alone = analyse(Shared().used("shared", main), Shared())
    assert {d.code for d in alone.diagnostics} >= {"W501", "W502", "W504", "W505", "W511"}
