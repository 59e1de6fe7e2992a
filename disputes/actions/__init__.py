"""Actions on a dispute and on what belongs to it, a module a subject. The pages of the disputes call them."""
