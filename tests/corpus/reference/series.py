"""series_stats() and series_decompose_anomalies(), as far as the documentation settles them.

The pages say what is computed (period detection, phase medians, average trend, Tukey's fence on
the 10th-90th percentiles of the residuals) but not every formula. More is public: an author of
series_outliers() explained it on Stack Overflow (question 75264555): percentiles by linear
interpolation, and a factor that the example there fixes (SCALE below). Scores follow that.
Flags decide which rows come out, so they have to hold whatever way a percentile is taken; even
medians and the scoring of periods are open as well. A series on which correct implementations
could differ in a flag is refused; scores and baselines on which they differ are uncertain.
"""

import math
from itertools import product

# The published example [-3, 2.4, 15, 3.9, 5, 6, 4.5, 5.2, 3, 4, 5, 16, 7, 5, 5, 4] has percentiles
# 2.7 and 11, and its -3 scores this much. The factor gives 1.5 the meaning it has with quartiles.
SCALE = -1.9040785483608571 / ((-3 - 2.7) / (11 - 2.7))

THRESHOLD = 1.5
MARGIN = 0.3           # no score may come nearer to the threshold than this
NO_PERIOD_BELOW = 0.45  # autocorrelation: documented detection threshold is 0.6
PERIOD_ABOVE = 0.75


class Ambiguous(Exception):
    """Correct implementations could differ on this series: choose another one."""


def stats(values):
    """series-stats-function: first positions of the extremes, sample variance."""
    count = len(values)
    if count == 0:
        return dict.fromkeys(("min", "min_idx", "max", "max_idx", "avg", "stdev", "variance"))
    low, high, mean = min(values), max(values), math.fsum(values) / count
    variance = math.fsum((v - mean) ** 2 for v in values) / (count - 1) if count > 1 else None
    return {
        "min": float(low), "min_idx": values.index(low),
        "max": float(high), "max_idx": values.index(high),
        "avg": mean, "stdev": None if variance is None else math.sqrt(variance),
        "variance": variance,
    }


def autocorrelation(values, lag):
    """The biased and the unbiased estimate; both are in use."""
    count, mean = len(values), math.fsum(values) / len(values)
    whole = math.fsum((v - mean) ** 2 for v in values)
    if whole == 0:
        return 0.0, 0.0
    part = math.fsum((values[i] - mean) * (values[i + lag] - mean) for i in range(count - lag))
    return part / whole, part / whole * count / (count - lag)


def period(values):
    """series-periods-detect-function: at least 4 points, at most half the series."""
    lags = range(2, len(values) // 2 + 1)
    if not lags:
        return 0
    if all(max(autocorrelation(values, lag)) < NO_PERIOD_BELOW for lag in lags):
        return 0
    best = max(lags, key=lambda lag: autocorrelation(values, lag)[0])
    others = [lag for lag in lags if lag % best and max(autocorrelation(values, lag)) > 0.6
              and not is_shoulder(values, lag, best)]
    if best < 4 or others or autocorrelation(values, best)[0] < PERIOD_ABOVE:
        raise Ambiguous(f"autocorrelation does not settle the period (best {best}, also {others})")
    return best


def is_shoulder(values, lag, best):
    """A lag next to a multiple of the period, on the flank of its peak."""
    return min(lag % best, best - lag % best) == 1 and \
        autocorrelation(values, lag)[1] < autocorrelation(values, best)[1]


def medians(values):
    """The ways to take a median of an even number of values."""
    ordered = sorted(values)
    low, high = ordered[(len(ordered) - 1) // 2], ordered[len(ordered) // 2]
    return {float(low), float(high), (low + high) / 2}


def baselines(values):
    """series-decompose-function: seasonal (phase medians) plus average of what is left."""
    length = period(values)
    mean = math.fsum(values) / len(values)
    if length == 0:
        return [[mean] * len(values)]
    ways = []
    for pick in (min, max, lambda choices: sorted(choices)[len(choices) // 2]):
        phase = [pick(medians(values[p::length])) for p in range(length)]
        seasonal = [phase[i % length] for i in range(len(values))]
        trend = math.fsum(v - s for v, s in zip(values, seasonal)) / len(values)
        ways.append([s + trend for s in seasonal])
    return ways


def percentile_ways(values, fraction):
    """In proportion between the two neighbours (as published), then either neighbour alone."""
    ordered = sorted(values)
    position = (len(ordered) - 1) * fraction
    below, above = math.floor(position + 1e-9), math.ceil(position - 1e-9)
    low, high = ordered[below], ordered[above]
    return [low + (position - below) * (high - low), low, high]


def scores(residuals, low, high):
    """series-outliers-function with the published formula; None where it divides by nothing."""
    width = high - low
    if width < 1e-9:
        return [None] * len(residuals)
    return [SCALE * (r - high) / width if r > high else
            SCALE * (r - low) / width if r < low else 0.0 for r in residuals]


def flag(score):
    if score is None:
        return 0
    if abs(abs(score) - THRESHOLD) < MARGIN:
        raise Ambiguous(f"a score of {score} is too near the threshold")
    return 1 if score > THRESHOLD else -1 if score < -THRESHOLD else 0


def agree(ways):
    """The common value of every way, position by position, or None for the whole series."""
    first = ways[0]
    for other in ways[1:]:
        for a, b in zip(first, other):
            if (a is None) != (b is None) or (a is not None and abs(a - b) > 1e-9):
                return None
    return None if any(value is None for value in first) else first


def decompose_anomalies(values):
    """Flags, then scores and baseline; the last two are None where implementations may differ."""
    if not values:
        return [], [], []
    all_flags, all_scores, all_baselines = [], [], baselines(values)
    for baseline in all_baselines:
        residuals = [v - b for v, b in zip(values, baseline)]
        lows, highs = percentile_ways(residuals, 0.1), percentile_ways(residuals, 0.9)
        if max(residuals) > min(residuals) and min(highs) - max(lows) < 1e-9:
            raise Ambiguous("the middle of the residuals has no spread")
        all_scores.append(scores(residuals, lows[0], highs[0]))
        for low, high in product(lows, highs):
            all_flags.append([flag(score) for score in scores(residuals, low, high)])
    if any(way != all_flags[0] for way in all_flags):
        raise Ambiguous("the ways to take a percentile do not agree on the flags")
    return all_flags[0], agree(all_scores), agree(all_baselines)
