"""What the floors below say, in English, recognised so that it is said in every language."""

from __future__ import annotations

import re
from functools import cache
from string import Formatter

from symopt.errors import SymoptError
from symopt.marking.said import Said, SaidError, quoted, sentence

ARITHMETIC = (
    sentence(en="even root of a negative number", ko="음수의 짝수 거듭제곱근입니다"),
    sentence(en="logarithm of a number that is not positive", ko="양수가 아닌 수의 로그입니다"),
    sentence(
        en="a power with exponent {exponent} is too large to be computed",
        ko="지수가 너무 커서 계산할 수 없습니다: {exponent}",
    ),
    sentence(
        en="a number grew beyond the size that exact arithmetic is allowed",
        ko="수가 정확히 계산할 수 있는 크기를 넘었습니다",
    ),
    sentence(en="{number} is not a real number", ko="실수가 아닙니다: {number}"),
    sentence(
        en="{digits} digits of a number could not be settled",
        ko="수의 {digits}자리까지 확정하지 못했습니다",
    ),
    sentence(
        en="the number is too long to be written as a formula",
        ko="수가 너무 길어 식으로 쓸 수 없습니다",
    ),
    sentence(
        en="the order of a root must be a positive integer (got {order})",
        ko="근호의 지수는 양의 정수여야 합니다: {order}",
    ),
    sentence(
        en="roots of order above {most} are not supported (got {order})",
        ko="근호의 지수가 {most}보다 큽니다: {order}",
    ),
    sentence(en="a root's radicand is too large", ko="근호 안의 수가 너무 큽니다"),
    sentence(
        en="exact values need more than {bits} bits from step {step} on",
        ko="정확한 값이 {step}단계부터 {bits}비트를 넘습니다",
    ),
    sentence(
        en="a value is not known well enough to be shown",
        ko="값을 쓸 수 있을 만큼 정확히 알지 못합니다",
    ),
)

DECISIONS = (
    sentence(
        en="left - right = {difference} at {point}",
        ko="왼쪽 - 오른쪽 = {difference} (그곳: {point})",
    ),
    sentence(en="left - right = {difference}", ko="왼쪽 - 오른쪽 = {difference}"),
    sentence(en="left - right is not 0", ko="왼쪽 - 오른쪽은 0이 아닙니다"),
    sentence(en="left - right is not 0 in normal form", ko="왼쪽 - 오른쪽의 표준형이 0이 아닙니다"),
    sentence(
        en="in one sign cell left - right is not 0 in normal form",
        ko="왼쪽 - 오른쪽의 표준형이 0이 아닌 부호 영역이 있습니다",
    ),
    sentence(en="for instance with {function}", ko="예를 들어 이런 함수일 때: {function}"),
    sentence(
        en="the domain is covered by {count} sign cells",
        ko="정의역을 부호 영역 {count}개로 나누었습니다",
    ),
    sentence(en="more than {most} sign cells", ko="부호 영역이 {most}개를 넘습니다"),
    sentence(
        en="coefficients with roots of numbers are 0 by their separation bounds",
        ko="제곱근이 든 계수는 분리 한계에 따라 0입니다",
    ),
    sentence(
        en="the sides agree to {digits} digits at {count} exact points, which proves nothing",
        ko="점 {count}개에서 두 변이 {digits}자리까지 같지만 증명은 아닙니다",
    ),
    sentence(
        en="no point was found at which both sides have a value",
        ko="두 변에 모두 값이 있는 점을 찾지 못했습니다",
    ),
    sentence(
        en="no point of the domain was found at which both sides are defined",
        ko="두 변에 모두 값이 있는 점을 찾지 못했습니다",
    ),
    sentence(en="the left side is undefined at {point}", ko="왼쪽에 값이 없습니다 (그곳: {point})"),
    sentence(
        en="the right side is undefined at {point}", ko="오른쪽에 값이 없습니다 (그곳: {point})"
    ),
    sentence(en="the {seconds} seconds allowed are used up", ko="정해진 {seconds}초를 다 썼습니다"),
    sentence(en="nested too deeply", ko="식이 너무 깊이 겹칩니다"),
    sentence(
        en="a polynomial operation with {count} products is too large",
        ko="다항식이 너무 커서 계산하지 않습니다: 곱 {count}개",
    ),
    sentence(
        en="a power with the exponent {exponent} is too large",
        ko="지수가 너무 커서 계산할 수 없습니다: {exponent}",
    ),
    sentence(
        en="a power too large to be written out", ko="거듭제곱이 너무 커서 풀어 쓸 수 없습니다"
    ),
    sentence(en="a root of order {order} is too high", ko="근호의 지수가 너무 큽니다: {order}"),
    sentence(
        en="too many roots and powers for a normal form",
        ko="근호와 거듭제곱이 너무 많아 표준형으로 쓸 수 없습니다",
    ),
    sentence(en="the sign of a subexpression is not known", ko="식 일부의 부호를 알 수 없습니다"),
    sentence(en="SymPy fails at {doing}", ko="SymPy가 계산하지 못합니다: {doing}"),
    sentence(
        en="the condition '{name}' can't be decided", ko="조건을 판정할 수 없습니다: '{name}'"
    ),
    sentence(en="no case of a piecewise expression applies", ko="맞는 경우가 없는 조각별 식입니다"),
    sentence(en="an expression without a value", ko="값이 없는 식입니다"),
    sentence(en="the logarithm of 0", ko="0의 로그입니다"),
    sentence(en="a negative power of 0", ko="0의 음수 거듭제곱입니다"),
    sentence(en="the square root of a negative number", ko="음수의 제곱근입니다"),
    sentence(en="division by zero", ko="0으로 나눕니다"),
    sentence(en="the logarithm of a number that is not positive", ko="양수가 아닌 수의 로그입니다"),
)

