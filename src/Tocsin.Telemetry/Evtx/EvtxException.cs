namespace Tocsin.Telemetry.Evtx;

/// <summary>A record that cannot be decoded, with the reason. The reader catches it; no caller sees it.</summary>
internal sealed class EvtxException(string message) : Exception(message);
