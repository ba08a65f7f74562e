"""The one judge: is this zero, of this sign, equal, for every value in the domain?"""

from symopt.decide.equal import equal
from symopt.decide.sign import sign
from symopt.decide.verdict import Verdict

__all__ = ["Verdict", "equal", "sign"]
