"""What is said of a name that means nothing where it stands: what else it is, what it may be, or what is like it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from dsl.check.kinds import KIND_WORDS, NAMESPACE_WORDS, VALUE_WORDS, Namespace, SymbolKind
from dsl.diagnostics.model import Arg, Diagnostic, Label, Words
from dsl.syntax import nodes as n
from dsl.syntax.nearest import nearest
from dsl.syntax.slips.bounds import HAS_ZH
from dsl.syntax.slips.calendar_days import is_of_the_calendar
from dsl.syntax.slips.numerals import leading_numeral, numeral_slip
from dsl.syntax.vocabulary import LANGS, VOCABULARY

if TYPE_CHECKING:
    from dsl.check.symbols import Symbol, SymbolTable

# Keywords that may be meant by a misspelt word where a name can stand.
_KEYWORDS: Final = tuple(
    word
    for terminal in ("TIER", "OFFER", "CLASS", "TASK", "TODAY", "MISSING", "KNOWN", "YES", "NOT_YES")
    for lang in LANGS
    for word in VOCABULARY.words[terminal, lang]
)


def report_unknown(table: SymbolTable, namespace: Namespace, name: n.Name, unit: str, wanted: Words | None) -> None:
    """Say what an unknown name is, or what is like it."""
    if wanted is None and namespace != "value":
        wanted = NAMESPACE_WORDS[namespace]
    other = next((s for space in table.by_name for s in table.candidates(space, name, unit)), None)
    if other is not None and not other.is_readable:  # its first word may be what is wrong with it
        return
    if other is not None and namespace == "role" and _is_a_day(other):
        table.diagnostics.append(Diagnostic("E121", name.span, {"what": "role_day", "found": name.text}))
        return
    if other is not None:
        args: dict[str, Arg] = {"name": name.text, "is": KIND_WORDS[other.kind], "wanted": wanted or VALUE_WORDS}
        code = "E210" if wanted is None and other.kind == "offer" else "E203"
        declared = Label(other.span, Words("declared here", "在此声明"))
        table.diagnostics.append(Diagnostic(code, name.span, args, (declared,)))
        return
    whole, joined, share = name.text.rpartition("的")
    numeral = leading_numeral(share)
    values = table.by_name.get("value", {})
    # 存款的三成, 三成, 三倍存款
    if numeral and (whole in values if joined else numeral == share or share[len(numeral) :] in values):
        before = f"{whole} {joined}" if joined else ""
        table.diagnostics.append(numeral_slip(name.span, numeral, before, share[len(numeral) :]))
        return
    if is_of_the_calendar(name.text):
        table.diagnostics.append(Diagnostic("E121", name.span, {"what": "calendar", "found": name.text}))
        return
    asked = _asked_for_a_value(table, name, unit) if namespace == "value" and wanted is None else None
    if asked is not None:
        table.diagnostics.append(asked)
        return
    owner = table.owner_of(name)
    if owner is not None and namespace in ("value", "offer"):
        if wanted is None:
            table.diagnostics.append(Diagnostic("E211", name.span, {"name": name.text, "owner": owner}))
        else:
            value_of = Words(f"a value of `{owner.en}`", f"`{owner.zh}`的取值")
            table.diagnostics.append(
                Diagnostic("E203", name.span, {"name": name.text, "is": value_of, "wanted": wanted})
            )
        return
    scope = table.visible(unit)
    known: dict[str, str] = {
        text: symbols[0].kind
        for text, symbols in table.by_name.get(namespace, {}).items()
        if any(s.unit in scope for s in symbols)
    }
    if wanted is not None and namespace == "value":
        known = {text: kind for text, kind in known.items() if KIND_WORDS[cast("SymbolKind", kind)] == wanted} or known
    elif namespace == "value":
        known |= dict.fromkeys(_KEYWORDS, "name")
    near = nearest(name.text, known)
    code = {"channel": "E207", "role": "E208", "task": "E215", "group": "E215"}.get(namespace, "E201")
    said = name.text if name.owner is None else f"{name.owner}.{name.text}"
    told: dict[str, Arg] = {"name": said}
    if wanted is not None:
        told["wanted"] = wanted
    if namespace in ("task", "group"):
        told["what"] = namespace
    listed = tuple(s.words for s in table.all(namespace) if s.unit in scope)
    if near:
        told["near"] = near
    elif namespace in ("channel", "role", "task", "group", "profile") and listed:
        told["known"] = listed
    if namespace in ("channel", "role") and not listed:  # the sentence that declares them is what is missing
        told["name"] = said = table.undeclared.setdefault(namespace, said)
    table.report_once(Diagnostic(code, name.span, told, fix=near), said)


def _asked_for_a_value(table: SymbolTable, name: n.Name, unit: str) -> Diagnostic | None:
    """没有备注, 有备注: a field with the word before it that asks whether there is a value, or a yes."""
    for said, has in HAS_ZH.items():
        field_name = name.text.removeprefix(said)
        symbol = table.peek("value", n.Name(field_name), unit) if field_name != name.text else None
        if symbol is None:
            continue
        if symbol.kind == "class" or (isinstance(symbol.node, n.FieldDecl) and symbol.node.type.name == "yes_no"):
            fix = field_name if has else f"{VOCABULARY.word('NOT', 'zh')} {field_name}"
            return Diagnostic("E121", name.span, {"found": name.text}, fix=fix)
        args: dict[str, Arg] = {"found": said, "name": field_name, "what": "has" if has else "has_not"}
        return Diagnostic("E121", name.span, args)
    return None


def _is_a_day(symbol: Symbol) -> bool:
    return isinstance(symbol.node, n.FieldDecl) and symbol.node.type.name == "date"
