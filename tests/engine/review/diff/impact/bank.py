"""A small policy and its customers, of which tests change a line each."""

from datetime import date

DAY = date(2026, 6, 1)
OLD = """
customer c
  | name    | type                 | missing |
  | id      | key                  |         |
  | deposit | money from 0 to 1亿  | as 0    |
  | dollars | money in USD         | unknown |
  | loan    | money from 0 to 1亿  | as 0    |
  | seen    | date                 | unknown |
  | sms     | yes/no               | unknown |
channels phone, text
roles rm
define assets = deposit
tiers level by assets
  low
  middle from 10万
  high from 100万
tiers worth
  plain
  fine
class saver if deposit > 5万
rule rich if dollars > 1万 USD then tier worth fine
points score from 0 to 1亿
rule a if deposit > 0 then add deposit / 1万 rounded down to 1 to score
offer fund
  priority 10
  via phone, text
offer loan_offer
  priority 20
rule b if saver then offer fund
rule c if loan > 0 then offer loan_offer
rule d if seen is known then task call by rm on seen + 7 days
exclude from channel text if not sms
never tier high and loan > 50万
"""
HEADER = "id,deposit,dollars,loan,seen,sms"
ROWS = (
    "C00000001,50万,,0,2026-05-01,yes",
    "C00000002,200万,20000,60万,2026-05-02,no",
    "C00000003,,500,1000,,",
    "C00000004,20万,20000.01,0,2026-06-01,yes",
    "C00000005,9.99万,,0,,no",
)

# Edits: what is found, and what stands in its place.
DEPOSIT = "| deposit | money from 0 to 1亿  | as 0    |"
DEPOSIT_UNKNOWN = (DEPOSIT, DEPOSIT.replace("as 0   ", "unknown"))
LOAN_UNKNOWN = tuple(x.replace("deposit", "loan   ") for x in DEPOSIT_UNKNOWN)
ASSUMED = ("channels phone", "  assume loan = 0 or deposit > 1元\nchannels phone")
LINE_UP = ("middle from 10万", "middle from 30万")


def cells(part):
    return {(cell.before, cell.after): cell.customers for cell in part.cells}
