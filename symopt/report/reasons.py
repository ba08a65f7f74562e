"""What the floors below say of a line, in English, so that a report can say it in any language."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from string import Formatter

from symopt.report.document import Message

REASONS = (
    # what is said of a value
    Message("right from the rounded numbers of the lines before"),
    Message("right from the rounded numbers of the side before"),
    Message("within the digits of its numbers, but what they are rounded from is not clear"),
    Message("right to the digits of the rounded numbers in it"),
    Message("right to the digits of the result, with ε left out"),
    Message("follows from the author's own earlier numbers"),
    Message("follows from the slip before, which made this line degenerate: it is zero"),
    Message("the rule has no such quantity"),
    Message("the rule has no {quantity} at step {step}"),
    Message("the minus read as an index"),
    Message("no digits are written to say how close ≈ should be"),
    Message("{written} coordinates written, {expected} expected"),
    Message("{written} components written, {expected} expected"),
    Message("{left} coordinates against {right}"),
    Message("rounded wrongly: the last of {decimals} decimals is one off"),
    Message("truncated at {decimals} decimals instead of rounded"),
    Message("does not round to this at {decimals} decimals"),
    Message("rounded: ≈ would be right where = stands"),
    Message("right to double precision"),
    Message("digits are left out with an ellipsis"),
    Message("vectors have no order"),
    Message("it is {relation}"),
    Message("the certified decimals of the expected value don't settle this"),
    Message("only certified decimals of the expected value are known"),
    Message("only certified decimals of this value are known"),
    Message("right at steps 1 to 3; that it is for every t is not proved"),
    Message("wrong at t = {step}"),
    Message("at which point this holds is not said"),
    Message("with indices that are ahead of the rule's"),
    Message("with this page's values"),
    Message("right where epsilon is left out"),
    Message("by definition: the name is this page's own"),
    Message("the gradient is written out here; it is judged at numbers alone"),
    Message(
        "not the gradient of any function: the mixed derivatives ({first} then {second}, {again} "
        "then {last}) differ by {difference}",
    ),
    # how two formulas differ
    Message("{wanted} {term} expected, {had} written"),
    Message("left - right = {difference} at {point}"),
    Message("left - right = {difference}"),
    Message("left - right is not 0"),
    Message("left - right is not 0 in normal form"),
    # what has no value
    Message("division by zero"),
    Message("a division by zero"),
    Message("even root of a negative number"),
    Message("the root of a negative number"),
    Message("logarithm of a number that is not positive"),
    Message("the logarithm of a number that is not positive"),
    Message("{function}({value}) is not a real number"),
    Message("'{name}' has no value here"),
    Message("'{name}' has no enclosure here"),
    Message("a vector where one number belongs"),
    Message("a vector where a scalar is needed"),
    Message("the power ^{exponent} is too large to compute"),
    Message("a power with exponent {exponent} is too large to be computed"),
    Message("a number grew beyond the size that exact arithmetic is allowed"),
    Message("the function '{name}' is not known here"),
    Message("'{name}' takes one argument"),
    Message("'{name}' takes {count} argument(s)"),
    Message("a point must be one vector"),
    Message("a point has {count} coordinates here (got {given})"),
    Message("the problem gives no function to evaluate"),
    Message("the page gives gradients, not the function"),
    Message("a root's index must be a whole number"),
    Message("the index of a root must be a positive whole number"),
    Message("no such step"),
    # how the page was read
    Message("'{name}' is no quantity of this page's rule"),
    Message("at which step this row is, neither the table nor a heading says"),
    Message("nothing stands behind this relation sign"),
    Message("nothing stands before this relation sign to go on from"),
    Message("nothing stands before this relation"),
    Message("a chain of more than {most} sides"),
    Message("a number of more than {most} digits"),
    Message("a line of more than {most} characters"),
    Message("more than {most} characters"),
    # what can't be read
    Message("'{sign}' can't stand here"),
    Message("the relation '{sign}' can't stand here"),
    Message("'{sign}' outside brackets"),
    Message("the text ends too early"),
    Message("nothing to read"),
    Message("no relation sign in this text"),
    Message("an expression alone is read by read_expression"),
    Message("a sign or the marker of a list"),
    Message("more than {most} operations inside each other"),
    Message("two statements stand here"),
    Message("this may be a difference or two numbers"),
    Message("more than {most} brackets inside each other"),
    Message("'{sign}' closes no bracket"),
    Message("half-open intervals are not read"),
    Message("'{sign}' doesn't close '{open}'"),
    Message("this bar encloses nothing"),
    Message("'{sign}' is never closed"),
    Message("the brace '{{' is never closed"),
    Message("two vectors side by side"),
    Message("two matrices side by side"),
    Message("the rows of this matrix differ in length"),
    Message("'^T' is a transpose or a power"),
    Message("how far '{name}' reaches is not clear"),
    Message("'{name}' may be a step, a value of a function or a product"),
    Message("a backslash at the end"),
    Message("the command '\\{name}' is not known here"),
    Message("an invisible bracket"),
    Message("an argument in braces must follow"),
    Message("the environment '{name}' is not read"),
    Message("the word '{word}' stands for a sign"),
    Message("the word '{word}' stands in a product"),
    Message("a list of names"),
    Message("a list of values"),
    Message("two different numbers: a symbol may be lost"),
    Message("the function '{name}' is not known"),
    Message("'{name}' has no form in the notation"),
    Message("'\\{name}' can't be read in an index"),
    Message("'{name}' can't be read as an index"),
    Message("an operator is missing before this number"),
    Message("a sentence ends before this"),
    Message("a bracket glued to a name is an index or a product"),
    Message("'{name}' is an index or a factor"),
    Message("these letters may have lost an index"),
    Message("a remark stands in the brackets"),
    Message("a product, or the next statement"),
    Message("accents nested too deeply"),
    Message("'∂' must stand before a name"),
    Message("an index must follow '_'"),
    Message("'\\{name}' must stand over a name"),
    Message("an index must be a whole number or a word"),
    Message("a decimal number directly after a name"),
    Message("a hexadecimal number"),
    Message("'{number}' has digits of another script"),
    Message("'e' behind '{number}' is an exponent or Euler's number"),
    Message("'{number}' ends in a point and runs into a name"),
    Message("'{number}' and what is glued to it don't make one number"),
    Message("the number '{number}' begins with 0"),
    Message("the exponent of '{number}' is larger than {most}"),
    Message("'{sign}' is not one of the relation signs = ≈ ← < > ≤ ≥"),
    Message("the sign '{sign}' has no meaning here"),
    Message("'{name}' is not known"),
    Message("the exponent is larger than {most}"),
    Message("an exponent of more than 50 operations"),
    Message("an exponent that is not real"),
    Message("powers of more than {most} digits"),
    Message("'{number}…' leaves digits out"),
)


def sentence(text: str) -> Message:
    """A reason as a message that can be translated; several of them stand between semicolons.

    What no template fits stays as it is, as do names, numbers and formulas within a sentence.
    """
    for message, pattern in _patterns():
        if found := pattern.fullmatch(text):
            return replace(message, parts=found.groupdict())
    first, semicolon, rest = text.partition("; ")
    if semicolon:
        return Message("{before}; {after}", {"before": sentence(first), "after": sentence(rest)})
    return Message("{text}", {"text": text})


@cache
def _patterns() -> list[tuple[Message, re.Pattern[str]]]:
    """The templates as patterns, those that say most first."""
    return sorted(
        ((message, re.compile(_pattern(message.template), re.S)) for message in REASONS),
        key=lambda entry: -len(re.sub(r"{\w+}", "", entry[0].template)),
    )


def _pattern(template: str) -> str:
    parsed = Formatter().parse(template)
    return "".join(
        re.escape(literal) + (f"(?P<{name}>(?:(?!; ).)+)" if name else "")
        for literal, name, _, _ in parsed
    )
