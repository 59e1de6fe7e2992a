"""The hand-over of a post: opened by an end, signed by two, closed by the chief."""
