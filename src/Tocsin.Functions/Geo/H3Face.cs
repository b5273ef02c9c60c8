namespace Tocsin.Functions.Geo;

/// <summary>
/// The icosahedron that H3's lattices are laid on: where its faces lie, which way their i axes point, and which faces are
/// next to each other (h3geo.org/docs/core-library/coordsystems). Planes are gnomonic, so that straight lines are geodesics.
/// </summary>
internal static class H3Face
{
    public const int Count = 20;

    /// <summary>The length of resolution 0's unit on the plane that touches the sphere in a face's centre.</summary>
    private const double Unit = 0.381966011250105;

    private static readonly SpherePoint[] Centres = [.. Enumerable.Range(0, Count).Select(Centre)];

    private static readonly (SpherePoint X, SpherePoint Y)[] Axes = [.. Enumerable.Range(0, Count).Select(AxesOf)];

    /// <summary>Latitude and longitude of the centre, and the azimuth of the i axis, in radians.</summary>
    private static ReadOnlySpan<double> Places =>
    [
        0.803582649718989942, 1.248397419617396099, 5.619958268523939882,
        1.307747883455638156, 2.536945009877921159, 5.760339081714187279,
        1.054751253523952054, -1.347517358900396623, 0.780213654393430055,
        0.600191595538186799, -0.450603909469755746, 0.430469363979999913,
        0.491715428198773866, 0.401988202911306943, 6.130269123335111400,
        0.172745327415618701, 1.678146885280433686, 2.692877706530642877,
        0.605929321571350690, 2.953923329812411617, 2.982963003477243874,
        0.427370518328979641, -1.888876200336285401, 3.532912002790141181,
        -0.079066118549212831, -0.733429513380867741, 3.494305004259568154,
        -0.230961644455383637, 0.506495587332349035, 3.003214169499538391,
        0.079066118549212831, 2.408163140208925497, 5.930472956509811562,
        0.230961644455383637, -2.635097066257444203, 0.138378484090254847,
        -0.172745327415618701, -1.463445768309359553, 0.448714947059150361,
        -0.605929321571350690, -0.187669323777381622, 0.158629650112549365,
        -0.427370518328979641, 1.252716453253507838, 5.891865957979238535,
        -0.600191595538186799, 2.690988744120037492, 2.711123289609793325,
        -0.491715428198773866, -2.739604450678486295, 3.294508837434268316,
        -0.803582649718989942, -1.893195233972397139, 3.804819692245439833,
        -1.307747883455638156, -0.604647643711872080, 3.664438879055192436,
        -1.054751253523952054, 1.794075294689396615, 2.361378999196363184,
    ];

    /// <summary>The faces across the edges between the i and j, k and i, j and k corners.</summary>
    private static ReadOnlySpan<byte> Neighbours =>
    [
        4, 1, 5, 0, 2, 6, 1, 3, 7, 2, 4, 8, 3, 0, 9, 10, 14, 0, 11, 10, 1, 12, 11, 2, 13, 12, 3, 14, 13, 4,
        5, 6, 15, 6, 7, 16, 7, 8, 17, 8, 9, 18, 9, 5, 19, 16, 19, 10, 17, 15, 11, 18, 16, 12, 19, 17, 13, 15, 18, 14,
    ];

    /// <summary>The face that a point lies on, and its place on the face's plane in units of resolution 0.</summary>
    public static int Project(SpherePoint point, out double x, out double y)
    {
        int face = 0;
        double most = double.NegativeInfinity;
        for (int i = 0; i < Count; i++)
        {
            double cosine = SpherePoint.Dot(Centres[i], point);
            if (cosine > most)
            {
                (face, most) = (i, cosine);
            }
        }

        x = SpherePoint.Dot(Axes[face].X, point) / (most * Unit);
        y = SpherePoint.Dot(Axes[face].Y, point) / (most * Unit);
        return face;
    }

    public static SpherePoint Unproject(int face, double x, double y) => (Centres[face] + (Unit * x * Axes[face].X) + (Unit * y * Axes[face].Y)).Normalized;

    /// <summary>The face beyond an edge, the turns into its lattice, and where this face's centre lies there in units of resolution 0.</summary>
    public static (int Face, int Turns, HexPosition Shift) Beyond(int face, H3Edge edge)
    {
        bool isPolar = face is < 5 or >= 15;
        HexPosition nextToK = new(0, -2);
        HexPosition nextToJ = new(2, 2);
        (int turns, HexPosition shift) = edge switch
        {
            H3Edge.JK => (3, new HexPosition(-2, 0)),
            H3Edge.IJ => isPolar ? (1, nextToK) : (3, nextToJ),
            _ => isPolar ? (5, nextToJ) : (3, nextToK),
        };
        return (Neighbours[(face * 3) + (int)edge], turns, shift);
    }

    /// <summary>The edge between two faces.</summary>
    public static H3Edge EdgeTo(int face, int other) => (H3Edge)Neighbours.Slice(face * 3, 3).IndexOf((byte)other);

    private static SpherePoint Centre(int face)
    {
        double latitude = Places[face * 3];
        double longitude = Places[(face * 3) + 1];
        return new(Math.Cos(latitude) * Math.Cos(longitude), Math.Cos(latitude) * Math.Sin(longitude), Math.Sin(latitude));
    }

    private static (SpherePoint X, SpherePoint Y) AxesOf(int face)
    {
        double latitude = Places[face * 3];
        double longitude = Places[(face * 3) + 1];
        (double sine, double cosine) = Math.SinCos(Places[(face * 3) + 2]);
        SpherePoint north = new(-Math.Sin(latitude) * Math.Cos(longitude), -Math.Sin(latitude) * Math.Sin(longitude), Math.Cos(latitude));
        SpherePoint east = new(-Math.Sin(longitude), Math.Cos(longitude), 0);
        return ((cosine * north) + (sine * east), (sine * north) - (cosine * east));
    }
}

/// <summary>An edge of a face, by the corners on its axes.</summary>
internal enum H3Edge
{
    IJ,
    KI,
    JK,
}
