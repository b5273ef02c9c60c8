using System.Security.Cryptography;
using System.Text;

namespace Tocsin.Detections.Export;

/// <summary>GUIDs made from names (RFC 9562, version 5): the same detection has the same one in every export.</summary>
internal static class NameBasedGuid
{
    // Ours alone, drawn once.
    private static readonly Guid Namespace = new("5d0b3f0e-8c5e-4f0b-9a35-6d1f5f5c2b71");

    public static Guid Of(string name)
    {
        var bytes = Encoding.UTF8.GetBytes(name);
        var input = new byte[16 + bytes.Length];
        Namespace.TryWriteBytes(input, bigEndian: true, out _);
        bytes.CopyTo(input, 16);
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
#pragma warning disable CA5350 // SHA-1 is what version 5 is defined by; nothing rests on its strength.
        SHA1.HashData(input, hash);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0f) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3f) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
