"""The one judge: is this zero, of this sign, equal, for every value in the domain?"""
