namespace Tocsin.Functions.Patterns;

/// <summary>How good a pattern is by what its rows weigh in each set.</summary>
internal delegate double PatternScore(int[] pattern, ReadOnlySpan<long> weights);