NOTATION = (
    sentence(en="a division by zero", ko="0으로 나눕니다"),
    sentence(en="the root of a negative number", ko="음수의 제곱근입니다"),
    sentence(en="a vector where a scalar is needed", ko="수 하나가 올 자리에 벡터가 있습니다"),
    sentence(
        en="the function '{name}' is not known here", ko="여기서 알 수 없는 함수입니다: '{name}'"
    ),
    sentence(
        en="'{name}' takes {count} argument(s)",
        ko="인수의 개수가 정해진 함수입니다: '{name}', {count}개",
    ),
    sentence(
        en="the index of a root must be a positive whole number",
        ko="근호의 지수는 양의 정수여야 합니다",
    ),
    sentence(
        en="nothing stands before this relation", ko="이 등호나 부등호 앞에 아무것도 없습니다"
    ),
    sentence(en="a line of more than {most} characters", ko="{most}자를 넘는 줄입니다"),
    sentence(en="more than {most} characters", ko="{most}자를 넘습니다"),
    sentence(en="'{sign}' can't stand here", ko="여기 올 수 없습니다: '{sign}'"),
    sentence(
        en="the relation '{sign}' can't stand here",
        ko="이 관계 기호가 여기 올 수 없습니다: '{sign}'",
    ),
    sentence(en="'{sign}' outside brackets", ko="괄호 밖에 있습니다: '{sign}'"),
    sentence(en="the text ends too early", ko="식이 중간에 끝납니다"),
    sentence(en="nothing to read", ko="읽을 것이 없습니다"),
    sentence(en="no relation sign in this text", ko="등호나 부등호가 없습니다"),
    sentence(en="an expression alone is read by read_expression", ko="식 하나뿐입니다"),
    sentence(en="a sign or the marker of a list", ko="부호인지 목록 표시인지 알 수 없습니다"),
    sentence(
        en="more than {most} operations inside each other", ko="연산이 {most}겹 넘게 겹칩니다"
    ),
    sentence(en="two statements stand here", ko="식이 두 개 있습니다"),
    sentence(
        en="this may be a difference or two numbers", ko="뺄셈인지 수 두 개인지 알 수 없습니다"
    ),
    sentence(en="more than {most} brackets inside each other", ko="괄호가 {most}겹 넘게 겹칩니다"),
    sentence(en="'{sign}' closes no bracket", ko="짝이 없는 닫는 괄호입니다: '{sign}'"),
    sentence(en="half-open intervals are not read", ko="반열린구간은 읽지 않습니다"),
    sentence(
        en="'{sign}' doesn't close '{open}'", ko="괄호의 짝이 맞지 않습니다: '{sign}', '{open}'"
    ),
    sentence(en="this bar encloses nothing", ko="절댓값 기호 안이 비었습니다"),
    sentence(en="'{sign}' is never closed", ko="닫히지 않은 괄호입니다: '{sign}'"),
    sentence(en="the brace '{{' is never closed", ko="닫히지 않은 중괄호입니다: '{{'"),
    sentence(en="two vectors side by side", ko="벡터 두 개가 나란히 있습니다"),
    sentence(en="two matrices side by side", ko="행렬 두 개가 나란히 있습니다"),
    sentence(en="the rows of this matrix differ in length", ko="이 행렬의 행마다 길이가 다릅니다"),
    sentence(en="'^T' is a transpose or a power", ko="전치인지 거듭제곱인지 알 수 없습니다: '^T'"),
    sentence(
        en="how far '{name}' reaches is not clear",
        ko="어디까지 적용되는지 분명하지 않습니다: '{name}'",
    ),
    sentence(
        en="'{name}' may be a step, a value of a function or a product",
        ko="단계인지 함숫값인지 곱인지 알 수 없습니다: '{name}'",
    ),
    sentence(en="a backslash at the end", ko="끝에 역슬래시가 있습니다"),
    sentence(en="the command '\\{name}' is not known here", ko="알 수 없는 명령입니다: '\\{name}'"),
    sentence(en="an invisible bracket", ko="보이지 않는 괄호입니다"),
    sentence(en="an argument in braces must follow", ko="중괄호로 묶은 인수가 와야 합니다"),
    sentence(en="the environment '{name}' is not read", ko="읽지 않는 환경입니다: '{name}'"),
    sentence(en="the word '{word}' stands for a sign", ko="기호 대신 낱말을 썼습니다: '{word}'"),
    sentence(en="the word '{word}' stands in a product", ko="곱 안에 낱말이 있습니다: '{word}'"),
    sentence(en="a list of names", ko="이름을 늘어놓았습니다"),
    sentence(en="a list of values", ko="값을 늘어놓았습니다"),
    sentence(
        en="two different numbers: a symbol may be lost",
        ko="서로 다른 두 수입니다. 기호가 빠진 듯합니다",
    ),
    sentence(en="the function '{name}' is not known", ko="알 수 없는 함수입니다: '{name}'"),
    sentence(en="'{name}' has no form in the notation", ko="식으로 쓸 수 없습니다: '{name}'"),
    sentence(en="'\\{name}' can't be read in an index", ko="첨자에서 읽을 수 없습니다: '\\{name}'"),
    sentence(en="'{name}' can't be read as an index", ko="첨자로 읽을 수 없습니다: '{name}'"),
    sentence(
        en="an operator is missing before this number", ko="이 수 앞에 연산 기호가 빠졌습니다"
    ),
    sentence(en="a sentence ends before this", ko="이 앞에서 문장이 끝납니다"),
    sentence(
        en="a bracket glued to a name is an index or a product",
        ko="이름에 붙은 괄호가 첨자인지 곱인지 알 수 없습니다",
    ),
    sentence(
        en="'{name}' is an index or a factor", ko="첨자인지 인수인지 알 수 없습니다: '{name}'"
    ),
    sentence(en="these letters may have lost an index", ko="이 글자들에서 첨자가 빠진 듯합니다"),
    sentence(en="a remark stands in the brackets", ko="괄호 안에 덧붙인 말이 있습니다"),
    sentence(en="a product, or the next statement", ko="곱인지 다음 식인지 알 수 없습니다"),
    sentence(en="accents nested too deeply", ko="글자 위 기호가 너무 많이 겹칩니다"),
    sentence(en="'∂' must stand before a name", ko="이름 앞에 와야 합니다: '∂'"),
    sentence(en="an index must follow '_'", ko="첨자가 뒤에 와야 합니다: '_'"),
    sentence(en="'\\{name}' must stand over a name", ko="이름 위에 와야 합니다: '\\{name}'"),
    sentence(en="an index must be a whole number or a word", ko="첨자는 정수나 낱말이어야 합니다"),
    sentence(en="a decimal number directly after a name", ko="이름 바로 뒤에 소수가 있습니다"),
    sentence(en="a hexadecimal number", ko="16진수입니다"),
    sentence(
        en="'{number}' has digits of another script", ko="다른 문자의 숫자가 있습니다: '{number}'"
    ),
    sentence(
        en="'e' behind '{number}' is an exponent or Euler's number",
        ko="지수 표기인지 자연상수인지 알 수 없습니다: '{number}' 뒤의 'e'",
    ),
    sentence(
        en="'{number}' ends in a point and runs into a name",
        ko="점으로 끝난 수에 이름이 붙어 있습니다: '{number}'",
    ),
    sentence(
        en="'{number}' and what is glued to it don't make one number",
        ko="뒤에 붙은 것과 합쳐 한 수가 되지 않습니다: '{number}'",
    ),
    sentence(en="the number '{number}' begins with 0", ko="0으로 시작하는 수입니다: '{number}'"),
    sentence(
        en="the exponent of '{number}' is larger than {most}",
        ko="지수가 {most}보다 큽니다: '{number}'",
    ),
    sentence(
        en="'{sign}' is not one of the relation signs = ≈ ← < > ≤ ≥ ≠",
        ko="관계 기호 = ≈ ← < > ≤ ≥ ≠ 가운데 하나가 아닙니다: '{sign}'",
    ),
    sentence(
        en="the sign '{sign}' has no meaning here", ko="여기서 뜻이 없는 기호입니다: '{sign}'"
    ),
    sentence(en="'{name}' is not known", ko="알 수 없는 이름입니다: '{name}'"),
    sentence(en="the exponent is larger than {most}", ko="지수가 {most}보다 큽니다"),
    sentence(en="an exponent of more than 50 operations", ko="지수에 연산이 50개를 넘습니다"),
    sentence(en="an exponent that is not real", ko="지수가 실수가 아닙니다"),
    sentence(en="powers of more than {most} digits", ko="거듭제곱이 {most}자리를 넘습니다"),
    sentence(en="'{number}…' leaves digits out", ko="자릿수를 줄였습니다: '{number}…'"),
    sentence(en="'% {word}' stands for a product", ko="곱셈 기호 대신 쓴 말입니다: '% {word}'"),
)

