"""Language models, embedding models, agents, and what is built on them."""
