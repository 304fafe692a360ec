from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from engine.samples import RECORDS, recipe
from engine.samples.model import BLOCK, Customers
from engine.samples.sample import Sample
from tests.engine.samples.shipped import customers, sample

EACH = pytest.mark.parametrize("record", RECORDS)


def texts(which):
    return pa.Table.from_batches([block.texts for block in which.blocks()])


@EACH
def test_batches_have_the_schema_of_the_recipe_and_the_rows_asked_for(record):
    batches = list(sample(record, BLOCK + 5).batches())
    assert [batch.num_rows for batch in batches] == [BLOCK, 5]
    assert all(batch.schema == recipe(record).schema for batch in batches)


@EACH
@pytest.mark.parametrize("broken", [0.0, 0.2])
def test_a_customer_is_the_same_however_many_are_asked_for(record, broken):
    few = texts(sample(record, 100, broken=broken))
    many = texts(sample(record, BLOCK + 100, broken=broken))
    assert many.slice(0, 100).equals(few)


@EACH
def test_another_seed_makes_others(record):
    assert not texts(sample(record, 100, seed=2)).equals(texts(sample(record, 100)))


@EACH
def test_the_second_block_is_not_the_first_again(record):
    table = customers(record)
    same = [
        name
        for name in table.column_names
        if table[name].slice(0, 5_000).combine_chunks().equals(table[name].slice(BLOCK, 5_000).combine_chunks())
    ]
    assert not same


@EACH
def test_a_column_does_not_depend_on_the_others(record):
    whole = recipe(record)
    together = texts(sample(record, 200))
    for at in range(0, len(whole.columns), 9):
        alone = Sample(replace(whole, columns=(whole.columns[at],)), 200)
        name = whole.columns[at].name
        assert texts(alone)[name].equals(together[name]), name


@EACH
def test_nobody_is_broken_differently_for_being_broken_more_often(record):
    def broken(rate):
        (block,) = sample(record, 2_000, broken=rate).blocks()
        return {(int(at), rows.fault.reason, rows.fault.column) for rows in block.broken for at in rows.at}

    assert broken(0.01) < broken(0.1) < broken(1.0)
    assert len(broken(1.0)) == 2_000


@EACH
def test_days_are_counted_from_the_day_of_the_sample(record):
    late = recipe(record).day + timedelta(days=1_000)
    now, then = (pa.Table.from_batches(sample(record, 2_000, day=day).batches()) for day in (None, late))
    for name, kind in zip(now.column_names, now.schema.types, strict=True):
        if pa.types.is_date(kind):
            days = pc.days_between(now[name], then[name]).drop_null()
            assert set(days.to_pylist()) == {1_000}, name


def test_what_is_drawn_twice_is_a_mistake():
    made = Customers(1, 0, date(2026, 6, 1))
    made.even("age")
    with pytest.raises(ValueError, match="age is drawn twice"):
        made.normal("age")


def test_what_a_maker_makes_is_made_once():
    made = Customers(1, 0, date(2026, 6, 1))

    def luck(c):
        return c.even("luck")

    assert made(luck) is made(luck)
    assert np.all((made(luck) >= 0) & (made(luck) < 1))