READING = (
    sentence(
        en="'{name}' is no quantity of this page's rule",
        ko="이 문서의 규칙에 없는 양입니다: '{name}'",
    ),
    sentence(
        en="at which step this row is, neither the table nor a heading says",
        ko="이 행이 몇 단계인지 표에도 제목에도 없습니다",
    ),
    sentence(
        en="nothing stands behind this relation sign", ko="이 등호나 부등호 뒤에 아무것도 없습니다"
    ),
    sentence(
        en="nothing stands before this relation sign to go on from",
        ko="이 등호나 부등호 앞에 이어 갈 것이 없습니다",
    ),
    sentence(en="a chain of more than {most} sides", ko="변이 {most}개를 넘는 식입니다"),
    sentence(en="a number of more than {most} digits", ko="{most}자리를 넘는 수입니다"),
    sentence(en="not filled in", ko="빈칸입니다"),
)
SENTENCES = ARITHMETIC + DECISIONS + NOTATION + READING


def said_by(error: SymoptError) -> Said:
    """The sentence of an error."""
    return error.said if isinstance(error, SaidError) else from_below(error.message)


def from_below(text: str) -> Said:
    """A sentence of a floor below, in every language; what is not known stays as it is.

    Names, numbers and formulas within a sentence stay as they are, too.
    """
    for said, pattern in _patterns():
        if found := pattern.fullmatch(text):
            return said.filled(**found.groupdict())
    return quoted(text)


@cache
def _patterns() -> list[tuple[Said, re.Pattern[str]]]:
    """The sentences as patterns, those that say most first."""
    known = [(said, said.texts["en"]) for said in SENTENCES]
    known.sort(key=lambda entry: -len(re.sub(r"{\w+}", "", entry[1])))
    return [(said, re.compile(_pattern(text), re.S)) for said, text in known]


def _pattern(text: str) -> str:
    parts = Formatter().parse(text)
    return "".join(re.escape(t) + (f"(?P<{name}>.+)" if name else "") for t, name, *_ in parts)
