namespace Tocsin.Cli.Engine;

/// <summary>Stands where the engine will be; to be replaced when Tocsin.Engine is linked in.</summary>
internal sealed class MissingEngine : IEngine
{
    public IEngineSession Open(DataRequest request, IProgress<string> progress, CancellationToken cancellationToken) =>
        throw new EngineFaultException("engine", "This build has no engine.");
}
