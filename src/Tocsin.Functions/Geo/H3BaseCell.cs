namespace Tocsin.Functions.Geo;

/// <summary>
/// H3's 122 base cells, twelve of them pentagons: where each has its home, and which one lies where on a face
/// (facts of the grid's definition, h3geo.org/docs/core-library/h3Indexing).
/// </summary>
internal static class H3BaseCell
{
    public const int Count = 122;

    public const int FirstPentagon = 4;

    /// <summary>The largest i, j and k of resolution 0 that a face's points can have.</summary>
    private const int MaxCoordinate = 2;

    private static ReadOnlySpan<byte> Pentagons => [4, 14, 24, 38, 49, 58, 63, 72, 83, 97, 107, 117];

    /// <summary>The two faces on which each pentagon's missing part is made up for with the clock; 255 for none.</summary>
    private static ReadOnlySpan<byte> ClockwiseFaces => [255, 255, 2, 6, 1, 5, 3, 7, 0, 9, 4, 8, 11, 15, 12, 16, 10, 19, 13, 17, 14, 18, 255, 255];

    /// <summary>Each cell's home: 27 × face + 9 i + 3 j + k.</summary>
    private static ReadOnlySpan<ushort> Homes =>
    [
        36, 66, 27, 63, 18, 39, 28, 54, 9, 57, 30, 31, 90, 93, 315, 117, 0, 165, 1, 58,
        190, 55, 12, 163, 288, 162, 81, 306, 120, 84, 4, 108, 138, 3, 192, 309, 189, 279, 342, 172,
        199, 109, 82, 85, 111, 171, 297, 217, 136, 396, 135, 333, 282, 112, 336, 198, 300, 270, 369, 271,
        298, 246, 219, 180, 216, 244, 387, 145, 436, 226, 144, 324, 207, 327, 273, 243, 360, 433, 409, 408,
        435, 390, 363, 153, 225, 378, 253, 379, 460, 325, 432, 463, 406, 442, 252, 405, 351, 234, 354, 469,
        516, 381, 517, 462, 352, 459, 441, 261, 415, 414, 490, 487, 514, 468, 513, 489, 496, 531, 522, 486,
        523, 495,
    ];

    /// <summary>For each face, i, j and k: 8 × the cell + the turns into its home's lattice.</summary>
    private static ReadOnlySpan<ushort> CellsOfFaces =>
    [
        128, 144, 192, 264, 240, 259, 393, 387, 403, 64, 45, 85, 176, 128, 144, 329, 264, 240, 32, 5, 21, 121, 64, 45, 249, 176, 128,
        16, 48, 112, 80, 88, 139, 193, 187, 203, 0, 13, 77, 40, 16, 48, 145, 80, 88, 33, 29, 61, 65, 0, 13, 129, 40, 16,
        56, 168, 304, 72, 152, 275, 113, 163, 291, 24, 109, 237, 8, 56, 168, 49, 72, 152, 34, 101, 213, 1, 24, 109, 17, 8, 56,
        208, 336, 464, 232, 344, 499, 305, 379, 515, 96, 229, 357, 104, 208, 336, 169, 232, 344, 35, 125, 253, 25, 96, 229, 57, 104, 208,
        248, 328, 392, 352, 424, 491, 465, 523, 603, 120, 181, 269, 224, 248, 328, 337, 352, 424, 36, 69, 133, 97, 120, 181, 209, 224, 248,
        400, 384, 395, 256, 243, 267, 195, 147, 131, 560, 536, 531, 419, 400, 384, 299, 256, 243, 664, 699, 683, 595, 560, 536, 457, 419, 400,
        200, 184, 195, 136, 91, 83, 115, 51, 19, 360, 312, 299, 283, 200, 184, 219, 136, 91, 504, 475, 459, 451, 360, 312, 371, 283, 200,
        288, 160, 115, 272, 155, 75, 307, 171, 59, 440, 320, 219, 435, 288, 160, 411, 272, 155, 576, 483, 371, 587, 440, 320, 571, 435, 288,
        512, 376, 307, 496, 347, 235, 467, 339, 211, 672, 552, 411, 659, 512, 376, 611, 496, 347, 776, 715, 571, 787, 672, 552, 771, 659, 512,
        600, 520, 467, 488, 427, 355, 395, 331, 251, 752, 688, 611, 651, 600, 520, 531, 488, 427, 856, 835, 771, 811, 752, 688, 683, 651, 600,
        456, 472, 507, 592, 627, 635, 667, 739, 763, 296, 315, 363, 416, 456, 472, 563, 592, 627, 192, 187, 203, 259, 296, 315, 403, 416, 456,
        368, 480, 579, 448, 547, 643, 507, 619, 723, 216, 323, 443, 280, 368, 480, 363, 448, 547, 112, 163, 291, 139, 216, 323, 203, 280, 368,
        568, 712, 779, 584, 731, 827, 579, 707, 843, 408, 555, 675, 432, 568, 712, 443, 584, 731, 304, 379, 515, 275, 408, 555, 291, 432, 568,
        768, 832, 859, 784, 883, 923, 779, 891, 955, 608, 691, 755, 656, 768, 832, 675, 784, 883, 464, 523, 603, 499, 608, 691, 515, 656, 768,
        680, 696, 667, 808, 819, 803, 859, 899, 915, 528, 539, 563, 648, 680, 696, 755, 808, 819, 392, 387, 403, 491, 528, 539, 603, 648, 680,
        760, 736, 664, 632, 624, 595, 505, 475, 459, 872, 864, 805, 745, 760, 736, 617, 632, 624, 940, 949, 917, 849, 872, 864, 721, 745, 760,
        720, 616, 504, 640, 544, 451, 577, 483, 371, 848, 744, 637, 793, 720, 616, 705, 640, 544, 939, 877, 765, 905, 848, 744, 841, 793, 720,
        840, 704, 576, 824, 728, 587, 777, 715, 571, 904, 792, 645, 929, 840, 704, 889, 824, 728, 938, 853, 725, 969, 904, 792, 953, 929, 840,
        952, 888, 776, 920, 880, 787, 857, 835, 771, 968, 928, 829, 961, 952, 888, 897, 920, 880, 937, 909, 845, 945, 968, 928, 913, 961, 952,
        912, 896, 856, 800, 816, 811, 665, 699, 683, 944, 960, 925, 865, 912, 896, 737, 800, 816, 936, 973, 957, 873, 944, 960, 761, 865, 912,
    ];

    public static bool IsPentagon(int cell) => Pentagons.Contains((byte)cell);

    public static H3Address Home(int cell)
    {
        (int face, int place) = Math.DivRem((int)Homes[cell], 27);
        (int i, int j, int k) = (place / 9, place / 3 % 3, place % 3);
        return new(face, new(i - k, j - k));
    }

    /// <summary>The cell at a place of resolution 0, and the turns into its home's lattice.</summary>
    public static (int Cell, int Turns) At(H3Address address)
    {
        (int i, int j, int k) = (address.Position.I, address.Position.J, address.Position.K);
        if (Math.Max(Math.Max(i, j), k) > MaxCoordinate)
        {
            throw new ArgumentOutOfRangeException(nameof(address));
        }

        ushort entry = CellsOfFaces[(address.Face * 27) + (9 * i) + (3 * j) + k];
        return (entry >> 3, entry & 7);
    }

    public static bool TurnsClockwise(int pentagon, int face) => ClockwiseFaces.Slice(2 * Pentagons.IndexOf((byte)pentagon), 2).Contains((byte)face);
}
