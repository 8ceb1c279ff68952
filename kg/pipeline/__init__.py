"""The main path: articles in, a published graph out (`build`), and articles out of it again (`remove`)."""
