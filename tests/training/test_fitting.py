"""The loop both networks learn by."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch", reason="training needs the extra `train`")


class Line(torch.nn.Module):
    """One weight called encoder, one head."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = torch.nn.Linear(1, 1)
        self.head = torch.nn.Linear(1, 1)


def test_fit_when_run_twice_then_it_learns_and_ends_at_the_same_weights() -> None:
    import random

    from kg.training.fitting import Round, fit

    ends, errors = [], []
    for _ in range(2):
        random.seed(3)
        torch.manual_seed(3)
        model = Line()

        def losses_of(number: int, model: Line = model) -> dict[str, torch.Tensor]:
            x = torch.tensor([[number / 10]])
            return {"off": (model.head(model.encoder(x)) - 2 * x - 1).pow(2).mean()}

        first = sum(float(losses_of(n)["off"]) for n in range(10))
        fit(model, 10, losses_of, Round(epochs=200, rate=1e-2))
        errors.append((first, sum(float(losses_of(n)["off"]) for n in range(10))))
        ends.append(torch.cat([p.detach().flatten() for p in model.parameters()]))
    assert torch.equal(*ends)
    assert errors[0][1] < 0.1 * errors[0][0]
