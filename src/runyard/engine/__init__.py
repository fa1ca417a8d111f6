"""The flow engine: `graph` reads a flow file, `compiler` makes the one Plan of it, `walk` carries a plan out inside a kernel run.

`execute.run_graph` is what a run kind calls; `services.Services` is what the rooms lend to it; `standalone.run_file` needs no house.
"""
