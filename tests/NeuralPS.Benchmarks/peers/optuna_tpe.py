"""The medians of Optuna's TPE that NeuralPS.Sweeps.Tests/Samplers/TpeQualityTests.cs holds.

    /usr/bin/python3 optuna_tpe.py [function ...]

For each function: the median, over the seeds 0 to 29, of the best value after 100 trials one after another, by Optuna's TPESampler as
it is and with multivariate=True. The functions are those of QualityFunctions.cs, to the constant.
"""
import functools
import math
import pathlib
import statistics
import sys
import warnings

import optuna

HARTMANN_A = [[10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14]]
HARTMANN_P = [
    [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886],
    [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
    [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650],
    [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
]
HARTMANN_C = [1.0, 1.2, 3.0, 3.2]

# The learning rates of the digits, from 1e-4 to 1e-1.
RATES = 10


def reals(trial, count, low, high):
    return [trial.suggest_float(f"x{i}", low, high) for i in range(count)]


def sphere(trial):
    return sum((x - 1) ** 2 for x in reals(trial, 5, -5, 5))


def ackley(trial):
    x = reals(trial, 5, -32.768, 32.768)
    root = math.sqrt(sum(v * v for v in x) / len(x))
    waves = sum(math.cos(2 * math.pi * v) for v in x) / len(x)
    return -20 * math.exp(-0.2 * root) - math.exp(waves) + 20 + math.e


def rosenbrock(trial):
    x = reals(trial, 4, -2.048, 2.048)
    return sum(100 * (b - a * a) ** 2 + (1 - a) ** 2 for a, b in zip(x, x[1:]))


def branin(trial):
    x = trial.suggest_float("x0", -5, 10)
    y = trial.suggest_float("x1", 0, 15)
    z = y - 5.1 / (4 * math.pi**2) * x * x + 5 / math.pi * x - 6
    return z * z + 10 * (1 - 1 / (8 * math.pi)) * math.cos(x) + 10


def hartmann(trial):
    x = reals(trial, 6, 0, 1)
    return -sum(
        c * math.exp(-sum(a * (v - p) ** 2 for a, v, p in zip(row, x, place)))
        for c, row, place in zip(HARTMANN_C, HARTMANN_A, HARTMANN_P)
    )


def mixed(trial):
    """Shaped like the tuning of a network: a logarithmic rate that depends on the depth, choices, steps and whole numbers."""
    activation = trial.suggest_categorical("activation", ["ReLU", "Tanh", "Sigmoid"])
    depth = trial.suggest_int("depth", 1, 6)
    dropout = trial.suggest_float("dropout", 0, 0.6, step=0.1)
    rate = trial.suggest_float("rate", 1e-5, 1, log=True)
    units = trial.suggest_int("units", 8, 1024, log=True)
    decay = trial.suggest_float("decay", 1e-8, 1e-1, log=True)
    base = {"ReLU": 0.0, "Tanh": 0.2, "Sigmoid": 0.8}[activation]
    return (
        base
        + (math.log10(rate) + 2.5 + 0.3 * (depth - 2)) ** 2
        + 3 * (dropout - 0.2) ** 2
        + 0.1 * (depth - 3) ** 2
        + 0.05 * (math.log2(units) - 7.3) ** 2
        + 0.02 * (math.log10(decay) + 4.2) ** 2
    )


def digits(trial):
    """A network's tuning: see tests/fixtures/digits-space/generate.ps1."""
    activation = trial.suggest_categorical("activation", ["ReLU", "Tanh"])
    depth = trial.suggest_int("depth", 1, 4)
    dropout = trial.suggest_float("dropout", 0, 0.6, step=0.1)
    units = trial.suggest_categorical("units", [32, 64, 128, 256])
    rate = trial.suggest_float("rate", 1e-4, 1e-1, log=True)
    row = (["ReLU", "Tanh"].index(activation) * 4 + depth - 1) * 7 + round(dropout * 10)
    first = (row * 4 + [32, 64, 128, 256].index(units)) * RATES
    place = (math.log10(rate) + 4) / 3 * (RATES - 1)
    step = min(int(place), RATES - 2)
    return losses()[first + step] + (place - step) * (losses()[first + step + 1] - losses()[first + step])


@functools.cache
def losses():
    folder = pathlib.Path(__file__).resolve().parents[2]
    return [float(line) for line in (folder / "fixtures" / "digits-space" / "losses.txt").read_text().split()]


FUNCTIONS = {f.__name__: f for f in (sphere, ackley, rosenbrock, branin, hartmann, mixed, digits)}


def median(function, multivariate):
    best = []
    for seed in range(30):
        study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=seed, multivariate=multivariate))
        study.optimize(function, n_trials=100)
        best.append(study.best_value)
    return statistics.median(best)


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    for name in sys.argv[1:] or FUNCTIONS:
        values = [median(FUNCTIONS[name], multivariate) for multivariate in (False, True)]
        print(f"{name}: default {values[0]:.6g}, multivariate {values[1]:.6g}", flush=True)
