using System.Runtime.InteropServices;

namespace Tocsin.Functions.Geo;

/// <summary>A place of a lattice on a face. Scale is the length of resolution 0's unit in the lattice's steps.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct H3Address(int Face, HexPosition Position)
{
    /// <summary>How far the face reaches: the sum of i, j and k on its edges.</summary>
    public static int Limit(int scale) => 2 * scale;

    public bool IsOnEdge(int scale) => Sum == Limit(scale);

    /// <summary>The edge that the place lies beyond.</summary>
    public H3Edge? Crossed(int scale) => Sum <= Limit(scale) ? null : Position.K == 0 ? H3Edge.IJ : Position.J > 0 ? H3Edge.JK : H3Edge.KI;

    /// <summary>The same place in the lattice of the face beyond an edge.</summary>
    public H3Address Across(H3Edge edge, int scale, out int turns)
    {
        (int face, turns, HexPosition shift) = H3Face.Beyond(Face, edge);
        return new(face, Position.Turned(turns) + (scale * shift));
    }

    public SpherePoint ToPoint(double scale) => H3Face.Unproject(Face, Position.X / scale, Position.Y / scale);

    private int Sum => Position.I + Position.J + Position.K;
}
