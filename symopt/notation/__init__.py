"""Mathematics as people type it, read into a small tree and written back.

Reading: `read.read_chain`, `read.read_expression`; in a line of prose `find.find_chains`,
`values.find_values`, `steps.find_step`. The tree is `tree`; other sensible readings of a side are
`alternatives.alternatives`. To SymPy and back: `to_sympy`, `from_sympy`. Writing:
`write.write_text` and `latex.write_latex`.

On the way from text to tree stand, in this order, `fold` (one spelling a sign), `scan` with
`names`, `index`, `numerals`, `commands` and `brackets` (signs), `arrange` with `calls`, `blanks`
and `juxtapose` (what context decides), `grammar.lark` and `build` (the tree).
"""
