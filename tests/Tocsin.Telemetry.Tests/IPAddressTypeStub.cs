namespace Tocsin.Functions.Network;
public static class IPAddressType { public static ReadOnlySpan<byte> Name(ReadOnlySpan<byte> t) => t.IsEmpty ? default : t.StartsWith("10."u8)||t.StartsWith("192.168."u8)||t.StartsWith("172.1"u8) ? "Private"u8 : "Public"u8; }
