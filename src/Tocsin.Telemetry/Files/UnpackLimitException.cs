namespace Tocsin.Telemetry.Files;

/// <summary>A bound on unpacked data was reached. Caught in this layer and told as a diagnostic.</summary>
internal sealed class UnpackLimitException(string message) : IOException(message);
