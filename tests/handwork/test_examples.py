"""Worked examples from public notes: each claimed value judged as its file says."""

import pytest

from tests.handwork.sheets import DECIDED, EXAMPLES, claims, outcomes, sheets

pytestmark = pytest.mark.skipif(
    not EXAMPLES.exists(), reason="no worked examples beside the project"
)


@pytest.fixture(scope="module")
def judged():
    return [outcome for sheet in sheets() for outcome in outcomes(sheet)]


@pytest.fixture(scope="module")
def judged_bare():
    return [outcome for sheet in sheets(bare=True) for outcome in outcomes(sheet)]


def shown(found):
    return [f"{o.claim.example} {o.claim.number}: {o.verdict}: {o.source.strip()}" for o in found]


def test_every_claim_stands_on_one_sheet():
    written = sorted((b.claim.example, b.claim.number) for s in sheets() for b in s.blanks)
    assert written == sorted((c.example, c.number) for known in claims().values() for c in known)


def test_no_right_value_is_refuted(judged):
    assert shown(o for o in judged if o.claim.right and o.contradicts) == []


def test_no_wrong_value_is_held(judged):
    assert shown(o for o in judged if not o.claim.right and o.contradicts) == []


def test_nearly_every_value_is_decided(judged):
    open_ = [o for o in judged if o.verdict not in DECIDED]
    assert len(open_) <= len(judged) * 0.05, shown(open_)


def test_values_without_their_working_are_judged_alike(judged_bare):
    """Except the values that are right only by numbers rounded within that working."""
    carried = "correct_if_intermediate_rounding_carried"
    assert shown(o for o in judged_bare if o.contradicts and o.claim.verdict != carried) == []
