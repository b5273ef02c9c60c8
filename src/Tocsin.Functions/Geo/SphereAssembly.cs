using Piece = Tocsin.Functions.Geo.SphereArrangement.Piece;

namespace Tocsin.Functions.Geo;

/// <summary>Puts pieces of edges together to rings and lines, in the order in which the S2 library does.</summary>
internal static class SphereAssembly
{
    /// <summary>Rings with the inside on their left: at a corner with several ways the leftmost one, so that rings only touch.</summary>
    public static List<SpherePoint[]> Rings(IReadOnlyList<SpherePoint> sites, IEnumerable<Piece> chosen)
    {
        Dictionary<int, ulong> order = [];
        Piece[] pieces = [.. chosen.OrderBy(p => Order(sites, order, p.From)).ThenBy(p => Order(sites, order, p.To))];
        ILookup<int, int> leaving = Enumerable.Range(0, pieces.Length).ToLookup(i => pieces[i].From);
        bool[] isUsed = new bool[pieces.Length];
        List<List<int>> rings = [];
        for (int start = 0; start < pieces.Length; start++)
        {
            List<int> path = [];
            Dictionary<int, int> placeOfSite = [];
            for (int next = start; next >= 0 && !isUsed[next]; next = Leftmost(sites, pieces, leaving, isUsed, next))
            {
                placeOfSite[pieces[next].From] = path.Count;
                path.Add(next);
                isUsed[next] = true;
                if (!placeOfSite.TryGetValue(pieces[next].To, out int place))
                {
                    continue;
                }

                List<int> ring = path[place..];
                path.RemoveRange(place, path.Count - place);
                rings.Add(ring);
                foreach (int piece in ring)
                {
                    placeOfSite.Remove(pieces[piece].From);
                }
            }
        }

        return [.. rings.Where(ring => ring.Count > 2).Select(ring => Rotated(ring, pieces)).OrderBy(ring => pieces[ring[0]].Edge)
            .Select(ring => (SpherePoint[])[.. ring.Select(i => sites[pieces[i].From]), sites[pieces[ring[0]].From]])];
    }

    /// <summary>Lines without branches, as long as can be, each in its edges' direction.</summary>
    public static List<SpherePoint[]> Lines(IReadOnlyList<SpherePoint> sites, IReadOnlyList<Piece> pieces)
    {
        ILookup<int, int> leaving = Enumerable.Range(0, pieces.Count).ToLookup(i => pieces[i].From);
        ILookup<int, int> arriving = Enumerable.Range(0, pieces.Count).ToLookup(i => pieces[i].To);
        bool[] isUsed = new bool[pieces.Count];
        bool IsThrough(int site) => leaving[site].Count() == 1 && arriving[site].Count() == 1;
        List<int[]> lines = [];
        void Follow(int start)
        {
            List<int> line = [];
            for (int next = start; next >= 0 && !isUsed[next]; next = IsThrough(pieces[next].To) ? leaving[pieces[next].To].First() : -1)
            {
                isUsed[next] = true;
                line.Add(next);
            }

            lines.Add([.. line]);
        }

        foreach (bool startsAnywhere in (ReadOnlySpan<bool>)[false, true])
        {
            for (int i = 0; i < pieces.Count; i++)
            {
                if (!isUsed[i] && (startsAnywhere || !IsThrough(pieces[i].From)))
                {
                    Follow(i);
                }
            }
        }

        return [.. lines.OrderBy(line => line.Min(i => pieces[i].Edge)).ThenBy(line => line[0])
            .Select(line => (SpherePoint[])[sites[pieces[line[0]].From], .. line.Select(i => sites[pieces[i].To])])];
    }

    /// <summary>S2 numbers corners along its space-filling curve.</summary>
    private static ulong Order(IReadOnlyList<SpherePoint> sites, Dictionary<int, ulong> known, int site)
    {
        if (!known.TryGetValue(site, out ulong order))
        {
            order = S2Cell.Of(sites[site], S2Cell.MaxLevel).Id;
            known.Add(site, order);
        }

        return order;
    }

    /// <summary>The unused piece that leaves an end first when turning with the clock from the way back.</summary>
    private static int Leftmost(IReadOnlyList<SpherePoint> sites, Piece[] pieces, ILookup<int, int> leaving, bool[] isUsed, int piece)
    {
        SpherePoint corner = sites[pieces[piece].To];
        SpherePoint back = sites[pieces[piece].From] - corner;
        int leftmost = -1;
        double least = double.PositiveInfinity;
        foreach (int next in leaving[pieces[piece].To])
        {
            SpherePoint ahead = sites[pieces[next].To] - corner;
            double turn = -Math.Atan2(SpherePoint.Dot(corner, SpherePoint.Cross(back, ahead)), SpherePoint.Dot(back, ahead));
            turn = turn <= 0 ? turn + (2 * Math.PI) : turn;
            if (!isUsed[next] && turn < least)
            {
                (leftmost, least) = (next, turn);
            }
        }

        return leftmost;
    }

    /// <summary>The piece of the latest edge comes last, so that rings go on as they were given.</summary>
    private static List<int> Rotated(List<int> ring, Piece[] pieces)
    {
        int last = 0;
        bool hasGap = false;
        for (int i = 1; i < ring.Count; i++)
        {
            int difference = pieces[ring[i]].Edge - pieces[ring[last]].Edge;
            if (difference < 0)
            {
                hasGap = true;
            }
            else if (difference > 0 || !hasGap)
            {
                last = i;
                hasGap = false;
            }
        }

        return [.. ring[(last + 1)..], .. ring[..(last + 1)]];
    }
}
