"""Train the reader's weights. Needs the extra `train`; imported by nobody at run time."""
