"""Places are shared by values that are never needed at the same time: every instruction reads what it was meant to."""

import random

from hypothesis import given
from hypothesis import strategies as st

from engine.kernel.instructions import FIELDS, OPERANDS, Op
from engine.lower.slots import Draft, allocate

COLUMNS = 3
STRETCHES = {"P": 2, "Q": 3, "T": 4, "C": 1, "D": 1, "E": 2, "F": 2}
WIDTHS = (2, 8, 16)


def operands(draft_or_pool, roles, instruction):
    """Of each mask and vector an instruction names: kind, number, whether it is read, whether it is written."""
    for role, value in zip(roles, instruction[1:], strict=False):
        match role:
            case "W" | "R":
                yield "mask", value, role == "R", role == "W"
            case "V" | "U":
                yield "vector", value, role == "U", True
            case "S":
                yield "source", value, True, False
            case "P" | "Q" | "T" | "C" | "D" | "E" | "F":
                at = 1 + roles.index(role)
                first, count = instruction[at], instruction[at + 1] + (instruction[at + 2] if role == "D" else 0)
                for i in range(first, first + count * STRETCHES[role], STRETCHES[role]):
                    yield "source" if role == "F" else "mask", draft_or_pool[i], role in "CDEF", role not in "CDEF"


def made(seed, length):
    """A draft of instructions that read only what was written before."""
    rnd = random.Random(seed)  # noqa: S311 - test data
    draft = Draft()
    masks, vectors = [], []

    def new_mask():
        draft.masks += 1
        return draft.masks - 1

    def mask():
        return rnd.choice(masks[-rnd.randrange(1, 9) :])

    def vector(of):
        return rnd.choice(of[-rnd.randrange(1, 6) :])

    def source():
        return vector(vectors) if vectors and rnd.random() < 0.8 else rnd.randrange(COLUMNS)

    for _ in range(length):
        op = rnd.choice(list(Op))
        roles, written, instruction = OPERANDS[op], [], [int(op)]
        if (set("RCDE") & set(roles) and not masks) or ("U" in roles and not vectors):
            continue
        for role in roles:
            match role:
                case "W":
                    written.append(new_mask())
                    instruction.append(written[-1])
                case "R":
                    instruction.append(mask())
                case "V":
                    draft.vectors.append(rnd.choice(WIDTHS))
                    instruction.append(-len(draft.vectors))
                case "U":
                    instruction.append(vector(vectors))
                case "S":
                    instruction.append(source())
                case "P" | "Q" | "T" | "C" | "D" | "E" | "F":
                    count = rnd.randrange(1, 5)
                    instruction += (len(draft.pool), *((1, count - 1) if role == "D" else (count,)))
                    for _ in range(count):
                        if role in "CDEF":
                            draft.pool += [source() if role == "F" else mask(), 7][: STRETCHES[role]]
                        else:
                            written.append(new_mask())
                            draft.pool += [written[-1], *[rnd.randrange(100)] * (STRETCHES[role] - 1)]
                case _:
                    instruction.append(rnd.randrange(100))
        draft.code += instruction + [0] * (FIELDS - len(instruction))
        masks += written
        if "V" in roles:
            vectors.append(instruction[1 + roles.index("V")])
    return draft


def instructions(draft):
    return [draft.code[at : at + FIELDS] for at in range(0, len(draft.code), FIELDS)]


def reads(code, pool, place_of):
    """What each instruction reads: who wrote it. Of what an instruction writes twice, the last counts."""
    held, found = {}, []
    for pc, instruction in enumerate(code):
        roles = OPERANDS[Op(instruction[0])]
        named = [(place_of(kind, number), *rest) for kind, number, *rest in operands(pool, roles, instruction)]
        found.append([held.get(place) for place, read, _ in named if read])
        for at, (place, _, written) in enumerate(named):
            if written:
                held[place] = (pc, at)
    return found


@given(st.integers(0, 2**32), st.integers(1, 120))
def test_every_instruction_reads_what_was_written_for_it(seed, length):
    draft = made(seed, length)
    if not draft.code:
        return
    code, pool, masks, widths = allocate(draft, COLUMNS)

    def of_draft(kind, number):
        return ("mask", number) if kind == "mask" else ("column" if number >= 0 else "vector", number)

    def of_machine(kind, number):
        if kind == "mask":
            assert 0 <= number < masks
            return "mask", number
        assert 0 <= number < COLUMNS + len(widths)
        return ("column" if number < COLUMNS else "vector", number)

    assert reads(instructions(draft), draft.pool, of_draft) == reads(code.tolist(), pool.tolist(), of_machine)
    assert masks <= draft.masks


@given(st.integers(0, 2**32))
def test_a_vector_has_the_width_it_was_drafted_with(seed):
    draft = made(seed, 80)
    if not draft.code:
        return
    code, _, _, widths = allocate(draft, COLUMNS)
    for before, after in zip(instructions(draft), code.tolist(), strict=True):
        for role, drafted, number in zip(OPERANDS[Op(before[0])], before[1:], after[1:], strict=False):
            if role in "VUS" and drafted < 0:
                assert widths[number - COLUMNS] == draft.vectors[-1 - drafted]
            elif role in "VUS.":
                assert number == drafted


def test_a_chain_needs_no_more_than_two_places():
    """What is read for the last time gives up its place to what is written there."""
    draft = Draft(masks=40)
    draft.code = [Op.ALL, 0, 0, 0, 0, Op.ANY, 1, 0, 0, 0]
    for i in range(2, 40):
        draft.code += [Op.ALL, i, len(draft.pool), 1, 1]
        draft.pool += (i - 1, i - 2)
    draft.code += [Op.PUT_MASK, 0, 39, 0, 0]
    assert allocate(draft, 0)[2] == 2


def test_what_is_never_read_takes_no_place_for_long():
    draft = Draft(masks=30, code=[x for i in range(30) for x in (Op.ALL, i, 0, 0, 0)])
    assert allocate(draft, 0)[2] == 1
