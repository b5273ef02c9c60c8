using System.Runtime.InteropServices;

namespace Tocsin.Functions.Geo;

/// <summary>
/// The edges of two shapes, cut where they meet those of the other one. Points closer than the merging radius are one, as
/// in the S2 library, which Kusto computes with (s2geometry.io/about/overview#robustness): shapes that were rounded apart
/// at a common corner stay together.
/// </summary>
internal sealed class SphereArrangement
{
    /// <summary>S2's radius for intersections: sixteen times the rounding error of a coordinate.</summary>
    private const double MergingRadius = 16 * 1.1102230246251565E-16;

    private readonly List<SpherePoint> _sites = [];
    private readonly List<Source> _sources = [];
    private readonly List<List<(double Place, int Site)>> _cuts = [];

    public SphereArrangement(GeoShape first, GeoShape second)
    {
        AddSources(first, isSecond: false);
        AddSources(second, isSecond: true);
        MergeSites();
        Cut();
        Pieces = Split();
    }

    public IReadOnlyList<SpherePoint> Sites => _sites;

    /// <summary>The pieces in the order of their edges and along them.</summary>
    public IReadOnlyList<Piece> Pieces { get; }

    /// <summary>The sites that belong to both shapes.</summary>
    public HashSet<int> Shared()
    {
        HashSet<int> first = [.. Pieces.Where(p => !p.IsSecond).SelectMany(p => (int[])[p.From, p.To])];
        return [.. Pieces.Where(p => p.IsSecond).SelectMany(p => (int[])[p.From, p.To]).Where(first.Contains)];
    }

    public SpherePoint Middle(Piece piece) => (_sites[piece.From] + _sites[piece.To]).Normalized;

    private void AddSources(GeoShape shape, bool isSecond)
    {
        foreach (SphereEdge edge in shape.Edges())
        {
            _sources.Add(new(edge, _sites.Count, _sites.Count + 1, isSecond));
            _sites.Add(edge.From);
            _sites.Add(edge.To);
            _cuts.Add([]);
        }
    }

    /// <summary>Puts sites that are one together.</summary>
    private void MergeSites()
    {
        List<SpherePoint> points = [.. _sites];
        Dictionary<SpherePoint, int> known = [];
        _sites.Clear();
        int[] numbers = new int[points.Count];
        for (int i = 0; i < points.Count; i++)
        {
            if (!known.TryGetValue(points[i], out int number))
            {
                number = _sites.Count;
                _sites.Add(points[i]);
                known.Add(points[i], number);
            }

            numbers[i] = number;
        }

        int[] merged = Nearby();
        for (int i = 0; i < _sources.Count; i++)
        {
            int from = merged[numbers[2 * i]];
            int to = merged[numbers[(2 * i) + 1]];
            _sources[i] = _sources[i] with { From = from, To = to, Edge = new(_sites[from], _sites[to]) };
        }
    }

    /// <summary>For each site the first one that it is as good as equal to.</summary>
    private int[] Nearby()
    {
        int[] merged = [.. Enumerable.Range(0, _sites.Count)];
        int[] byX = [.. merged.OrderBy(i => _sites[i].X)];
        for (int i = 0; i < byX.Length; i++)
        {
            for (int k = i + 1; k < byX.Length && _sites[byX[k]].X - _sites[byX[i]].X <= MergingRadius; k++)
            {
                if ((_sites[byX[i]] - _sites[byX[k]]).Norm <= MergingRadius)
                {
                    int one = Math.Min(merged[byX[i]], merged[byX[k]]);
                    (merged[byX[i]], merged[byX[k]]) = (one, one);
                }
            }
        }

        return merged;
    }

    private void Cut() => EdgeSweep.Pairs([.. _sources.Select(s => s.Edge)], (i, k) =>
    {
        if (_sources[i].IsSecond != _sources[k].IsSecond)
        {
            Cut(i, k);
        }

        return true;
    });

    private void Cut(int i, int k)
    {
        Source a = _sources[i];
        Source b = _sources[k];
        bool touches = CutAt(i, b.From) | CutAt(i, b.To) | CutAt(k, a.From) | CutAt(k, a.To);
        bool haveCommonEnd = a.From == b.From || a.From == b.To || a.To == b.From || a.To == b.To;
        if (!touches && !haveCommonEnd && a.Edge.Crossing(b.Edge) is { } crossing)
        {
            // Where edges cross at a small angle, the crossing may come out farther off than the merging radius.
            int site = Site(crossing, a, b);
            AddCut(i, site);
            AddCut(k, site);
        }
    }

    /// <summary>An end that the crossing falls on, or a new site.</summary>
    private int Site(SpherePoint crossing, Source a, Source b)
    {
        foreach (int end in (ReadOnlySpan<int>)[a.From, a.To, b.From, b.To])
        {
            if ((_sites[end] - crossing).Norm <= MergingRadius)
            {
                return end;
            }
        }

        for (int i = _sites.Count - 1; i >= 0; i--)
        {
            if ((_sites[i] - crossing).Norm <= MergingRadius)
            {
                return i;
            }
        }

        _sites.Add(crossing);
        return _sites.Count - 1;
    }

    /// <summary>Cuts an edge at a site that lies on it, its ends apart.</summary>
    private bool CutAt(int source, int site)
    {
        Source edge = _sources[source];
        if (site == edge.From || site == edge.To || (edge.Edge.Nearest(_sites[site]) - _sites[site]).Norm > MergingRadius)
        {
            return false;
        }

        AddCut(source, site);
        return true;
    }

    private void AddCut(int source, int site)
    {
        Source edge = _sources[source];
        if (site != edge.From && site != edge.To && !_cuts[source].Exists(cut => cut.Site == site))
        {
            _cuts[source].Add((SpherePoint.Angle(edge.Edge.From, _sites[site]), site));
        }
    }

    private List<Piece> Split()
    {
        List<Piece> pieces = [];
        for (int i = 0; i < _sources.Count; i++)
        {
            int from = _sources[i].From;
            foreach ((_, int site) in _cuts[i].OrderBy(cut => cut.Place).Append((double.PositiveInfinity, _sources[i].To)))
            {
                if (site != from)
                {
                    pieces.Add(new(from, site, i, _sources[i].IsSecond));
                    from = site;
                }
            }
        }

        return pieces;
    }

    /// <summary>A part of an edge between two sites; edges are numbered through both shapes.</summary>
    [StructLayout(LayoutKind.Auto)]
    public readonly record struct Piece(int From, int To, int Edge, bool IsSecond);

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Source(SphereEdge Edge, int From, int To, bool IsSecond);
}
