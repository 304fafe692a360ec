import pytest

from dsl.program.types import Listed as ListedType
from engine.samples import RECORDS, recipe
from engine.samples.kinds import Listed
from tests.engine.samples.shipped import customers, program

pytestmark = pytest.mark.parametrize("record", RECORDS)


def fields(record):
    return list(program(record).record.fields.values())


def test_the_columns_are_those_of_the_record_in_its_order(record):
    assert [column.name for column in recipe(record).columns] == [field.column for field in fields(record)]


def test_each_column_is_of_the_kind_that_the_record_declares(record):
    wrong = [
        column.name
        for column, field in zip(recipe(record).columns, fields(record), strict=True)
        if field.declared not in column.kind.declared
    ]
    assert not wrong


def test_lists_have_the_values_of_the_record(record):
    for column, field in zip(recipe(record).columns, fields(record), strict=True):
        if isinstance(field.type, ListedType):
            assert isinstance(column.kind, Listed)
            assert column.kind.values == field.type.values, column.name


def test_every_listed_value_and_both_truths_occur(record):
    table = customers(record)
    for column, field in zip(recipe(record).columns, fields(record), strict=True):
        found = set(table[column.name].unique().to_pylist()) - {None}
        if isinstance(field.type, ListedType):
            assert found == set(field.type.values), column.name
        elif field.declared == "yes_no":
            assert found == {True, False}, column.name


def test_cells_are_missing_only_where_the_record_lets_them(record):
    table = customers(record)
    for field in fields(record):
        missing = table[field.column].null_count
        if field.missing == "required":
            assert missing == 0, field.column
        elif field.missing == "unknown":
            assert missing > 0, field.column
        assert missing < table.num_rows, field.column


def test_every_fault_is_of_a_column_of_the_recipe(record):
    names = {column.name for column in recipe(record).columns}
    assert {fault.column for fault in recipe(record).faults} <= names
