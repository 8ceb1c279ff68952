"""The handlers: each module lists its pages in `PAGES`, a handler takes a request and gives a response."""
