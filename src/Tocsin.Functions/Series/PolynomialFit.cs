namespace Tocsin.Functions.Series;

/// <summary>
/// What series_fit_poly() returns beside the fitted values; coefficients run from the highest power to the lowest. Variances are
/// the sample's, as in series_fit_line(). https://learn.microsoft.com/kusto/query/series-fit-poly-function
/// </summary>
public sealed record PolynomialFit(double RSquare, double[] Coefficients, double Variance, double ResidualVariance)
{
    /// <summary>
    /// Fits a polynomial of the degree over <paramref name="x"/>, or over 1, 2, 3… when that is empty, and fills its values.
    /// Nothing when the lengths differ, an element is not finite, or the points do not determine the coefficients.
    /// </summary>
    public static PolynomialFit? Compute(
        ReadOnlySpan<double> y, ReadOnlySpan<double> x, int degree, Span<double> fitted, out SeriesCaveats caveats)
    {
        fitted = fitted[..y.Length];
        bool finite = SeriesNull.AllFinite(y) && SeriesNull.AllFinite(x);
        double[] positions = Positions(x, y.Length);
        bool fits = degree >= 0 && (degree + 2L) * y.Length <= Array.MaxLength;
        if (!finite || !fits || positions.Length != y.Length || positions.Distinct().Take(degree + 1).Count() <= degree)
        {
            fitted.Fill(SeriesNull.Real);
            caveats = finite ? SeriesCaveats.Degenerate : SeriesCaveats.NonFiniteElements;
            return null;
        }

        double[] coefficients = Fit(y, positions, degree);
        for (int i = 0; i < y.Length; i++)
        {
            fitted[i] = Evaluate(coefficients, positions[i]);
        }

        FitVariances variances = FitVariances.Of(y, fitted);
        caveats = variances.Total > 0 ? SeriesCaveats.None : SeriesCaveats.Degenerate;
        return new PolynomialFit(variances.RSquare, coefficients, variances.Total, variances.Residual);
    }

    private static double[] Positions(ReadOnlySpan<double> x, int length)
    {
        if (!x.IsEmpty)
        {
            return x.ToArray();
        }

        double[] positions = new double[length];
        for (int i = 0; i < length; i++)
        {
            positions[i] = i + 1;
        }

        return positions;
    }

    /// <summary>
    /// Least squares by modified Gram-Schmidt on the powers with the values as a further column, which is as stable as
    /// reflections (Björck 1967) and needs no more room than the powers.
    /// </summary>
    private static double[] Fit(ReadOnlySpan<double> y, double[] positions, int degree)
    {
        int rows = y.Length;
        int columns = degree + 1;
        using SeriesScratch scratch = new((columns + 1) * rows);
        Span<double> powers = scratch.Span[..(columns * rows)];
        Span<double> rest = scratch.Span[(columns * rows)..];
        y.CopyTo(rest);
        FillPowers(positions, degree, powers);

        double[,] triangle = new double[columns, columns + 1];
        for (int k = 0; k < columns; k++)
        {
            Span<double> column = powers.Slice(k * rows, rows);
            double norm = Math.Sqrt(Dot(column, column));
            for (int i = 0; i < rows; i++)
            {
                column[i] /= norm;
            }

            triangle[k, k] = norm;
            for (int j = k + 1; j < columns; j++)
            {
                triangle[k, j] = Project(column, powers.Slice(j * rows, rows));
            }

            triangle[k, columns] = Project(column, rest);
        }

        return Solve(triangle, columns);
    }

    /// <summary>Takes the part along a unit column out of another and returns its length.</summary>
    private static double Project(ReadOnlySpan<double> unit, Span<double> column)
    {
        double product = Dot(unit, column);
        for (int i = 0; i < column.Length; i++)
        {
            column[i] -= product * unit[i];
        }

        return product;
    }

    private static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        double sum = 0;
        for (int i = 0; i < left.Length; i++)
        {
            sum += left[i] * right[i];
        }

        return sum;
    }

    private static void FillPowers(double[] positions, int degree, Span<double> powers)
    {
        int rows = positions.Length;
        powers.Slice(degree * rows, rows).Fill(1);
        for (int k = degree - 1; k >= 0; k--)
        {
            for (int i = 0; i < rows; i++)
            {
                powers[(k * rows) + i] = powers[((k + 1) * rows) + i] * positions[i];
            }
        }
    }

    private static double[] Solve(double[,] triangle, int columns)
    {
        double[] coefficients = new double[columns];
        for (int k = columns - 1; k >= 0; k--)
        {
            double value = triangle[k, columns];
            for (int j = k + 1; j < columns; j++)
            {
                value -= triangle[k, j] * coefficients[j];
            }

            coefficients[k] = value / triangle[k, k];
        }

        return coefficients;
    }

    private static double Evaluate(double[] coefficients, double position)
    {
        double value = 0;
        foreach (double coefficient in coefficients)
        {
            value = (value * position) + coefficient;
        }

        return value;
    }
}
