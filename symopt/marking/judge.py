"""Judges a page by its rule, in the form in which the page writes the rule."""

from __future__ import annotations

from symopt.marking.decay import decay_first, said_alone
from symopt.marking.forms import held, is_written_in, other_forms, slips
from symopt.marking.lines import Lines
from symopt.marking.passed import passed_over
from symopt.marking.said import Language
from symopt.marking.verdicts import PageVerdict
from symopt.page import Page
from symopt.reading.labels import is_step_label, without_label
from symopt.reading.working import Statement, read_working
from symopt.setting import Setting


def judge(page: Page, setting: Setting, *, language: Language = "en") -> PageVerdict:
    """The verdict on every chain of the page's body; causes are named in the language given."""
    working = [
        without_label(item, setting) if isinstance(item, Statement) else item
        for item in read_working(page, setting)
        if not (isinstance(item, Statement) and is_step_label(item, setting))
    ]
    statements = [item for item in working if isinstance(item, Statement)]
    lines = Lines(setting, statements, language, causes=True)
    verdicts = lines.judge(working)
    notes = lines.conventions.notes
    for form in other_forms(setting, verdicts):
        trial = Lines(form.setting, statements, language, causes=False)
        if is_written_in(form, trial.judge(working), verdicts):
            lines = Lines(form.setting, statements, language, causes=True)
            verdicts, notes = lines.judge(working), (*lines.conventions.notes, form.note)
            break
    for split in decay_first(working, setting):
        statements = [item for item in split.working if isinstance(item, Statement)]
        lines = Lines(split.setting, statements, language, causes=True)
        judged = lines.judge(split.working)
        if slips(judged) <= slips(verdicts) and held(judged) > held(verdicts):
            verdicts, notes = said_alone(judged, language), lines.conventions.notes
    texts = tuple(note.text(language) for note in (*notes, *passed_over(page)))
    return PageVerdict(page.source, tuple(verdicts), texts, page.lines)
